import { describe, expect, it } from 'vitest';
import { toDisposable } from '../../../src-main/common/disposable.ts';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { Emitter } from '../../../src-main/common/event.ts';

describe('an error that crosses processes', () => {
  it('keeps code, sentence, remedy and whether a retry helps', () => {
    const error = new MonitorError('store/in-use', 'Taken', { remedy: 'stop the other', retriable: true });
    const copy = MonitorError.fromData(structuredClone(error.toData()));
    expect(copy).toBeInstanceOf(MonitorError);
    expect(copy.toData()).toEqual({
      code: 'store/in-use',
      message: 'Taken',
      remedy: 'stop the other',
      retriable: true,
    });
    expect(new MonitorError('internal', 'x').toData()).toStrictEqual({
      code: 'internal',
      message: 'x',
      retriable: false,
    });
  });

  it('keeps what was thrown by others as its cause', () => {
    const thrown = new TypeError('of undefined');
    expect(MonitorError.from(thrown)).toMatchObject({
      code: 'internal',
      message: 'of undefined',
      cause: thrown,
    });
    expect(MonitorError.from('text')).toMatchObject({ code: 'internal', message: 'text' });
    const ours = new MonitorError('store/in-use', 'later');
    expect(MonitorError.from(ours)).toBe(ours);
  });
});

describe('an event', () => {
  it('runs listeners in the order in which they subscribed, the same one twice if it subscribed twice', () => {
    const emitter = new Emitter<number>();
    const heard: string[] = [];
    const listener = (value: number): void => void heard.push(`a${value}`);
    const first = emitter.event(listener);
    emitter.event((value) => heard.push(`b${value}`));
    emitter.event(listener);
    emitter.fire(1);
    first.dispose();
    emitter.fire(2);
    expect(heard).toEqual(['a1', 'b1', 'a1', 'b2', 'a2']);
  });

  it('tells those who had subscribed when it was fired', () => {
    const emitter = new Emitter<number>();
    const heard: string[] = [];
    const own = emitter.event((value) => {
      heard.push(`once${value}`);
      own.dispose();
      emitter.event((late) => heard.push(`late${late}`));
    });
    emitter.fire(1);
    emitter.fire(2);
    expect(heard).toEqual(['once1', 'late2']);
  });
});

it('releases what was opened once', () => {
  let released = 0;
  const opened = toDisposable(() => (released += 1));
  opened.dispose();
  opened.dispose();
  expect(released).toBe(1);
});

import { describe, expect, test } from 'vitest';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { monitorCalls, monitorEvents } from '../../../src-main/common/monitor-api.ts';
import { shellCalls, shellEvents } from '../../../src-main/common/shell-api.ts';
import { readCallError } from '../../../src-renderer/state/call-error.ts';
import { createClient } from '../../../src-renderer/state/client.ts';
import { FakeBridge } from './fake-bridge.ts';

describe('the client', () => {
  test('has a member for each call and event of the contract', () => {
    const { monitor, shell } = createClient(new FakeBridge());
    const events = (names: readonly string[]): string[] =>
      names.map((name) => `on${name.slice(0, 1).toUpperCase()}${name.slice(1)}`);
    expect(Object.keys(monitor)).toEqual([...Object.keys(monitorCalls), ...events(monitorEvents)]);
    expect(Object.keys(shell)).toEqual([...Object.keys(shellCalls), ...events(shellEvents)]);
  });

  test('passes a request on and hands the answer back', async () => {
    const bridge = new FakeBridge({ getWindow: () => null });
    await expect(createClient(bridge).monitor.getWindow({ startMs: 5, pairs: 3 })).resolves.toBeNull();
    expect(bridge.calls).toEqual([{ name: 'getWindow', request: { startMs: 5, pairs: 3 } }]);
  });

  test('ends a subscription once', () => {
    const bridge = new FakeBridge();
    const heard: unknown[] = [];
    const subscription = createClient(bridge).monitor.onAlertChanged((alert) => heard.push(alert));
    bridge.fire('alertChanged', 1);
    subscription.dispose();
    subscription.dispose();
    bridge.fire('alertChanged', 2);
    expect(heard).toEqual([1]);
  });

  test("rebuilds the engine's error from a rejected call", async () => {
    const bridge = new FakeBridge({
      importLimits: () => {
        throw new MonitorError('limits/bad-rows', 'Row 3 is {bad}', { remedy: 'Fix it' });
      },
    });
    const rejected = createClient(bridge).monitor.importLimits({ source: '/x' });
    await expect(rejected).rejects.toBeInstanceOf(MonitorError);
    await expect(rejected).rejects.toMatchObject({
      code: 'limits/bad-rows',
      message: 'Row 3 is {bad}',
      remedy: 'Fix it',
      retriable: false,
    });
  });
});

describe('the error of a rejected call', () => {
  const data = { code: 'engine/stopped', message: 'The engine stopped', retriable: true } as const;

  test.each(['', "Error invoking remote method 'call': Error: ", 'Error: '])(
    'is read behind "%s"',
    (prefix) => {
      const error = readCallError(new Error(prefix + JSON.stringify(data)));
      expect(error.toData()).toEqual(data);
    },
  );

  test.each([
    new Error('plain'),
    new Error('a {broken json'),
    new Error('{"code":1,"message":"x","retriable":true}'),
    'text',
  ])('is internal where it is none of ours: %s', (thrown) => {
    expect(readCallError(thrown).code).toBe('internal');
  });
});

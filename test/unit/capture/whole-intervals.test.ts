import { describe, expect, it } from 'vitest';
import type { FlowBatch } from '../../../src-main/engine/flow-records/layout.ts';
import type { CaptureMessage } from '../../../src-main/engine/capture/capture-source.ts';
import { WholeIntervals } from '../../../src-main/engine/capture/whole-intervals.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { entryAt } from '../../../src-main/engine/flow-records/reader.ts';
import { batchOf, type Flow, flow } from '../../support/records/flows.ts';

const flows = (fromMs: number, entries: readonly Flow[], parts: Partial<FlowBatch> = {}): CaptureMessage => ({
  kind: 'flows',
  batch: batchOf(fromMs, entries, parts),
});

/** What a source says at the end of a flush. */
function flushAt(ms: number): CaptureMessage[] {
  const none = { records: 0, ip: 0, nonIp: 0, malformed: 0, unsupportedLink: 0 };
  const kernel = { kernelReceived: 0, kernelDropped: 0, interfaceDropped: 0 };
  const span = { fromMs: epochMs(ms - 500), toMs: epochMs(ms - 200) };
  const covered = { ...span, monotonicMs: ms, bootMs: ms, dropsKnown: true };
  const counters = { interface: 'eth0', atMs: epochMs(ms), ...none, ...kernel, ...covered };
  return [{ kind: 'counters', counters }, { kind: 'flushed' }];
}

const textOf = ({ batch }: Extract<CaptureMessage, { kind: 'flows' }>): string =>
  `${batch.interface} ${batch.fromMs}: ${Array.from({ length: batch.count }, (_, i) => Number(entryAt(batch, i).bytes)).join(' ')} = ${batch.bytes}, ${batch.packets}`;

/** What comes out, in words; an error as its message. */
async function gathered(messages: readonly CaptureMessage[], failure?: Error): Promise<string[]> {
  const source = new WholeIntervals({
    async *messages() {
      yield* messages;
      await Promise.resolve();
      if (failure) throw failure;
    },
  });
  const told: string[] = [];
  try {
    for await (const message of source.messages(new AbortController().signal)) {
      if (message.kind === 'flows') told.push(textOf(message));
      if (message.kind === 'flushed') told.push('flushed');
    }
  } catch (thrown) {
    told.push((thrown as Error).message);
  }
  return told;
}

const [a, b] = ['10.0.0.1', '10.0.0.2'];

describe('whole intervals', () => {
  it('add up what comes of them in parts, and are told once they are over', async () => {
    const messages = [
      ...[flows(1000, [flow(a, b, 600, 2), flow(b, a, 40)]), ...flushAt(1500)],
      ...[flows(1000, [flow(b, a, 60), flow(a, b, 700)]), ...flushAt(2000)],
      ...[flows(1000, [flow(a, b, 5)]), flows(2000, [flow(a, b, 1)]), ...flushAt(2500)],
      ...flushAt(3500),
    ];
    expect(await gathered(messages)).toEqual([
      ...['flushed', 'flushed', 'eth0 1000: 1305 100 = 1405, 6', 'flushed'],
      ...['eth0 2000: 1 = 1, 1', 'flushed'],
    ]);
  });

  it('are apart by interface and family', async () => {
    const messages = [
      flows(0, [flow(a, b, 1)]),
      flows(0, [flow('2001:db8::1', '2001:db8::2', 2)]),
      flows(0, [flow(a, b, 3)], { interface: 'lo' }),
      ...flushAt(2000),
    ];
    expect(await gathered(messages)).toEqual([
      ...['eth0 0: 1 = 1, 1', 'eth0 0: 2 = 2, 1', 'lo 0: 3 = 3, 1', 'flushed'],
    ]);
  });

  it.each([undefined, new Error('the helper is gone')])('are told at the end (%s)', async (failure) => {
    const told = await gathered([flows(0, [flow(a, b, 1)])], failure);
    expect(told).toEqual(['eth0 0: 1 = 1, 1', ...(failure ? [failure.message] : [])]);
  });

  it('are told in parts where a sum would not be exact', async () => {
    const most = Number.MAX_SAFE_INTEGER;
    const told = await gathered([flows(0, [flow(a, b, most)]), flows(0, [flow(a, b, 1)])]);
    expect(told).toEqual([`eth0 0: ${most} = ${most}, 1`, 'eth0 0: 1 = 1, 1']);
  });
});

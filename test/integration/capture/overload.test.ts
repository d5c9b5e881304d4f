import { afterAll, describe, expect, it } from 'vitest';
import { Link } from '../../../scripts/bench/capture/live-runs.ts';
import { HelperSource } from '../../../src-main/engine/capture/helper-source.ts';
import { captureUntil, helperThrough, mayCapture } from '../../helpers/pcap-live.ts';
import { CaptureFolder } from '../../helpers/pcap-replay.ts';

const folder = new CaptureFolder();
afterAll(() => folder.remove());

describe.runIf(mayCapture)('a reader that does not read', () => {
  it('makes the ring overflow, and what is lost is counted to the packet', async () => {
    using link = new Link();
    await link.open();
    const [command = '', ...args] = link.receiving([]);
    const capture = new HelperSource({
      helperPath: helperThrough(folder, command, ...args),
      interfaces: [link.device],
      bufferBytes: 1 << 20,
    });
    const totals = { sent: 0, records: 0, missed: 0, packets: 0 };
    await captureUntil(
      capture,
      async (message) => {
        if (message.kind === 'flows') totals.packets += message.batch.packets;
        if (message.kind !== 'counters') return false;
        totals.records += message.counters.records;
        totals.missed += message.counters.kernelDropped + message.counters.interfaceDropped;
        // While a message is handled nothing is read; a million pairs fill the pipe and the helper waits.
        if (totals.sent === 0) totals.sent = (await link.send(1000, 1_000_000)).sent;
        return totals.records + totals.missed >= totals.sent;
      },
      30_000,
    );
    expect(totals.missed).toBeGreaterThan(0);
    expect(totals.packets).toBe(totals.records);
    expect(totals.records + totals.missed).toBe(totals.sent);
  });
});

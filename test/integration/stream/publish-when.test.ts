import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { CommandLine, TemporaryFolder } from '../../support/process/command-line.ts';
import { describeKafka, kcat } from '../../support/kafka/kafka.ts';
import { hasCap, mayCapture } from '../../support/packets/pcap-live.ts';
import { UdpTraffic, udpHeaders } from '../../support/packets/udp-traffic.ts';

const payload = 100;
const packets = 6;
const bytes = packets * (payload + udpHeaders);

/** Resolves at the beginning of a second of the clock. */
const secondBegins = (): Promise<void> => sleep(1000 - (Date.now() % 1000) + 20);

describe.runIf(mayCapture)('live, with a condition for publishing', () => {
  describeKafka('on a topic', {}, (cluster) => {
    it.each(['helper', ...(hasCap() ? ['cap'] : [])])(
      'holds it against whole intervals, captured by %s; what is held back is counted',
      async (engine) => {
        using folder = new TemporaryFolder();
        using traffic = await UdpTraffic.open();
        const [broker] = cluster().brokers as [string];
        const topic = `conditional-${engine}`;
        const capture = new CommandLine([
          ...['capture', '--brokers', broker, '--topic', topic, '--publish-when', `bytes >= ${bytes}`],
          ...['--interface', 'lo', '--filter', traffic.filter, '--capture-engine', engine],
          ...['--data-dir', folder.path],
        ]);
        await capture.until(({ lines }) => lines.length > 0);
        await secondBegins();
        for (let i = 0; i < packets; i++) {
          await traffic.send(1, payload);
          await sleep(120);
        }
        await secondBegins();
        await traffic.send(packets - 1, payload);
        await capture.until(({ lines }) => lines.some((line) => line.includes('1 record held back')), 20_000);
        const values = kcat(broker, ['-C', '-e', '-q', '-t', topic, '-f', '%s\n']).split('\n').slice(0, -1);
        const read = values.map((value) => JSON.parse(value) as { kind?: string });
        expect(read.filter(({ kind }) => kind !== 'mark')).toMatchObject([{ bytes, packets }]);
        // What is held back is not there, and the marks say by which condition.
        const selections = read.filter(({ kind }) => kind === 'mark');
        expect(selections[0]).toMatchObject({ selection: { publishWhen: `bytes >= ${bytes}` } });
        capture.kill('SIGTERM');
        expect(await capture.end()).toBe(0);
      },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { CommandLine, TemporaryFolder } from '../../support/process/command-line.ts';
import { describeKafka, kcat } from '../../support/kafka/kafka.ts';
import { hasCap, mayCapture } from '../../support/packets/pcap-live.ts';
import { UdpTraffic, udpHeaders } from '../../support/packets/udp-traffic.ts';

const payloads = Array.from({ length: 60 }, (_, i) => (i * 37) % 500);

describe.runIf(mayCapture)('live, in mode packet', () => {
  describeKafka('on a topic', {}, (cluster) => {
    it.each(['helper', ...(hasCap() ? ['cap'] : [])])(
      'publishes the length of each packet, captured by %s',
      async (engine) => {
        using folder = new TemporaryFolder();
        using traffic = await UdpTraffic.open();
        const [broker] = cluster().brokers as [string];
        const topic = `packets-${engine}`;
        const capture = new CommandLine([
          ...['capture', '--brokers', broker, '--topic', topic, '--publish-mode', 'packet'],
          ...['--interface', 'lo', '--filter', traffic.filter, '--capture-engine', engine],
          ...['--data-dir', folder.path],
        ]);
        await capture.until(({ lines }) => lines.length > 0);
        for (const payload of payloads) await traffic.send(1, payload);
        const read = (): string[] =>
          kcat(broker, ['-C', '-e', '-q', '-t', topic, '-f', '%k %s\n'])
            .split('\n')
            .slice(0, -1)
            .filter((line) => !line.includes('"kind":"mark"'));
        await expect.poll(() => read().length, { timeout: 20_000 }).toBe(payloads.length);
        capture.kill('SIGTERM');
        expect(await capture.end()).toBe(0);
        // One pair is in one partition: the order is that of the packets.
        expect(read()).toEqual(payloads.map((payload) => `127.0.0.1,127.0.0.1 ${payload + udpHeaders}`));
      },
    );
  });
});

import { writeFile } from 'node:fs/promises';
import { ethernet, etherTypes, ipv4, type PcapRecord, pcapngFile } from '../packets/pcap-writer.ts';

const hosts = ['10.20.4.17', '10.20.4.31', '10.20.7.12', '192.0.2.44', '10.20.0.9', '172.16.8.2'];

/** Writes a capture of two hours from `fromSeconds` on: a server's traffic, with half an hour that is too much. */
export async function writeOfficeCapture(path: string, fromSeconds: number): Promise<void> {
  const records = Array.from({ length: 7_200 }, (_, second): PcapRecord[] => {
    const isBusy = second > 3_600 && second < 4_900;
    return hosts.slice(0, 2 + (second % 5)).map((source, i) => {
      const share = (1 + Math.sin(second / 700 + i)) * (isBusy ? 24_000 : 9_000);
      const totalLength = 200 + Math.round(share);
      const data = ethernet(etherTypes.ipv4, ipv4({ source, destination: '10.20.0.5', totalLength }));
      return { seconds: fromSeconds + second, data, originalLength: 14 + totalLength };
    });
  });
  await writeFile(path, pcapngFile(records.flat()));
}

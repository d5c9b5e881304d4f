import { writeFileSync } from 'node:fs';
import {
  etherTypes,
  ethernet,
  ipv4,
  ipv6,
  pcapFile,
  type PcapRecord,
} from '../../test/support/packets/pcap-writer.ts';

/** Length of the recording in seconds, and when in it much more passes than else. */
const lengthS = 60;
const peakS = { from: 40, to: 50 };
const perSecond = 10;

/** Writes a minute of made-up traffic: an office with a busy server, an evening-out murmur, and a peak. */
export function writeRecording(file: string): void {
  const records: PcapRecord[] = [];
  for (let second = 0; second < lengthS; second += 1) {
    for (let packet = 0; packet < perSecond; packet += 1)
      records.push({ ...frameAt(second, packet), seconds: second, fraction: packet * 100_000 });
  }
  writeFileSync(file, pcapFile(records));
}

/** Headers alone: their lengths say how much there was. */
function frameAt(second: number, packet: number): Pick<PcapRecord, 'data' | 'originalLength'> {
  const isPeak = second >= peakS.from && second < peakS.to;
  const length = (isPeak ? 12_000 : 400) + 37 * ((second * perSecond + packet) % 29);
  const host = 10 + (packet % 7);
  const data =
    packet === 9
      ? ethernet(etherTypes.ipv6, ipv6({ source: host, payloadLength: length - 40, rest: 0 }))
      : ethernet(etherTypes.ipv4, ipv4({ ...ends(host, packet % 2 === 0), totalLength: length, rest: 0 }));
  return { data, originalLength: 14 + length };
}

const ends = (host: number, isAsking: boolean): { source: string; destination: string } => {
  const [office, server] = [`10.0.0.${host}`, '198.51.100.20'];
  return isAsking ? { source: office, destination: server } : { source: server, destination: office };
};

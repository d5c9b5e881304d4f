/** The contender `cap`: sums bytes by source and destination in JavaScript, from one interface until SIGTERM. */
import { createRequire } from 'node:module';

const { Cap, decoders } = createRequire(import.meta.url)('cap');
const [network] = process.argv.slice(2);
const buffer = Buffer.alloc(65_535);
const capture = new Cap();
/** @type {Map<string, number>} */
const sums = new Map();
let captured = 0;

const link = capture.open(network, '', 32 << 20, buffer);
if (link !== 'ETHERNET') throw new Error(`can't read link type ${link}`);
capture.on('packet', () => {
  captured++;
  const ethernet = decoders.Ethernet(buffer);
  if (ethernet.info.type !== decoders.PROTOCOL.ETHERNET.IPV4) return;
  const { info } = decoders.IPV4(buffer, ethernet.offset);
  const pair = `${info.srcaddr},${info.dstaddr}`;
  sums.set(pair, (sums.get(pair) ?? 0) + info.totallen);
});

process.on('SIGTERM', () => {
  process.stdout.write(`captured ${captured}\n`, () => process.exit());
});
process.stdout.write('ready\n');

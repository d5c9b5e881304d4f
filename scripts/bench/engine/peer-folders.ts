import { execFile, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { random } from '../../../test/support/process/random.ts';
import { cacheFolder } from '../../setup/paths.mjs';
import { type ActivePair, activePairs } from './active-pairs.ts';

const run = promisify(execFile);
const packages = join(cacheFolder, 'bench', 'peers');
const windowSeconds = 300;
const daySeconds = 86_400;
/** Windows that nfcapd is told; each takes as much as the others. */
const toldWindows = 3;

/** A program that keeps traffic, too, and what its files take after 90 days of it, in bytes. */
export interface PeerFolder {
  readonly name: string;
  readonly bytes: number;
}

/** What vnStat and nfcapd take for the traffic of this many pairs. Their packages are unpacked, and not installed. */
export async function peerFolders(pairs: number): Promise<PeerFolder[]> {
  await fetchPackages();
  return [
    { name: 'vnStat', bytes: await vnstatBytes() },
    { name: 'nfcapd', bytes: await nfcapdBytes(pairs) },
    { name: 'nfcapd -j', bytes: await nfcapdBytes(pairs, '-j') },
  ];
}

const programIn = (path: string): string => join(packages, path);

async function fetchPackages(): Promise<void> {
  if (existsSync(programIn('usr/bin/nfcapd')) && existsSync(programIn('usr/sbin/vnstatd'))) return;
  mkdirSync(packages, { recursive: true });
  await run('apt-get', ['download', 'vnstat', 'nfdump'], { cwd: packages });
  for (const name of readdirSync(packages).filter((one) => one.endsWith('.deb')))
    await run('dpkg', ['-x', name, '.'], { cwd: packages });
}

/** Rows that vnStat keeps of one interface, where its settings are as they are: by its table, how many, and of how long. */
const vnstatRows: readonly (readonly [table: string, count: number, seconds: number])[] = [
  ['fiveminute', 576, windowSeconds],
  ['hour', 96, 3_600],
  ['day', 62, daySeconds],
  ['month', 4, 30 * daySeconds],
  ['year', 1, 365 * daySeconds],
  ['top', 20, daySeconds],
];

async function vnstatBytes(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'streamchecker-bench-'));
  try {
    const settings = join(folder, 'vnstat.conf');
    writeFileSync(settings, `DatabaseDir "${folder}"\n`);
    const own = ['--config', settings];
    await run(programIn('usr/sbin/vnstatd'), [...own, '--initdb', '--nodaemon']);
    await run(programIn('usr/bin/vnstat'), [...own, '-i', 'lo', '--add']);
    const database = new Database(join(folder, 'vnstat.db'));
    for (const [table, count, seconds] of vnstatRows) {
      const insert = database.prepare(
        `INSERT INTO ${table} (interface, date, rx, tx) VALUES (1, datetime(?, 'unixepoch'), ?, ?)`,
      );
      for (let i = 0; i < count; i += 1) insert.run(1_700_000_000 - i * seconds, 1e9 + i, 1e9 - i);
    }
    database.close();
    return statSync(join(folder, 'vnstat.db')).size;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param options such as how it compresses */
async function nfcapdBytes(pairs: number, ...options: string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'streamchecker-bench-'));
  const port = 20_000 + (process.pid % 10_000);
  const args = ['-w', folder, '-p', String(port), '-b', '127.0.0.1', '-B', '8000000', '-t', '86400'];
  const nfcapd = spawn(programIn('usr/bin/nfcapd'), [...args, ...options], { stdio: 'ignore' });
  try {
    await sleep(1_000);
    await tell(port, pairs);
    await sleep(1_000);
    nfcapd.kill('SIGTERM');
    await once(nfcapd, 'exit');
    const [file] = readdirSync(folder).map((name) => join(folder, name));
    const { stdout } = await run(programIn('usr/bin/nfdump'), ['-I', '-r', file!]);
    const flows = Number(/^Flows: (\d+)$/m.exec(stdout)?.[1]);
    // On a machine that is busy some datagrams find no room.
    if (!(flows > 0.9 * pairs * toldWindows))
      throw new Error(`nfcapd took ${flows} of ${pairs * toldWindows} flows`);
    return (statSync(file!).size / flows) * pairs * ((90 * daySeconds) / windowSeconds);
  } finally {
    nfcapd.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Flows of a datagram of NetFlow 5: as many as it may have. */
const flowsOfDatagram = 30;
const [headBytes, flowBytes] = [24, 48];

/** Tells windows as flows of NetFlow 5, one for each pair of a window. */
async function tell(port: number, pairs: number): Promise<void> {
  const socket = createSocket('udp4');
  const below = random(pairs);
  let sequence = 0;
  const windows = activePairs(pairs);
  for (let window = 0; window < toldWindows; window += 1) {
    const all = windows.next().value;
    for (let at = 0; at < all.length; at += flowsOfDatagram) {
      const some = all.slice(at, at + flowsOfDatagram);
      await promisify<Buffer, number, string>(socket.send.bind(socket))(
        datagram(some, sequence, below),
        port,
        '127.0.0.1',
      );
      sequence += some.length;
      // Its socket has room for some of them.
      if (sequence % (20 * flowsOfDatagram) === 0) await sleep(10);
    }
  }
  socket.close();
}

/** Each flow from a port of its own to one of https, over a part of the window. */
function datagram(pairs: readonly ActivePair[], sequence: number, below: (limit: number) => number): Buffer {
  const buffer = Buffer.alloc(headBytes + pairs.length * flowBytes);
  buffer.writeUInt16BE(5, 0);
  buffer.writeUInt16BE(pairs.length, 2);
  const upMs = 10 * windowSeconds * 1_000;
  buffer.writeUInt32BE(upMs, 4);
  buffer.writeUInt32BE(1_700_000_000, 8);
  buffer.writeUInt32BE(sequence, 16);
  pairs.forEach(({ key, bytes, packets }, i) => {
    const at = headBytes + i * flowBytes;
    buffer.write(key, at, 'latin1');
    buffer.writeUInt32BE(packets, at + 16);
    buffer.writeUInt32BE(bytes, at + 20);
    const firstMs = upMs - 1 - below(windowSeconds * 1_000);
    buffer.writeUInt32BE(firstMs, at + 24);
    buffer.writeUInt32BE(firstMs + below(upMs - firstMs), at + 28);
    buffer.writeUInt16BE(32_768 + below(28_000), at + 32);
    buffer.writeUInt16BE(443, at + 34);
    buffer[at + 38] = 6;
  });
  return buffer;
}

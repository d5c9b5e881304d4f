import { capProgram } from '../../../src-main/engine/capture/cap-source.ts';
import { findHelper } from '../../../src-main/engine/capture/helper-path.ts';
import { HelperFrames } from './helper-frames.ts';

/** What a contender says that it saw; a count that it does not tell is left out. */
export interface Counts {
  readonly captured?: number;
  readonly dropped?: number;
}

/** Reads what a contender prints. */
export interface Reader {
  stdout(chunk: Buffer): void;
  stderr(chunk: Buffer): void;
  /** Whether a live capture has begun. */
  ready(): boolean;
  counts(): Counts;
}

export interface Contender {
  readonly name: string;
  readonly stopBy: 'SIGINT' | 'SIGTERM';
  /** Of the time for which frames are sent: slow ones have to catch up. */
  readonly sendingShare: number;
  /** Its time from a file is that of the whole command, its start included, and so compared with ours. */
  readonly isSlow: boolean;
  readonly fileCommand?: (file: string) => string[];
  readonly liveCommand: (network: string) => string[];
  readonly reader: () => Reader;
}

const numberIn = (text: string, pattern: RegExp): number | undefined => {
  const found = pattern.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
};

function helperReader(): Reader {
  const frames = new HelperFrames();
  let begun = false;
  return {
    stdout: (chunk) => {
      begun = true;
      frames.push(chunk);
    },
    stderr: () => {},
    ready: () => begun,
    counts: () => ({ captured: frames.counts.records, dropped: frames.counts.kernelDropped }),
  };
}

/** Leaves out what the program can't tell. */
const told = (captured: number | undefined, dropped: number | undefined): Counts => ({
  ...(captured !== undefined && { captured }),
  ...(dropped !== undefined && { dropped }),
});

function tcpdumpReader(): Reader {
  let text = '';
  return {
    stdout: () => {},
    stderr: (chunk) => (text += chunk.toString()),
    ready: () => text.includes('listening on'),
    counts: () =>
      told(numberIn(text, /(\d+) packets? captured/), numberIn(text, /(\d+) packets? dropped by kernel/)),
  };
}

/** Sums the frames of the table of conversations; a line may come in pieces. */
function tsharkReader(): Reader {
  let messages = '';
  let rest = '';
  let captured = 0;
  return {
    stdout: (chunk) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      const total = /<->\s+\S+\s+\d+ \d+ \S+\s+\d+ \d+ \S+\s+(\d+) /;
      for (const line of lines) captured += numberIn(line, total) ?? 0;
    },
    stderr: (chunk) => (messages += chunk.toString()),
    ready: () => messages.includes('Capturing on'),
    counts: () => ({ captured, dropped: numberIn(messages, /(\d+) packets? dropped/) ?? 0 }),
  };
}

/** `cap` has no drop counters. */
function capReader(): Reader {
  const reader = helperReader();
  return { ...reader, counts: () => told(reader.counts().captured, undefined) };
}

const conversations = ['-q', '-z', 'conv,ip'];

export const helper: Contender = {
  name: 'helper',
  stopBy: 'SIGTERM',
  sendingShare: 1,
  isSlow: false,
  fileCommand: (file) => [findHelper(), '--read', file],
  liveCommand: (network) => [findHelper(), '--promiscuous', '--interface', network],
  reader: helperReader,
};

/** The helper, with sums in the kernel. */
const ebpf: Contender = {
  name: 'ebpf',
  stopBy: 'SIGTERM',
  sendingShare: 1,
  isSlow: false,
  liveCommand: (network) => [...helper.liveCommand(network), '--kernel-sums'],
  reader: helperReader,
};

const tcpdump: Contender = {
  name: 'tcpdump -w /dev/null',
  stopBy: 'SIGINT',
  sendingShare: 1,
  isSlow: false,
  fileCommand: (file) => ['tcpdump', '-r', file, '-w', '/dev/null'],
  liveCommand: (network) => ['tcpdump', '-i', network, '-w', '/dev/null'],
  reader: tcpdumpReader,
};

const tshark: Contender = {
  name: 'tshark -q -z conv,ip',
  stopBy: 'SIGINT',
  sendingShare: 1 / 4,
  isSlow: true,
  fileCommand: (file) => ['tshark', '-r', file, ...conversations],
  liveCommand: (network) => ['tshark', '-i', network, ...conversations],
  reader: tsharkReader,
};

const cap: Contender = {
  name: 'cap',
  stopBy: 'SIGTERM',
  sendingShare: 1 / 2,
  isSlow: true,
  liveCommand: (network) => [...capProgram().command, '--interface', network],
  reader: capReader,
};

function hasCap(): boolean {
  try {
    capProgram();
    return true;
  } catch {
    return false;
  }
}

/** The contenders that are there, ours first, and a sentence on each that is not. */
export function contenders(
  has: (program: string) => boolean,
  capIsThere = hasCap(),
): { present: Contender[]; absent: string[] } {
  const missing = [tcpdump, tshark].filter(({ name }) => !has(name.split(' ')[0]!));
  const present = [helper, ebpf, tcpdump, tshark, ...(capIsThere ? [cap] : [])].filter(
    (contender) => !missing.includes(contender),
  );
  const absent = missing.map(({ name }) => `\`${name}\` was not measured: it is not installed.`);
  if (!capIsThere) absent.push('`cap` was not measured: the npm package is not built here.');
  return { present, absent };
}

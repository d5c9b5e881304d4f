import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A disk writes at least so much at once, or nothing of it. */
const sectorBytes = 512;

/** One thing that was done to a file, or to the folder. */
interface Step {
  readonly kind: 'opened' | 'written' | 'truncated' | 'synced' | 'unlinked';
  readonly path: string;
  /** Offset of what was written; length of what was truncated. */
  readonly at: number;
  readonly data: Buffer;
}

const kinds: Readonly<Record<string, Step['kind']>> = {
  ...{ o: 'opened', w: 'written', t: 'truncated', s: 'synced', u: 'unlinked' },
};

/** Builds what keeps the journal of a data folder, and gives the environment in which it does. */
export function journaling(folder: string, dataDir: string, journal: string): NodeJS.ProcessEnv {
  const library = join(folder, 'power-cut.so');
  const flags = ['-std=c11', '-Wall', '-Wextra', '-Werror', '-O1', '-shared', '-fPIC', '-o', library];
  execFileSync('cc', [...flags, join(import.meta.dirname, 'power-cut.c'), '-ldl', '-pthread']);
  return { LD_PRELOAD: library, POWER_CUT_FOLDER: dataDir, POWER_CUT_JOURNAL: journal };
}

/** A file that may be there after the failure. */
interface FileState {
  readonly durable: Content;
  /** What was done to it since it was synced last. */
  pending: Step[];
  /** Whether its name is sure to be in the folder. */
  isNamed: boolean;
  /** Whether its name was taken out of the folder, which was not synced since. */
  isUnlinked: boolean;
}

/** What a failure does to what was not synced. */
interface Failure {
  keeps(): boolean;
  /** Whether of a write that is kept some sectors alone are there. */
  tears(): boolean;
}

/**
 * All that a process did to its data folder, in order: what a disk may have of it when the power fails at some point. Of
 * what was written since a file was synced last, all may be there, nothing, or some of it, in parts.
 */
export class WriteJournal {
  readonly #steps: readonly Step[];
  readonly #dataDir: string;

  constructor(journal: string, dataDir: string) {
    this.#steps = [...stepsOf(readFileSync(journal))];
    this.#dataDir = dataDir;
  }

  get length(): number {
    return this.#steps.length;
  }

  /**
   * Makes a folder as the power failure after this many steps may have left it.
   *
   * @param below gives random whole numbers
   */
  restore(count: number, folder: string, below: (bound: number) => number): void {
    const files = new Map<string, FileState>();
    for (const step of this.#steps.slice(0, count)) this.#take(files, step);
    const failure = failureOf(below);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const [path, file] of files) {
      const isGone = file.isUnlinked && failure.keeps();
      const isThere = !isGone && (file.isNamed || failure.keeps());
      if (isThere) writeFileSync(join(folder, basename(path)), survivingOf(file, failure, below));
    }
  }

  #take(files: Map<string, FileState>, step: Step): void {
    const file = files.get(step.path);
    if (step.path === this.#dataDir) syncNames(files);
    else if (step.kind === 'opened') {
      if (!file || file.isUnlinked)
        files.set(step.path, { durable: new Content(), pending: [], isNamed: false, isUnlinked: false });
    } else if (!file) throw new Error(`${step.path} was ${step.kind} before it was opened`);
    else if (step.kind === 'unlinked') file.isUnlinked = true;
    else if (step.kind === 'synced') {
      for (const pending of file.pending) file.durable.take(pending);
      file.pending = [];
    } else file.pending.push(step);
  }
}

function syncNames(files: Map<string, FileState>): void {
  for (const [path, file] of files) {
    if (file.isUnlinked) files.delete(path);
    else file.isNamed = true;
  }
}

function failureOf(below: (bound: number) => number): Failure {
  const kind = below(4);
  if (kind === 0) return { keeps: () => true, tears: () => false };
  if (kind === 1) return { keeps: () => false, tears: () => false };
  return { keeps: () => below(2) === 0, tears: () => below(8) === 0 };
}

/** What the disk has of a file. */
function survivingOf(
  { durable, pending }: FileState,
  failure: Failure,
  below: (bound: number) => number,
): Buffer {
  const content = durable.copy();
  for (const step of pending) {
    if (!failure.keeps()) continue;
    const parts = step.kind === 'written' && failure.tears() ? sectorsOf(step, below) : [step];
    for (const part of parts) content.take(part);
  }
  return content.bytes;
}

/** Some sectors of what was written. */
function* sectorsOf(step: Step, below: (bound: number) => number): Generator<Step> {
  for (let from = 0; from < step.data.length; from += sectorBytes)
    if (below(2) === 0)
      yield { ...step, at: step.at + from, data: step.data.subarray(from, from + sectorBytes) };
}

/** Bytes of a file that grows. */
class Content {
  #buffer = Buffer.alloc(65_536);
  #length = 0;

  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  copy(): Content {
    const other = new Content();
    other.take({ kind: 'written', path: '', at: 0, data: this.bytes });
    return other;
  }

  take({ kind, at, data }: Step): void {
    if (kind === 'truncated') {
      this.#reserve(at);
      this.#buffer.fill(0, Math.min(at, this.#length), this.#buffer.length);
      this.#length = at;
      return;
    }
    this.#reserve(at + data.length);
    data.copy(this.#buffer, at);
    this.#length = Math.max(this.#length, at + data.length);
  }

  #reserve(length: number): void {
    if (length <= this.#buffer.length) return;
    const larger = Buffer.alloc(2 * length);
    this.#buffer.copy(larger);
    this.#buffer = larger;
  }
}

function* stepsOf(journal: Buffer): Generator<Step> {
  for (let place = 0; place < journal.length;) {
    const kind = kinds[String.fromCharCode(journal[place]!)]!;
    const number = (index: number): number => Number(journal.readBigUInt64LE(place + 1 + 8 * index));
    const [at, pathLength, length] = [number(0), number(1), number(2)];
    const pathAt = place + 25;
    const dataAt = pathAt + pathLength;
    place = dataAt + length;
    yield { kind, at, path: journal.toString('utf8', pathAt, dataAt), data: journal.subarray(dataAt, place) };
  }
}

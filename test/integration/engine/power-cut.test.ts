import { rmSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { CommandLine, runCli, TemporaryFolder } from '../../support/process/command-line.ts';
import { etherTypes, ethernet, ipv4, pcapFile, type PcapRecord } from '../../support/packets/pcap-writer.ts';
import { journaling, WriteJournal } from '../../support/process/power-cut.ts';
import { random } from '../../support/process/random.ts';

/** Power failures of which the folder is looked at; more on demand. */
const cuts = Number(process.env.STREAMCHECKER_CUTS ?? 100);
/** After one in this many of them, the replay goes on. */
const resumedOf = 20;
/** Moments at which the log is looked at, to know all that it ever held. */
const looks = 60;
const seed = Number(process.env.STREAMCHECKER_SEED ?? 23);
const windowMs = 2_000;

/** Many pairs over some windows. */
function largeCapture(): Buffer {
  const below = random(7);
  const records: PcapRecord[] = [];
  for (let i = 0; i < 300_000; i += 1) {
    const source = `10.${below(8)}.${below(256)}.${below(20)}`;
    const ip = ipv4({ source, destination: `10.9.0.${below(50)}`, totalLength: 20 + below(1400), rest: 0 });
    records.push({ seconds: 1_700_000_000 + Math.floor(i / 7_500), data: ethernet(etherTypes.ipv4, ip) });
  }
  return pcapFile(records);
}

interface Sums {
  readonly bytes: number;
  readonly packets: number;
}

/** A row of the log. */
interface Row extends Sums {
  readonly offset: number;
  readonly count: number;
}

const sum = 'coalesce(sum(bytes), 0) AS bytes, coalesce(sum(packets), 0) AS packets';

const databaseIn = (folder: string): string => `${folder}/streamchecker.db`;

/** All rows that were ever in the log: what is read is deleted soon, so it is looked for at many moments. */
function allRows(journal: WriteJournal, folder: TemporaryFolder): Row[] {
  const rows = new Map<number, Row>();
  for (let at = 0; at <= looks; at += 1) {
    const left = folder.file('look');
    journal.restore(Math.floor((journal.length * at) / looks), left, () => 0);
    const database = new Database(databaseIn(left));
    const hasLog = (database.pragma('user_version', { simple: true }) as number) > 0;
    const found = hasLog
      ? database.prepare('SELECT offset, count, bytes, packets FROM log_batches').all()
      : [];
    for (const row of found as Row[]) rows.set(row.offset, row);
    database.close();
    rmSync(left, { recursive: true });
  }
  const sorted = [...rows.values()].sort((a, b) => a.offset - b.offset);
  const ends = sorted.map(({ offset, count }) => offset + count);
  expect(sorted.map(({ offset }) => offset)).toEqual([0, ...ends.slice(0, -1)]);
  return sorted;
}

/** What is wrong with a folder: with the database, or with what was summed of the log up to where it was read. */
function faultsOf(folder: string, log: readonly Row[]): unknown[] {
  const database = new Database(databaseIn(folder));
  try {
    const [integrity] = database.pragma('integrity_check') as { integrity_check: string }[];
    if (integrity!.integrity_check !== 'ok') return [integrity];
    if ((database.pragma('user_version', { simple: true }) as number) === 0) return [];
    const number = (sql: string): number => database.prepare(sql).pluck().get() as number;
    const sums = (of: string): Sums => database.prepare(`SELECT ${sum} FROM ${of}`).get() as Sums;
    const position = number('SELECT coalesce(max(next_offset), 0) FROM offsets');
    const end = number('SELECT coalesce(max(next_offset), 0) FROM log_ends');
    const [windows, hours] = [sums('windows'), sums("periods WHERE period = '1h'")];
    const [panes, deltas] = [sums('pane_pairs'), sums('pane_deltas')];
    const pairs = { bytes: panes.bytes + deltas.bytes, packets: panes.packets + deltas.packets };
    const read = log.filter(({ offset }) => offset < position);
    const isRight = [windows, hours, pairs].every(
      ({ bytes, packets }) => bytes === total(read, 'bytes') && packets === total(read, 'packets'),
    );
    return isRight && position <= end ? [] : [{ position, end, windows, hours, pairs, of: read.length }];
  } finally {
    database.close();
  }
}

const total = (rows: readonly Row[], of: 'bytes' | 'packets'): number =>
  rows.reduce((sum, row) => sum + row[of], 0);

describe.runIf(process.platform === 'linux')('a power failure', () => {
  it(
    `at ${cuts} points of a replay leaves log and sums in step, and the replay goes on to the same totals`,
    async () => {
      using folder = new TemporaryFolder();
      const file = folder.file('large.pcap');
      writeFileSync(file, largeCapture());
      const limits = folder.file('limits.json');
      writeFileSync(limits, '[{"limit_name":"max","limit_value":10650000,"effective_date":"2020-01-01"}]');
      const args = ['replay', file, '--window', `${windowMs}ms`, '--limits', limits, '--format', 'json'];
      const dataDir = folder.file('data');
      const env = journaling(folder.path, dataDir, folder.file('journal'));
      const whole = new CommandLine([...args, '--data-dir', dataDir], { env });
      expect(await whole.end(), whole.errors).toBe(0);
      expect(whole.alerts().length).toBeGreaterThan(0);

      const journal = new WriteJournal(folder.file('journal'), dataDir);
      const log = allRows(journal, folder);
      const below = random(seed);
      for (let i = 0; i < cuts; i += 1) {
        const left = folder.file(`left-${i}`);
        const at = below(journal.length);
        journal.restore(at, left, below);
        expect({ at, faults: faultsOf(left, log) }).toEqual({ at, faults: [] });
        if (i % resumedOf === 0) {
          const run = await runCli(...args, '--data-dir', left);
          expect({ at, status: run.status, errors: run.errors }).toEqual({ at, status: 0, errors: '' });
          expect({ at, windows: run.windows() }).toEqual({ at, windows: whole.windows() });
          expect(run.summary()).toEqual(whole.summary());
        }
        rmSync(left, { recursive: true });
      }
    },
    60_000 + cuts * 1_000,
  );
});

import { type EpochMs, epochMs } from '../../common/units.ts';
import type { Mark } from '../flow-records/mark.ts';
import type { AgentRecord } from '../windows/agent-record.ts';
import type { Connection } from './database.ts';

interface Row {
  readonly agent: string;
  readonly epoch: number;
  readonly sequence: number;
  readonly joined_ms: number;
  readonly lived_ms: number;
  readonly seen_ms: number;
  readonly silent: number;
  /** JSON. */
  readonly reached: string;
  readonly parted: string;
  readonly covered: string;
  readonly selection: string;
  readonly ahead: string | null;
}

/** The agents of each series, as their marks tell of them. */
export class AgentRepository {
  readonly #list;
  readonly #save;
  readonly #forget;
  readonly #bury;
  readonly #forgotten;
  readonly #unbury;

  constructor(connection: Connection) {
    this.#list = connection.prepare(
      `SELECT * FROM agents WHERE series_id = @series
       AND agent NOT IN (SELECT agent FROM forgotten_agents WHERE series_id = @series) ORDER BY agent`,
    );
    this.#save = connection.prepare(
      `INSERT OR REPLACE INTO agents VALUES (@series, @agent, @epoch, @sequence, @joinedMs, @livedMs, @seenMs, @silent,
       @reached, @parted, @covered, @selection, @ahead)`,
    );
    this.#forget = connection.prepare('DELETE FROM agents WHERE series_id = ? AND agent = ?');
    this.#bury = connection.prepare('INSERT OR IGNORE INTO forgotten_agents VALUES (?, ?)');
    this.#forgotten = connection.prepare('SELECT agent FROM forgotten_agents WHERE series_id = ?').pluck();
    this.#unbury = connection.prepare('DELETE FROM forgotten_agents WHERE series_id = ? AND agent = ?');
  }

  /** The agents of a series by name, without those that were forgotten. */
  list(series: number): AgentRecord[] {
    return (this.#list.all({ series }) as Row[]).map(toRecord);
  }

  save(series: number, record: AgentRecord): void {
    const { agent, epoch, sequence, joinedMs, livedMs, seenMs, isSilent } = record;
    this.#save.run({
      ...{ series, agent, epoch, sequence, joinedMs, livedMs, seenMs },
      silent: Number(isSilent),
      reached: JSON.stringify([...record.reached]),
      parted: JSON.stringify(record.left),
      covered: JSON.stringify([...record.covered]),
      selection: JSON.stringify(record.selection),
      ahead: JSON.stringify({
        ...{ ahead: record.ahead, doubtMs: record.doubtMs, away: record.away },
        setBack: record.setBack,
        firstMs: record.firstMs,
        lost: [...record.lost],
        ...{ about: record.about ?? null, dropped: record.dropped ?? null },
      }),
    });
  }

  /** Forgets an agent until it is heard again; what sums the series learns of it by {@link forgotten}. */
  forget(series: number, agent: string): void {
    this.#forget.run(series, agent);
    this.#bury.run(series, agent);
  }

  /** Agents that were forgotten since the last {@link settle}. */
  forgotten(series: number): string[] {
    return this.#forgotten.all(series) as string[];
  }

  /** What sums the series has forgotten the agent, too. */
  settle(series: number, agent: string): void {
    this.#forget.run(series, agent);
    this.#unbury.run(series, agent);
  }
}

/** What older versions stored nothing of. */
const settled: Doubts = { ahead: null, setBack: null, doubtMs: null, lost: [], away: [] };

type Doubts = Pick<AgentRecord, 'ahead' | 'setBack' | 'doubtMs' | 'away' | 'about'> & {
  readonly dropped?: number | null;
  readonly firstMs?: EpochMs;
  readonly lost: readonly [number, EpochMs][];
};

function doubtsOf({
  ahead,
  joined_ms,
}: Row): Pick<
  AgentRecord,
  'ahead' | 'setBack' | 'doubtMs' | 'lost' | 'away' | 'firstMs' | 'about' | 'dropped'
> {
  const { dropped, ...doubts } = { ...settled, ...(JSON.parse(ahead ?? '{}') as Partial<Doubts>) };
  return {
    ...{ firstMs: epochMs(joined_ms), ...doubts, lost: new Map(doubts.lost) },
    ...(typeof dropped === 'number' && { dropped }),
  };
}

const toRecord = (row: Row): AgentRecord => ({
  agent: row.agent,
  epoch: row.epoch,
  sequence: row.sequence,
  joinedMs: epochMs(row.joined_ms),
  livedMs: epochMs(row.lived_ms),
  seenMs: epochMs(row.seen_ms),
  isSilent: row.silent === 1,
  reached: new Map(JSON.parse(row.reached) as [number, EpochMs][]),
  left: JSON.parse(row.parted) as number[],
  covered: new Map(JSON.parse(row.covered) as [string, EpochMs][]),
  selection: JSON.parse(row.selection) as Mark['selection'],
  ...doubtsOf(row),
});

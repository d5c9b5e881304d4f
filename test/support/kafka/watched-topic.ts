import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'vitest';
import type { KafkaSettings } from '../../../src-main/engine/log/kafka/kafka-settings.ts';
import {
  alternatingBytes,
  alternatingMax,
  alternatingMs,
  AlternatingTraffic,
} from '../packets/alternating-traffic.ts';
import { CommandLine } from '../process/command-line.ts';
import { kcat } from './kafka.ts';
import type { Owned } from '../process/owned.ts';
import { testSettings } from './stream-run.ts';

interface AlertEvent {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly window: { readonly start: string }; readonly began: { readonly start: string } };
}

/** Starts of the windows above the limit that one more window followed, as far as both were published whole. */
function breaches({ firstMs, endMs }: AlternatingTraffic): number[] {
  const starts: number[] = [];
  for (let ms = Math.ceil(firstMs / alternatingMs) * alternatingMs; ms + 2 * alternatingMs <= endMs;)
    starts.push((ms += alternatingMs) - alternatingMs);
  return starts.filter((ms) => alternatingBytes(ms) > alternatingMax);
}

const startsOf = (events: readonly AlertEvent[], kind: string): number[] =>
  events
    .filter(({ type }) => type === `streamchecker.alert.${kind}`)
    .map(({ data }) => Date.parse(data.window.start))
    .sort((a, b) => a - b);

let topics = 0;

/** Checkers of one group, each a process of its own, that watch alternating traffic on a topic. */
export class WatchedTopic {
  readonly topic: string;
  readonly settings: KafkaSettings;
  readonly traffic: AlternatingTraffic;
  readonly #broker: string;
  readonly #replication: number;
  readonly #owned: Owned;
  readonly #limits: string;

  /**
   * @param broker where it is; several after commas have three copies of each partition
   * @param name another topic of this name for each attempt: on that of one that failed, the agent is silent
   */
  constructor(owned: Owned, broker: string, name: string, partitions: number) {
    const brokers = broker.split(',');
    this.#replication = Math.min(3, brokers.length);
    const topic = `${name}-${++topics}`;
    this.topic = topic;
    this.#broker = broker;
    this.#owned = owned;
    this.settings = testSettings(brokers, {
      topic,
      group: `${topic}-checkers`,
      creation: { allowed: true, partitions, replication: this.#replication, retentionMs: null },
    });
    this.#limits = `${owned.folder()}/limits.json`;
    const rows = [{ limit_name: 'max', limit_value: alternatingMax, effective_date: '2020-01-01' }];
    writeFileSync(this.#limits, JSON.stringify(rows));
    this.traffic = owned.own(new AlternatingTraffic(owned.folder(), this.settings));
  }

  /** Starts a checker in a data folder. */
  check(dataDir: string, broker = this.#broker): CommandLine {
    return new CommandLine(
      [
        ...['check', '--brokers', broker, '--topic', this.topic, '--alerts-topic', `${this.topic}-alerts`],
        ...['--window', `${alternatingMs}ms`, '--lateness', '0', '--limits', this.#limits],
        ...['--format', 'json', '--pairs', '0', '--data-dir', dataDir],
      ],
      {
        env: {
          STREAMCHECKER_KAFKA_GROUP: `${this.topic}-checkers`,
          STREAMCHECKER_KAFKA_REPLICATION: String(this.#replication),
        },
      },
    );
  }

  /** What is on the alerts topic. */
  events(): AlertEvent[] {
    return kcat(this.#broker, [
      ...['-C', '-e', '-q', '-t', `${this.topic}-alerts`, '-X', 'isolation.level=read_committed'],
    ])
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as AlertEvent);
  }

  /** Waits until a checker has printed so many windows of the traffic, from its beginning on. */
  untilPrinted(check: CommandLine, windows: number): Promise<void> {
    const endMs = this.traffic.firstMs + windows * alternatingMs;
    return check.until((run) => run.windows().some(({ end }) => Date.parse(end) >= endMs), 60_000);
  }

  /**
   * Ends the traffic. Each breach has one event of its beginning and one of its end; beside it, at most, windows at both
   * ends of it all.
   */
  async expectEachOnce(): Promise<void> {
    await this.#owned.stop(this.traffic);
    const expected = breaches(this.traffic);
    await expect
      .poll(() => startsOf(this.events(), 'resolved').length, { timeout: 30_000, interval: 500 })
      .toBeGreaterThanOrEqual(expected.length);
    const events = this.events();
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    const isWhole = (ms: number): boolean => expected.includes(ms);
    expect(startsOf(events, 'firing').filter(isWhole)).toEqual(expected);
    expect(startsOf(events, 'resolved').filter(isWhole)).toEqual(expected);
    expect(startsOf(events, 'firing').length - expected.length).toBeLessThanOrEqual(2);
  }

  /** A checker that runs on a data folder has summed all that was published, to the byte, and could read all of it. */
  async expectSummed(dataDir: string): Promise<void> {
    const database = new Database(join(dataDir, 'streamchecker.db'), { readonly: true });
    const summed = (): unknown =>
      database
        .prepare(
          'SELECT sum(bytes) AS bytes, sum(packets) AS packets, (SELECT count(*) FROM dead_letters) AS dead FROM windows',
        )
        .get();
    try {
      await expect
        .poll(summed, { timeout: 30_000, interval: 500 })
        .toEqual({ ...this.traffic.totals, dead: 0 });
    } finally {
      database.close();
    }
  }

  /**
   * What a checker printed is right in every window that was published whole, and exact but for the first ones: before
   * its first mark was read, the agent was not known.
   */
  expectExact(check: CommandLine): number {
    const { firstMs, endMs } = this.traffic;
    const whole = check
      .windows()
      .filter(({ start }) => Date.parse(start) >= firstMs + 2 * alternatingMs)
      .filter(({ end }) => Date.parse(end) <= endMs);
    const knownMs = firstMs + 6 * alternatingMs;
    expect(whole.map(({ start, bytes, exact }) => [start, bytes, exact])).toEqual(
      whole.map(({ start, exact }) => {
        const startMs = Date.parse(start);
        return [start, alternatingBytes(startMs), startMs >= knownMs || exact];
      }),
    );
    return whole.length;
  }
}

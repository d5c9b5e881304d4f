import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AlertLine, Line } from '../../../test/support/process/command-line.ts';
import { ClusterTraffic, TestAgent, type TestFlow } from '../../../test/support/kafka/cluster-traffic.ts';
import type { KafkaCluster } from '../../kafka/kafka-cluster.ts';
import { root } from '../../setup/paths.mjs';
import type { Figures } from '../measurement.ts';
import { startJob } from './bench-job.ts';

const topic = 'timed';
const windowMs = 4_000;
const latenessMs = 1_000;
/** Longer than it takes to tell of a breach. */
const patienceMs = 15_000;
const date = '2020-01-01';

/** A checker that prints alerts, and when it did. */
class Checker {
  readonly #process: ChildProcess;
  readonly #alerts: { readonly alert: AlertLine; readonly atMs: number }[] = [];
  #errors = '';

  constructor(args: readonly string[]) {
    const program = [join(root, 'dist/main/cli.js'), 'check', ...args, '--format', 'json'];
    this.#process = spawn(process.execPath, program, { stdio: ['ignore', 'pipe', 'pipe'] });
    createInterface(this.#process.stdout!).on('line', (line) => {
      const told = JSON.parse(line) as Line;
      if (told.type === 'alert') this.#alerts.push({ alert: told, atMs: Date.now() });
    });
    this.#process.stderr!.on('data', (chunk: Buffer) => (this.#errors += chunk.toString()));
  }

  /** When it told first of a firing alert that is meant, in ms since the epoch. */
  async told(isMeant: (alert: AlertLine) => boolean): Promise<number> {
    for (const endMs = Date.now() + patienceMs; Date.now() < endMs; await sleep(10)) {
      const found = this.#alerts.find(({ alert }) => alert.state === 'firing' && isMeant(alert));
      if (found) return found.atMs;
    }
    throw new Error(`an alert was not told within ${patienceMs / 1_000} s: ${this.#errors}`);
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
  }
}

/** An agent that says twice a second that it is there, as the product's own does. */
class Presence implements Disposable {
  readonly agent: TestAgent;
  readonly #traffic: ClusterTraffic;
  readonly #timer: NodeJS.Timeout;

  constructor(traffic: ClusterTraffic) {
    this.#traffic = traffic;
    this.agent = new TestAgent(traffic, 'agent', Date.now());
    this.#timer = setInterval(() => {
      this.agent.mark(Date.now());
      void traffic.send();
    }, 500);
  }

  /** @returns when it was on the topic */
  async publish(flow: TestFlow): Promise<number> {
    this.agent.record(Math.floor(Date.now() / 1_000) * 1_000, [flow]);
    await this.#traffic.send();
    return Date.now();
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}

/** Each breach is of a limit of its own: it fires at once, in the middle of a window. */
async function breach(i: number, presence: Presence, checkers: readonly Checker[]): Promise<number[]> {
  const sentMs = await presence.publish([`10.0.${i}.1`, '10.9.0.1', 2_000, 2]);
  const times = checkers.map((checker) => checker.told((alert) => alert.limit.value === 1_000 + i));
  return (await Promise.all(times)).map((ms) => ms - sentMs);
}

/** A window with traffic, and one without. It is due when it has ended and what may be late was waited for. */
async function silence(presence: Presence, checkers: readonly Checker[]): Promise<number[]> {
  const next = Math.ceil((Date.now() + 100) / windowMs) * windowMs;
  await sleep(next + windowMs / 2 - Date.now());
  await presence.publish(['10.1.0.1', '10.9.0.1', 60, 1]);
  const start = new Date(next + windowMs).toISOString();
  const times = checkers.map((checker) =>
    checker.told(({ limit, window }) => limit.name === 'min' && window.start === start),
  );
  return (await Promise.all(times)).map((ms) => ms - (next + 2 * windowMs + latenessMs));
}

interface Delays {
  readonly max: number[];
  readonly min: number[];
}

/** So many breaches, and half as many windows without traffic: how late each of the checkers told of them, in ms. */
async function delaysOf(checkers: readonly Checker[], presence: Presence, count: number): Promise<Delays[]> {
  const found = checkers.map((): Delays => ({ max: [], min: [] }));
  const note = (of: keyof Delays, delays: readonly number[]): void =>
    delays.forEach((ms, i) => void found[i]![of].push(ms));
  // Until they are under way.
  for (let i = 0; i < 2; i += 1) await silence(presence, checkers);
  for (let i = 0; i < count; i += 1) {
    note('max', await breach(i, presence, checkers));
    await sleep(300 + Math.random() * 700);
  }
  for (let i = 0; i < count / 2; i += 1) note('min', await silence(presence, checkers));
  return found;
}

function checkersOf(cluster: KafkaCluster, folder: string, count: number): Checker[] {
  const file = join(folder, 'limits.json');
  const limits = Array.from({ length: count }, (_, i) => ({
    ...{ limit_name: 'max', limit_value: 1_000 + i, effective_date: date, source: `10.0.${i}.0/24` },
  }));
  writeFileSync(
    file,
    JSON.stringify([...limits, { limit_name: 'min', limit_value: 1, effective_date: date }]),
  );
  const windows = ['--window', `${windowMs / 1_000}s`, '--lateness', `${latenessMs / 1_000}s`];
  const common = ['--brokers', cluster.brokers.join(','), '--topic', topic, ...windows, '--limits', file];
  const check = (name: string, ...more: string[]): Checker =>
    new Checker([...common, '--data-dir', join(folder, name), '--alerts-topic', `${name}-alerts`, ...more]);
  return [check('timed-sums', '--sums', `${topic}-sums`), check('timed-records')];
}

/**
 * How long after a record a maximum fires, and how long after it is due a minimum on silence, in ms: by `check` on sums,
 * and by `check` on the records themselves.
 */
export async function timesToTell(cluster: KafkaCluster, folder: string, count: number): Promise<Figures[]> {
  const traffic = new ClusterTraffic(cluster.brokers, topic, 6);
  await traffic.open();
  const job = startJob(cluster, topic, join(folder, 'timed-job'), ['--window', `${windowMs}ms`]);
  await job.running();
  const checkers = checkersOf(cluster, folder, count);
  const presence = new Presence(traffic);
  try {
    const found = await delaysOf(checkers, presence, count);
    return found.map(({ max, min }) => ({ 'max-told': Math.max(...max), 'min-told': Math.max(...min) }));
  } finally {
    await Promise.all([...checkers.map((checker) => checker.stop()), job.stop('SIGKILL')]);
    presence[Symbol.dispose]();
    await traffic.close();
  }
}

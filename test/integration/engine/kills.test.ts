import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppEngine } from '../../support/desktop/app-engine.ts';
import { CommandLine, TemporaryFolder } from '../../support/process/command-line.ts';
import { Account, type AlertMessage } from '../../support/store/kept-account.ts';
import { killHard } from '../../support/process/kill-hard.ts';
import { KnownTraffic } from '../../support/packets/known-traffic.ts';
import { mayCapture } from '../../support/packets/pcap-live.ts';
import { random } from '../../support/process/random.ts';
import { TwoNetworks } from '../../support/packets/two-networks.ts';

/** How often something is killed; a thousand times on demand, as that takes most of an hour. */
const kills = Number(process.env.STREAMCHECKER_KILLS ?? 20);
const seed = Number(process.env.STREAMCHECKER_SEED ?? 17);

const limits = [
  { limit_name: 'max', limit_value: 500_000, effective_date: '2020-01-01' },
  { limit_name: 'max', limit_value: 2_500_000, effective_date: '2020-01-01', period: '4s' },
];

describe.runIf(mayCapture)('kill -9 under load', () => {
  let networks: TwoNetworks;
  beforeAll(() => {
    networks = new TwoNetworks('kills');
    networks.plugIn();
  });
  afterAll(() => networks.close());

  it(
    `of helper, engine and command line, ${kills} times at random points, leaves totals, periods and alerts exact`,
    async () => {
      using folder = new TemporaryFolder();
      const told = folder.file('told.jsonl');
      const limitsFile = folder.file('limits.json');
      writeFileSync(limitsFile, JSON.stringify(limits));
      const monitor = new KilledMonitor(networks, [
        ...['--interface', 'veth0', '--filter', KnownTraffic.filter, '--window', '1s', '--lateness', '1s'],
        ...['--promiscuous', '--limits', limitsFile, '--data-dir', folder.file('data'), '--time-zone', 'UTC'],
        ...['--alert-command', teller(folder, told)],
      ]);
      const traffic = await KnownTraffic.begin(networks);
      for (let i = 0; i < kills; i += 1) await monitor.kill();
      const sent = await traffic.end();
      // By then the last period that has traffic is over, too.
      await monitor.endWell(sent.at(-1)!.endMs + 4_000);
      const account = await Account.of(folder.file('data'));
      expect(account.damage).toEqual([]);
      expect(account.exactWindows).toBeGreaterThan(kills / 4);
      expect(account.faultyWindows(sent, (ms) => monitor.ran(ms))).toEqual([]);
      expect(account.faultyPeriods(sent)).toEqual([]);
      expect(account.faultyAlerts(limits)).toEqual([]);
      await expect.poll(() => account.faultyMessages(toldIn(told))).toEqual([]);
    },
    60_000 + kills * 8_000,
  );
});

/** A program that puts each message that it is given into a file, whole or not at all. */
function teller(folder: TemporaryFolder, file: string): string {
  const program = folder.file('tell');
  writeFileSync(program, `#!/bin/sh\nIFS= read -r line && printf '%s\\n' "$line" >> ${file}\n`, {
    mode: 0o700,
  });
  return program;
}

const toldIn = (file: string): AlertMessage[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as AlertMessage);

/** A monitor that runs now as the command line, now as the app's engine, always on one folder, and is killed. */
class KilledMonitor {
  readonly #below = random(seed);
  readonly #args: readonly string[];
  readonly #within: readonly string[];
  #run: CommandLine | AppEngine | undefined;
  /** When nothing ran: before the first run, and when each was killed. */
  readonly #breaksMs: number[] = [Date.now()];

  constructor(networks: TwoNetworks, args: readonly string[]) {
    this.#args = args;
    this.#within = ['ip', ...networks.within(networks.here)];
  }

  /**
   * Whether a run went on at an instant that had begun to capture before, and had time to say so after: while the helper is
   * restarted, a mark comes every two seconds, of the interval before.
   */
  ran(ms: number): boolean {
    return !this.#breaksMs.some((breakMs) => breakMs - 4_000 < ms && ms < breakMs + 5_000);
  }

  /** Kills one of the processes at some point, as often as not soon after it has begun. */
  async kill(): Promise<void> {
    const run = (this.#run ??= this.#begin());
    await after(this.#below(2) === 0 ? this.#below(1_500) : 2_000 + this.#below(3_000));
    const helper = this.#below(3) === 0 ? helperOf(run.process.pid!) : undefined;
    if (helper !== undefined) {
      killHard(helper);
      return;
    }
    killHard(run.process.pid!);
    await this.#ended(run);
  }

  /** Runs once more until a window that began after an instant is over, and ends as it should. */
  async endWell(afterMs: number): Promise<void> {
    if (this.#run) {
      killHard(this.#run.process.pid!);
      await this.#ended(this.#run);
    }
    const last = this.#commandLine();
    const isPast = (line: string): boolean => {
      const { type, start } = JSON.parse(line) as { type: string; start: string };
      return type === 'window' && Date.parse(start) >= afterMs;
    };
    await last.until(({ lines }) => lines.some(isPast), 30_000);
    last.kill('SIGINT');
    expect(await last.end(), last.errors).toBe(0);
  }

  #begin(): CommandLine | AppEngine {
    if (this.#below(2) === 0) return this.#commandLine();
    return new AppEngine(this.#args, this.#within);
  }

  #commandLine(): CommandLine {
    return new CommandLine(['monitor', ...this.#args, '--format', 'json'], { command: this.#within });
  }

  async #ended(run: CommandLine | AppEngine): Promise<void> {
    await run.end();
    this.#breaksMs.push(Date.now());
    this.#run = undefined;
    expect(run.errors).not.toMatch(/damaged|internal/i);
  }
}

/** The helper of a process, if there is one by now. */
function helperOf(pid: number): number | undefined {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    const nameOf = (child: string): string => readFileSync(`/proc/${child}/comm`, 'utf8');
    const helper = children.find((child) => child !== '' && nameOf(child).startsWith('streamchecker'));
    return helper === undefined ? undefined : Number(helper);
  } catch {
    return undefined; // One of them has ended meanwhile.
  }
}

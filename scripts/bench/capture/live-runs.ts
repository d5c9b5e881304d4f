import { execFile, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Figures, Units } from '../measurement.ts';
import { softirqThreadNs } from '../processes.ts';
import type { Contender, Reader } from './contenders.ts';
import { MeasuredRun } from './measured-run.ts';
import { program } from './programs.ts';

const exec = promisify(execFile);

export const liveUnits: Units = {
  cpu: 'ns/packet',
  kernel: 'ns/packet',
  whole: 'ns/packet',
  'peak-memory': 'MiB',
  rate: 'packets/s',
  captured: 'packets',
  dropped: 'packets',
  lost: 'packets',
};

const endings = ['SIGINT', 'SIGTERM'] as const;

const START_LIMIT_MS = 15_000;
/** A contender has caught up when it uses less than a twentieth of a core; it gets this long. */
const CATCH_UP_LIMIT_MS = 120_000;
const CATCH_UP_STEP_MS = 250;
/** Longer than any contender's kernel buffer waits before it hands over a block that isn't full. */
const LAST_BLOCK_MS = 1200;
/** By then, sums in the kernel have begun. */
const WARM_UP_MS = 1000;
/** What sending costs without a capture is measured just before each run, for this long. */
const BASELINE_MS = 500;

/** What frames pass on their way from the sender runs on its processor, and contenders on the others. */
const SENDERS_PROCESSOR = 0;
const onSendersProcessor = ['taskset', '-c', String(SENDERS_PROCESSOR)];
const onOtherProcessors =
  availableParallelism() > 1 ? ['taskset', '-c', `1-${availableParallelism() - 1}`] : [];

export interface Sent {
  readonly sent: number;
  readonly ns: number;
  /** Of these, what the sender's processor was busy with sending and with what the kernel does for the frames there. */
  readonly busyNs: number;
}

/** Two network namespaces and a pair of virtual Ethernet devices between them, silent but for the sender. */
export class Link {
  readonly device = 'bench1';
  readonly #from = `streamchecker-bench-${process.pid}-from`;
  readonly #to = `streamchecker-bench-${process.pid}-to`;

  async open(): Promise<void> {
    for (const signal of endings) process.once(signal, this.#abandon);
    for (const name of [this.#from, this.#to]) await exec('ip', ['netns', 'add', name]);
    const pair = ['type', 'veth', 'peer', 'name', this.device, 'netns', this.#to];
    await exec('ip', ['-n', this.#from, 'link', 'add', 'bench0', ...pair]);
    for (const [name, device] of [
      [this.#from, 'bench0'],
      [this.#to, this.device],
    ] as const) {
      const silent = `echo 1 >/proc/sys/net/ipv6/conf/${device}/disable_ipv6`;
      await exec('ip', ['netns', 'exec', name, 'sh', '-c', silent]);
      await exec('ip', ['-n', name, 'link', 'set', device, 'up']);
    }
  }

  /** The command, where the frames arrive. */
  receiving(command: readonly string[]): string[] {
    return ['ip', 'netns', 'exec', this.#to, ...command];
  }

  /** Sends frames as fast as it can, or so many a second. */
  async send(durationMs: number, pairs: number, packetsPerSecond = Infinity): Promise<Sent> {
    const sender = [
      ...onSendersProcessor,
      await program('send-frames'),
      'bench0',
      String(durationMs),
      String(pairs),
    ];
    if (packetsPerSecond !== Infinity) sender.push(String(packetsPerSecond));
    const threadNs = softirqThreadNs(SENDERS_PROCESSOR);
    const { stdout } = await exec('ip', ['netns', 'exec', this.#from, ...sender]);
    const { sent, ns, waitedNs } = JSON.parse(stdout) as { sent: number; ns: number; waitedNs: number };
    return { sent, ns, busyNs: ns - waitedNs + softirqThreadNs(SENDERS_PROCESSOR) - threadNs };
  }

  close(): void {
    for (const signal of endings) process.off(signal, this.#abandon);
    for (const name of [this.#from, this.#to]) spawnSync('ip', ['netns', 'delete', name]);
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** An interrupted benchmark leaves nothing behind either. */
  readonly #abandon = (): void => {
    this.close();
    process.exit(1);
  };
}

/** Resolves when a contender captures, or does not in the time that it gets. */
export async function begun(run: MeasuredRun, reader: Reader): Promise<void> {
  const until = Date.now() + START_LIMIT_MS;
  while (!reader.ready() && !run.ended && Date.now() < until) await sleep(20);
  await sleep(WARM_UP_MS);
}

/** Resolves when a contender has worked off what was sent. */
export async function caughtUp(run: MeasuredRun): Promise<void> {
  await sleep(LAST_BLOCK_MS);
  const until = Date.now() + CATCH_UP_LIMIT_MS;
  for (let before = NaN, now = run.cpuNs(); Date.now() < until; before = now, now = run.cpuNs()) {
    if (now - before < CATCH_UP_STEP_MS * 50_000) return;
    await sleep(CATCH_UP_STEP_MS);
  }
}

/** Captures with one contender while frames are sent at the full rate. Its start-up is not counted. */
export async function liveRun(
  link: Link,
  contender: Contender,
  durationMs: number,
  pairs: number,
): Promise<Figures> {
  const uncaptured = await link.send(BASELINE_MS, pairs);
  const reader = contender.reader();
  const command = [...onOtherProcessors, ...contender.liveCommand(link.device)];
  const run = await MeasuredRun.start(link.receiving(command), reader);
  try {
    await begun(run, reader);
    const startedCpuNs = run.cpuNs();
    const { sent, ns, busyNs } = await link.send(durationMs * contender.sendingShare, pairs);
    await caughtUp(run);
    run.stop(contender.stopBy);
    const { cpuNs, peakKib } = await run.cost();
    const { captured = 0, dropped } = reader.counts();
    const cpu = (cpuNs - startedCpuNs) / captured;
    const kernel = busyNs / sent - uncaptured.busyNs / uncaptured.sent;
    return {
      ...{ cpu, kernel, whole: cpu + kernel },
      'peak-memory': peakKib / 1024,
      rate: sent / (ns / 1e9),
      captured,
      ...(dropped !== undefined && { dropped }),
      lost: sent - captured - (dropped ?? 0),
    };
  } finally {
    run.stop('SIGTERM');
  }
}

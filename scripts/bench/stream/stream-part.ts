/** A part of the stream benchmark, in a process of its own: prints its figures as a line of JSON. */
import { createSocket } from 'node:dgram';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MonitorStatus } from '../../../src-main/common/model/status.ts';
import { startEngine } from '../../../src-main/engine/run/engine.ts';
import type { EngineSettings } from '../../../src-main/engine/run/settings.ts';
import { median } from '../measurement.ts';
import { engineSettings } from './engine-settings.ts';
import { publishAll } from './publish-all.ts';

const [name = '', broker = '', topic = '', folder = '', count = '0', pairs = '1'] = process.argv.slice(2);
const settings: EngineSettings = engineSettings(broker, topic, folder);
const dayMs = 86_400_000;
const peakMemory = (): number => process.resourceUsage().maxRSS / 1024;
/** CPU time of this process for each record, in µs: what a busy machine does not change. */
const cpuPer = (records: number): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / records;
};
const perSecond = (records: number, sinceMs: number): number =>
  (records * 1000) / (performance.now() - sinceMs);

async function produce(records: number): Promise<object> {
  const startMs = performance.now();
  await publishAll(settings, records, Number(pairs));
  return {
    produced: perSecond(records, startMs),
    'producer-cpu': cpuPer(records),
    'producer-memory': peakMemory(),
  };
}

async function consume(records: number): Promise<object> {
  const startMs = performance.now();
  const engine = await startEngine({ ...settings, captures: false });
  let firstTotalMs = NaN;
  for (let status: MonitorStatus; ; await sleep(20)) {
    status = await engine.api.getStatus();
    const read = status.stream.partitions.reduce((sum, { position }) => sum + position, 0);
    if (read > 0 && Number.isNaN(firstTotalMs)) firstTotalMs = performance.now() - startMs;
    if (read >= records) break;
  }
  // All of it is committed when the engine has stopped.
  await engine.stop();
  return {
    consumed: perSecond(records, startMs),
    'first-total': firstTotalMs,
    'consumer-cpu': cpuPer(records),
    'consumer-memory': peakMemory(),
  };
}

/** Sends packets over `lo` and waits for each to be in the total that the status tells, as a screen would draw it. */
async function time(seconds: number): Promise<object> {
  // One window for all of it: the status tells the packets of the open one alone.
  const engine = await startEngine({ ...settings, windowMs: dayMs, slideMs: dayMs, captures: true });
  const sentMs: number[] = [];
  const latencies: number[] = [];
  engine.api.onStatusChanged(({ window }) => {
    for (; latencies.length < Math.min(window?.packets ?? 0, sentMs.length);) {
      latencies.push(performance.now() - sentMs[latencies.length]!);
    }
  });
  const isReady = ({ capture, stream }: MonitorStatus): boolean =>
    capture.state === 'capturing' && stream.state === 'connected' && stream.partitions.length > 0;
  while (!isReady(await engine.api.getStatus())) await sleep(50);
  await sleep(3_000);
  const socket = createSocket('udp4');
  for (
    const endMs = performance.now() + seconds * 1000;
    performance.now() < endMs;
    await sleep(20 + Math.random() * 40)
  ) {
    socket.send('x', 9, '127.0.0.1');
    sentMs.push(performance.now());
  }
  await sleep(3_000);
  socket.close();
  await engine.stop();
  if (latencies.length < sentMs.length)
    throw new Error(`only ${latencies.length} of ${sentMs.length} packets were told`);
  const sorted = latencies.toSorted((a, b) => a - b);
  return { 'latency-p50': median(sorted), 'latency-p99': sorted[Math.floor(sorted.length * 0.99)]! };
}

const parts: Record<string, (count: number) => Promise<object>> = {
  producer: produce,
  consumer: consume,
  latency: time,
};
const figures = await parts[name]!(Number(count));
process.stdout.write(`${JSON.stringify(figures)}\n`);
process.exit();

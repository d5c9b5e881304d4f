import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { describeKafka } from '../../support/kafka/kafka.ts';
import { Owned } from '../../support/process/owned.ts';
import { random } from '../../support/process/random.ts';
import { sampleTotals } from '../../support/records/sample-stream.ts';
import { TestConsumer, testSettings, until } from '../../support/kafka/stream-run.ts';

/** Kills of each process; all fifty on demand, as they take minutes. */
const kills = Number(process.env.STREAMCHECKER_KILLS ?? 8);
const batches = 150 * kills;

describeKafka('kill -9', {}, (cluster) => {
  const owned = new Owned();

  it(
    `of producer and consumer, ${kills} times each at random points under load, changes no total`,
    async () => {
      const settings = testSettings(cluster().brokers, {
        topic: 'kills',
        creation: { allowed: true, partitions: 4, replication: 1, retentionMs: null },
      });
      const consumerFolder = owned.folder();
      const producer = killed('producer', owned.folder(), settings);
      const consumer = killed('consumer', consumerFolder, settings);
      const [produced] = await Promise.all([producer, consumer]);
      expect(produced).toBe(0);
      const last = owned.own(new TestConsumer(consumerFolder, settings));
      const totals = sampleTotals(batches);
      await until(() => last.totals.packets >= totals.packets, 60_000);
      await sleep(1_000);
      expect(last.totals).toEqual(totals);
      expect(last.deadLetters()).toEqual([]);
    },
    60_000 + kills * 20_000,
  );
});

/** Starts a process again and again and kills it; the producer's last run goes to its end. */
async function killed(
  role: 'producer' | 'consumer',
  folder: string,
  settings: unknown,
): Promise<number | null> {
  const pick = random(role.length);
  for (let i = 0; i < kills; i++) {
    const child = start(role, folder, settings);
    const ended = once(child, 'exit');
    await Promise.race([sleep(700 + pick(1_500)), ended]);
    child.kill('SIGKILL');
    await ended;
  }
  if (role === 'consumer') return null;
  const [status] = (await once(start(role, folder, settings), 'exit')) as [number | null];
  return status;
}

function start(role: string, folder: string, settings: unknown): ChildProcess {
  const script = join(import.meta.dirname, '../../support/kafka/stream-process.ts');
  const args = [script, role, folder, JSON.stringify(settings), String(batches)];
  return spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
}

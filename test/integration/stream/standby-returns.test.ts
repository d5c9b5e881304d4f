import { afterAll, beforeAll, expect, it } from 'vitest';
import { KafkaCluster } from '../../../scripts/kafka/kafka-cluster.ts';
import { alternatingMs } from '../../support/packets/alternating-traffic.ts';
import type { CommandLine } from '../../support/process/command-line.ts';
import { CutCable } from '../../support/kafka/cut-cable.ts';
import { describeKafka } from '../../support/kafka/kafka.ts';
import { Owned } from '../../support/process/owned.ts';
import { WatchedTopic } from '../../support/kafka/watched-topic.ts';

/** How often the active checker goes away and comes back. */
const absences = Number(process.env.STREAMCHECKER_KILLS ?? 1);

describeKafka('of the checkers of one group, the active one that', null, () => {
  const owned = new Owned();
  let cable: CutCable;
  let cluster: KafkaCluster;
  beforeAll(async () => {
    cable = await CutCable.open();
    cluster = await KafkaCluster.start({ detour: cable.port });
    cable.leadTo(cluster.ports[0]!.detour);
  });
  afterAll(async () => {
    await cluster.stop();
    await cable.stop();
  });

  interface Absence {
    readonly leave: (active: CommandLine) => void;
    readonly comeBack: (active: CommandLine) => void;
  }
  const stopped: Absence = {
    leave: (active) => active.kill('SIGSTOP'),
    comeBack: (active) => active.kill('SIGCONT'),
  };
  const cutOff: Absence = { leave: () => cable.cut(), comeBack: () => cable.mend() };
  const windowsOf = (check: CommandLine): number => check.windows().length;

  it.each([
    ['was cut off from the brokers', cutOff, 3],
    ['was stopped', stopped, 3],
    ['was stopped, of one partition', stopped, 1],
  ])(
    '%s sums what it missed, and its alerts are those of the one that took over',
    async (name, { leave, comeBack }, partitions) => {
      const topic = name.replaceAll(/\W+/g, '-');
      const group = new WatchedTopic(owned, cluster.brokers[0]!, topic, partitions);
      // Whoever goes away is the one that can be cut off: the other one ends when it is back.
      const away = group.check(owned.folder(), `127.0.0.1:${cable.port}`);
      await away.until((run) => run.alerts().length > 0, 60_000);
      const tookMs: number[] = [];
      for (let absence = 0; absence < absences; absence += 1) {
        const standby = group.check(owned.folder());
        await standby.until(({ errors }) => errors.includes('Standby: '), 60_000);
        leave(away);
        const leftMs = Date.now();
        await standby.until((run) => run.alerts().length > 0, 60_000);
        tookMs.push(Date.now() - leftMs);
        const [seen, told] = [windowsOf(standby), standby.alerts().length];
        await standby.until((run) => windowsOf(run) >= seen + 5 && run.alerts().length > told, 60_000);
        const notices = away.errors.length;
        comeBack(away);
        const missedMs = Date.now();
        await away.until(({ errors }) => errors.slice(notices).includes('Standby: '), 60_000);
        await away.until((run) => run.windows().some(({ end }) => Date.parse(end) > missedMs), 60_000);
        standby.kill(absence % 2 === 0 ? 'SIGKILL' : 'SIGTERM');
        await standby.end();
        group.expectExact(standby);
        const before = away.alerts().length;
        await away.until((run) => run.alerts().length > before + 2, 60_000);
      }
      await group.expectEachOnce();
      away.kill('SIGTERM');
      await away.end();
      expect(group.expectExact(away)).toBeGreaterThan((absences * 10_000) / alternatingMs);
      console.log(`took over after ${tookMs.map((ms) => (ms / 1_000).toFixed(1)).join(', ')} s`);
      // Ten seconds at most; the rest is for a machine that is busy with much else.
      expect(Math.max(...tookMs)).toBeLessThan(20_000);
    },
    100_000 + absences * 60_000,
  );
});

import { Alerting } from '../../../src-main/engine/api/alerting.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';
import { CheckedFolder, host, maximumOf, settingsIn } from './checked-folder.ts';
import type { Contender, Subject } from './contender.ts';
import { cpuMicros } from './cpu-time.ts';

const looks = 5;
const [firing, muted] = [1, 3];

/** What is done each second for alerts that are firing, beside mutes of other hosts. */
export const mutes = (mutesInForce: number, alerts: number): Subject => ({
  name: 'mutes',
  open: async () => [
    await open('no mutes', 0, alerts),
    await open(`${mutesInForce.toLocaleString('en')} mutes`, mutesInForce, alerts),
  ],
});

async function open(name: string, mutesInForce: number, alerts: number): Promise<Contender> {
  const limits = Array.from({ length: alerts }, (_, i) => maximumOf(host(firing, i), 1));
  const folder = new CheckedFolder(limits);
  await folder.append({ count: alerts, source: (i) => host(firing, i) });
  await folder.settle();
  for (let i = 0; i < mutesInForce; i += 1) {
    const scope = {
      limitName: null,
      source: host(muted, i),
      destination: null,
      direction: null,
      agent: null,
    };
    folder.folder.mutes.add(scope, null, systemClock.now());
  }
  const alerting = new Alerting({
    ...{ folder: folder.folder, series: folder.series, settings: settingsIn(folder.dataDir) },
    ...{ receivers: [], clock: systemClock },
  });
  alerting.look();
  return {
    name,
    run: async () => ({
      second: (await cpuMicros(() => second(alerting))) / looks,
    }),
    dispose: () => folder.dispose(),
  };
}

function second(alerting: Alerting): void {
  for (let i = 0; i < looks; i += 1) {
    alerting.look();
    if (alerting.firing.length === 0) throw new Error('nothing fires');
  }
}

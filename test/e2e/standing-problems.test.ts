import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { KafkaCluster } from '../../scripts/kafka/kafka-cluster.ts';
import { findHelper } from '../../src-main/engine/capture/helper-path.ts';
import { TemporaryFolder } from '../support/process/command-line.ts';
import { CutCable } from '../support/kafka/cut-cable.ts';
import { Desktop, type TrayItem } from '../support/desktop/desktop.ts';
import {
  type DesktopAppUnderTest,
  enginePids,
  eventually,
  launchApp,
} from '../support/desktop/desktop-app.ts';
import { shownTotal } from '../support/desktop/desktop-page.ts';
import { ownedByTests } from '../support/desktop/desktop-owned.ts';
import { pictureProblem, untilAllSay, untilNoneSays } from '../support/desktop/desktop-problems.ts';
import { LoopbackTraffic } from '../support/desktop/desktop-traffic.ts';
import { describeKafka } from '../support/kafka/kafka.ts';
import { mayMount, SmallDisk } from '../support/process/small-disk.ts';

const well = 'No limits set';

/** An app on a desktop of its own, for the tests of a group. */
function appForTests() {
  const own = ownedByTests();
  const group = {
    own,
    desktop: undefined as unknown as Desktop,
    running: undefined as unknown as DesktopAppUnderTest,
    item: undefined as unknown as TrayItem,
    async start(options: readonly string[], given: { dataDir?: string; env?: Record<string, string> } = {}) {
      const { env = {}, ...others } = given;
      group.desktop = own(await Desktop.start(), (session) => session.stop());
      Object.assign(group.desktop.env, env);
      const app = await launchApp(group.desktop, ['--interface', 'lo', ...options], others);
      group.running = own(app, (one) => one.close());
      group.item = await eventually('the tray icon', () => group.desktop.trayItems.at(-1));
    },
    allSay: (problem: { id: string; title: string; tray?: string }) =>
      untilAllSay(group.running, group.desktop, group.item, problem),
    noneSays: () => untilNoneSays(group.running, group.desktop, group.item, well, 60_000),
    isCapturing: () =>
      group.running.page.locator('[data-testid=capture-state][data-state=capturing]').waitFor(),
  };
  return group;
}

describe('an engine that was stopped', () => {
  const app = appForTests();
  beforeAll(() => app.start([]));

  it('is said everywhere to not answer, until it answers', async () => {
    await app.isCapturing();
    const [engine] = await enginePids(app.running.app);
    process.kill(engine!, 'SIGSTOP');
    try {
      const title = 'Engine not answering';
      await app.allSay({ id: 'engine/silent', title, tray: 'Not answering' });
      await pictureProblem(app.running, 'engine-silent');
    } finally {
      process.kill(engine!, 'SIGCONT');
    }
    await app.noneSays();
  });
});

describe.runIf(mayMount)('a disk that is full', () => {
  const app = appForTests();
  let disk: SmallDisk;
  let traffic: LoopbackTraffic;

  beforeAll(async () => {
    disk = app.own(new SmallDisk(64), (one) => one[Symbol.dispose]());
    traffic = app.own(await LoopbackTraffic.open(), (sockets) => sockets.close());
    const filter = ['--filter', `udp port ${traffic.port}`];
    await app.start([...filter, '--window', '1h'], { dataDir: join(disk.path, 'data') });
  });

  it('is said everywhere, the total is at least what it shows, and all is counted afterwards', async () => {
    await app.isCapturing();
    const { page } = app.running;
    await traffic.send(500, 5);
    await eventually('a total', async () => (await shownTotal(page)) === 500);
    disk.fill();
    const total = page.getByTestId('window-total').first();
    const sending = setInterval(() => void traffic.send(1_000, 10), 200);
    try {
      await app.allSay({ id: 'store/store/not-writable', title: 'Data folder not writable' });
      await page.getByTestId('at-least').waitFor();
      await expect
        .poll(() => page.getByTestId('exactness').innerText())
        .toMatch(/traffic is not counted at the moment, [\d,]+ packets wait to be stored/);
      await pictureProblem(app.running, 'disk-full');
      disk.free();
      await app.noneSays();
    } finally {
      clearInterval(sending);
    }
    await eventually(
      'all that was sent',
      async () => Number(await total.getAttribute('data-bytes')) === traffic.sentBytes,
      20_000,
    );
    expect(await page.getByTestId('at-least').count()).toBe(0);
  });
});

describe('a capture that is not permitted', () => {
  const app = appForTests();
  let folder: TemporaryFolder;
  const helper = (): string => folder.file('helper');
  const writeHelper = (prefix: string): void => {
    writeFileSync(helper(), `#!/bin/sh\nexec ${prefix} '${findHelper({})}' "$@"\n`);
    chmodSync(helper(), 0o755);
  };

  beforeAll(async () => {
    folder = app.own(new TemporaryFolder(), (one) => one[Symbol.dispose]());
    writeHelper('setpriv --bounding-set=-net_raw,-net_admin --inh-caps=-net_raw,-net_admin');
    await app.start([], { env: { STREAMCHECKER_HELPER: helper() } });
  });

  it('is said everywhere, until it is permitted', async () => {
    await app.allSay({ id: 'capture/capture/not-permitted', title: 'Not permitted to capture' });
    await pictureProblem(app.running, 'not-permitted');
    writeHelper('');
    await app.noneSays();
  });
});

describeKafka('brokers that are unplugged', null, () => {
  const app = appForTests();
  let cable: CutCable;

  beforeAll(async () => {
    cable = app.own(await CutCable.open(), (one) => one.stop());
    const properties = { 'advertised.listeners': `PLAINTEXT://127.0.0.1:${cable.port}` };
    const cluster = app.own(await KafkaCluster.start({ properties }), (one) => one.stop());
    cable.leadTo(cluster.ports[0]!.plain);
    await app.start(['--brokers', `127.0.0.1:${cable.port}`]);
  }, 120_000);

  it('are said everywhere to be away, and what waits for them', async () => {
    const { page } = app.running;
    await app.noneSays();
    await eventually('a total', async () => ((await shownTotal(page)) ?? 0) > 0, 30_000);
    cable.cut();
    await untilAllSay(
      ...([app.running, app.desktop, app.item] as const),
      { id: 'stream/stream/unreachable', title: 'Brokers not reachable' },
      60_000,
    );
    await page.getByTestId('at-least').waitFor();
    await expect.poll(() => page.getByTestId('exactness').innerText()).toContain('for the brokers');
    await pictureProblem(app.running, 'brokers-away');
    cable.mend();
    await app.noneSays();
  });
});

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../src-main/common/model/alerts.ts';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { say, wholeOf } from '../../../src-main/common/phrases/say.ts';
import { sentence } from '../../../src-main/common/sentence.ts';
import type { StandingProblem } from '../../../src-main/common/model/problems.ts';
import type { Quota } from '../../../src-main/common/model/quotas.ts';
import type { MonitorStatus } from '../../../src-main/common/model/status.ts';
import { type TrayFace, trayFace, trayIcons } from '../../../src-main/shell/tray-face.ts';
import { wordsOf } from '../../../src-main/shell/words.ts';
import { sampleProblem } from '../renderer/samples.ts';
import { type TrayActions, trayMenu } from '../../../src-main/shell/tray-menu.ts';

const words = wordsOf({ 'appearance.language': 'en', 'appearance.units': 'iec' }, 'fr');
const running = { state: 'running', problem: null } as const;
const within = {
  capture: { state: 'capturing', problem: null },
  window: { bytes: 1_572_864 },
  limits: { limitCount: 2 },
  ...{ firing: [], firingCount: 0 },
  projection: [],
  problems: [],
} as unknown as MonitorStatus;
const firing = (name: 'min' | 'max', value: number) => ({
  subject: { kind: 'limit', limit: { name, value } },
});

describe('tray', () => {
  it('shows the total of the window within its limits', () => {
    expect(trayFace(running, within, words)).toEqual({
      icon: 'within',
      total: '1.50 MiB in this window',
      line: 'Within limits',
      quota: null,
      isPaused: false,
    });
  });

  it.each([
    [{}, 'en', 'Month from the 15th: 1.00 GiB of 3.00 GiB left'],
    [
      { projection: { bytes: 9e9, reachesMs: new Date(2026, 5, 9, 14, 5).getTime() } },
      'en',
      'Month from the 15th: 1.00 GiB of 3.00 GiB left, used up by 9 Jun, 14:05',
    ],
    [{ used: 3.5 * 2 ** 30, period: '6h' }, 'en', 'Every 6h: 3.00 GiB used up'],
    [
      { period: 'day', limit: { value: 3 * 2 ** 30, source: '10.0.0.1', destination: null } },
      'de',
      'Tag, 10.0.0.1 → *: 1,00 GiB von 3,00 GiB übrig',
    ],
  ] as const)('says what is left of the quota nearest to full: %j', (parts, language, line) => {
    const limit = { value: 3 * 2 ** 30, source: null, destination: null };
    const quota = { limit, used: 2 * 2 ** 30, period: 'month@15', projection: null, ...parts };
    const spoken = wordsOf({ 'appearance.language': language, 'appearance.units': 'iec' }, 'fr');
    expect(trayFace(running, within, spoken, quota as unknown as Quota).quota).toBe(line);
  });

  it('speaks the language that the person chose, with numbers as they want them', () => {
    const german = wordsOf({ 'appearance.language': 'de', 'appearance.units': 'si' }, 'en-GB');
    expect(trayFace(running, within, german)).toMatchObject({
      total: '1,57 MB in diesem Fenster',
      line: 'In den Grenzen',
    });
    const ofSystem = wordsOf({ 'appearance.language': 'system', 'appearance.units': 'iec' }, 'de-AT');
    expect(
      trayMenu(trayFace(running, within, ofSystem), [], {} as TrayActions, ofSystem).at(-1),
    ).toMatchObject({
      label: 'Beenden',
    });
  });

  it('says that there are no limits', () => {
    const status = { ...within, limits: { limitCount: 0 } } as MonitorStatus;
    expect(trayFace(running, status, words).line).toBe('No limits set');
  });

  it.each([
    [[firing('max', 1024)], 'Above the maximum of 1.00 KiB'],
    [[firing('min', 10)], 'Below the minimum of 10 B'],
    [[firing('max', 1), firing('min', 1)], '2 alerts firing'],
    [[{ subject: { kind: 'agent', agent: 'office' } }], 'No report from agent office'],
  ])('shows a breach', (alerts, line) => {
    const status = { ...within, firing: alerts, firingCount: alerts.length } as unknown as MonitorStatus;
    expect(trayFace(running, status, words)).toMatchObject({ icon: 'breach', line });
  });

  it('says why nothing is captured', () => {
    const problem = { code: 'capture/not-permitted', message: 'May not capture on eth0', retriable: false };
    const problems = [sampleProblem({ part: 'capture', ...problem } as Partial<StandingProblem>)];
    const status = { ...within, capture: { state: 'failed', problem }, problems } as unknown as MonitorStatus;
    expect(trayFace(running, status, words)).toMatchObject({
      icon: 'idle',
      line: 'Not permitted to capture',
    });
  });

  it('is not green while traffic is not counted, and says that the total is at least that', () => {
    const status = { ...within, problems: [sampleProblem()] };
    expect(trayFace(running, status, words)).toMatchObject({
      icon: 'idle',
      total: 'At least 1.50 MiB in this window',
      line: 'Brokers not reachable',
    });
    const german = wordsOf({ 'appearance.language': 'de', 'appearance.units': 'iec' }, 'en-GB');
    expect(trayFace(running, status, german)).toMatchObject({
      total: 'Mindestens 1,50 MiB in diesem Fenster',
      line: 'Kafka nicht erreichbar',
    });
  });

  it('tells a breach first, with what else is wrong', () => {
    const firingStatus = {
      ...within,
      firing: [firing('max', 1024)],
      firingCount: 1,
      problems: [sampleProblem()],
    };
    expect(trayFace(running, firingStatus as unknown as MonitorStatus, words)).toMatchObject({
      icon: 'breach',
      line: 'Above the maximum of 1.00 KiB; Brokers not reachable',
    });
  });

  it('says in German why the engine does not run', () => {
    const error = new MonitorError('store/in-use', say('store.inUse', { folder: '/data', pid: 7 }), {
      remedy: say('store.remedy.inUse'),
    });
    const engine = { state: 'failed', problem: sentence(error), said: wholeOf(error.toData()) } as const;
    const german = wordsOf({ 'appearance.language': 'de', 'appearance.units': 'iec' }, 'en');
    expect(trayFace(engine, within, german).line).toBe(
      'Der Datenordner /data wird von Prozess 7 benutzt. Beenden Sie ihn, oder wählen Sie mit --data-dir einen anderen Ordner.',
    );
    expect(trayFace(engine, within, words).line).toBe(
      'The data folder /data is in use by process 7. Stop that instance, or choose another folder with --data-dir.',
    );
  });

  it('does not change for a warning', () => {
    const status = { ...within, problems: [sampleProblem({ severity: 'warning' })] };
    expect(trayFace(running, status, words)).toEqual(trayFace(running, within, words));
  });

  it.each([
    [{ state: 'silent', problem: null }, 'Not answering'],
    [{ state: 'starting', problem: null }, 'Starting'],
    [{ state: 'restarting', problem: 'It died.' }, 'Restarting'],
    [{ state: 'failed', problem: 'In use.' }, 'In use.'],
  ] as const)('shows the engine when it does not run', (engine, line) => {
    const none = { icon: 'idle', total: 'No total yet', quota: null, isPaused: null };
    expect(trayFace(engine, within, words)).toEqual({ ...none, line });
  });

  it.each([
    ['warning', 'max', 'Near the maximum of 1.00 KiB'],
    ['pending', 'min', 'Has left the minimum of 1.00 KiB, 2 windows in a row'],
  ])('shows a total that comes near a limit: %s', (standing, name, line) => {
    const projection = [
      { standing: 'within' },
      { standing, limit: { name, value: 1024 }, pendingWindows: 2 },
    ];
    const status = { ...within, projection } as unknown as MonitorStatus;
    expect(trayFace(running, status, words)).toMatchObject({ icon: 'near', line });
  });

  it('says that the capture is paused', () => {
    const status = { ...within, capture: { state: 'paused', problem: null } } as unknown as MonitorStatus;
    const line = 'Paused: nothing is captured';
    expect(trayFace(running, status, words)).toMatchObject({ icon: 'paused', line, isPaused: true });
  });
});

it.each(trayIcons)('%s has an icon, for screens of either density', (icon) => {
  for (const name of [`tray-${icon}.png`, `tray-${icon}@2x.png`])
    expect(existsSync(join('resources/icons', name)), name).toBe(true);
});

describe('the menu of the tray', () => {
  const alert = (state: 'firing' | 'resolved', id: string) =>
    ({
      ...{ state, subject: { kind: 'limit', limit: { name: 'max', value: 1024 } }, id },
      atMs: new Date(2026, 2, 10, 14, 5).getTime(),
    }) as unknown as Alert;
  const face: TrayFace = {
    icon: 'within',
    total: '1 B in this window',
    line: 'Within limits',
    quota: null,
    isPaused: false,
  };
  const open = (menuFace: TrayFace, alerts: readonly Alert[] = []) => {
    const chosen: unknown[] = [];
    const note = (name: string) => (value?: unknown) => void chosen.push([name, value].filter((one) => one));
    const [pause, resume, showAlert, quit] = ['pause', 'resume', 'alert', 'quit'].map(note);
    const actions = { open: note('open'), pause, resume, showAlert, quit } as unknown as TrayActions;
    const items = trayMenu(menuFace, alerts, actions, words);
    const choose = (label: string): void => {
      const item = items.find((one) => one.label === label && one.enabled !== false);
      (item?.click as (() => void) | undefined)?.();
    };
    return { items, choose, chosen };
  };

  it('has total, state, and what can be done', () => {
    const { items, choose, chosen } = open(face);
    expect(items.map(({ label, type }) => label ?? type)).toEqual([
      ...['1 B in this window', 'Within limits', 'separator'],
      ...['Open StreamChecker', 'Pause Capture', 'separator', 'Quit'],
    ]);
    for (const label of ['Within limits', 'Open StreamChecker', 'Pause Capture', 'Quit']) choose(label);
    expect(chosen).toEqual([['open'], ['pause'], ['quit']]);
  });

  it('has the quota nearest to full, where there is one', () => {
    const { items } = open({ ...face, quota: 'Month: 1 B of 2 B left' });
    expect(items[2]).toEqual({ label: 'Month: 1 B of 2 B left', enabled: false });
  });

  it('resumes a capture that is paused, and pauses none that is not there', () => {
    const paused = open({ ...face, isPaused: true });
    paused.choose('Resume Capture');
    expect(paused.chosen).toEqual([['resume']]);
    const none = open({ ...face, isPaused: null });
    none.choose('Pause Capture');
    expect(none.chosen).toEqual([]);
  });

  it('names the newest alerts, and shows the one that is chosen', () => {
    const { items, choose, chosen } = open(face, [alert('firing', 'a'), alert('resolved', 'b')]);
    const labels = items.slice(3, 6).map(({ label }) => label);
    expect(labels).toEqual([
      'Recent Alerts',
      '10 Mar, 14:05: above the maximum of 1.00 KiB',
      '10 Mar, 14:05: no longer above the maximum of 1.00 KiB',
    ]);
    choose(labels[1]!);
    expect(chosen).toEqual([['alert', 'a']]);
  });

  it('says of a breach by next to nothing that it is silent', () => {
    const minimum = (state: 'firing' | 'resolved', observed: number) =>
      ({
        ...alert(state, 'a'),
        ...{ observed, subject: { kind: 'limit', limit: { name: 'min', value: 1_048_576 } } },
      }) as unknown as Alert;
    const { items } = open(face, [minimum('firing', 272), minimum('firing', 0), minimum('resolved', 272)]);
    expect(items.slice(4, 7).map(({ label }) => label)).toEqual([
      '10 Mar, 14:05: silent but for 272 B',
      '10 Mar, 14:05: no traffic',
      '10 Mar, 14:05: no longer below the minimum of 1.00 MiB',
    ]);
  });

  it('names an agent that does not report, and when it is missing no longer', () => {
    const silent = (state: 'firing' | 'resolved') =>
      ({ ...alert(state, 'a'), subject: { kind: 'agent', agent: 'office' } }) as unknown as Alert;
    const { items } = open(face, [silent('firing'), silent('resolved')]);
    expect(items.slice(4, 6).map(({ label }) => label)).toEqual([
      '10 Mar, 14:05: no report from agent office',
      '10 Mar, 14:05: agent office no longer missing',
    ]);
  });
});

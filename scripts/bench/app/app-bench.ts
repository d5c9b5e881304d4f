import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Desktop } from '../../../test/support/desktop/desktop.ts';
import { root } from '../../setup/paths.mjs';
import type { BenchOptions, BenchReport } from '../bench.ts';
import { type Figures, type Measurement, summarise, type Units } from '../measurement.ts';
import { AppRun } from './app-run.ts';
import { appTargets } from './app-targets.ts';
import { gzippedBytes } from './bundle-size.ts';
import { writeEmptyApp } from './empty-app.ts';
import { firstTotal, longTasks, panRate, showView, timeToDraw } from './in-page.ts';
import { sendOnLoopback } from './traffic.ts';
import { filter, keepsYear, writeDay, writeYear, yearOfWindows } from './year-of-history.ts';

const daysOfYear = 365;
const drawings = 5;
const panMs = 3_000;
/** After the start: caches fill, and what is read once is read. */
const settleMs = 5_000;
const idlePacketsPerSecond = 1_000;
const busyPairsPerSecond = 50_000;
const manyPairs = 1_000_000;

const appUnits: Units = {
  'first-total': 'ms',
  'history-drawn': 'ms',
  'history-panned': 'frames/s',
  'idle-cpu': '% of a core',
  'idle-wake-ups': 'a second',
  'unfocused-cpu': '% of a core',
  'silent-cpu': '% of a core',
  'hidden-cpu': '% of a core',
  memory: 'MiB',
  'hidden-memory': 'MiB',
  'come-back': 'ms',
  'long-tasks': 'tasks',
  'longest-task': 'ms',
};

/** How long the app is watched at rest and under load, in ms. */
interface Times {
  readonly idleMs: number;
  readonly busyMs: number;
}

/** What all processes together take while packets pass, or none: CPU in percent of one core, and wake-ups a second. */
async function restWhile(
  app: AppRun,
  durationMs: number,
  packetsPerSecond = idlePacketsPerSecond,
): Promise<{ cpu: number; wakeUps: number }> {
  const sending = packetsPerSecond > 0 ? sendOnLoopback(durationMs + 3_000, 1_000, packetsPerSecond) : null;
  await sleep(2_000);
  const [cpuNs, wakeUps, atMs] = [app.cpuNs(), app.wakeUps(), performance.now()];
  await sleep(durationMs);
  const elapsedMs = performance.now() - atMs;
  const rest = {
    cpu: (app.cpuNs() - cpuNs) / 10_000 / elapsedMs,
    wakeUps: ((app.wakeUps() - wakeUps) * 1_000) / elapsedMs,
  };
  await sending;
  return rest;
}

/** The app at rest in front of a person, beside them, and closed to the tray. */
async function restFigures(desktop: Desktop, app: AppRun, durationMs: number): Promise<Figures> {
  const call = (name: 'revealWindow' | 'hideWindow'): Promise<unknown> =>
    app.look((page) => page.evaluate((name) => window.streamchecker.call(name), name));
  await call('revealWindow');
  // First of all: after traffic the line of the last minute goes on moving.
  const silent = await restWhile(app, durationMs, 0);
  const focused = await restWhile(app, durationMs);
  await desktop.unfocus();
  const unfocused = await restWhile(app, durationMs);
  await call('hideWindow');
  const hidden = await restWhile(app, durationMs);
  while (!app.hasNoPage) await sleep(1_000);
  await sleep(settleMs);
  const hiddenMemory = app.memoryKib() / 1024;
  const comeBack = await app.comeBack(firstTotal);
  return {
    ...{ 'idle-cpu': focused.cpu, 'idle-wake-ups': focused.wakeUps, 'unfocused-cpu': unfocused.cpu },
    ...{ 'silent-cpu': silent.cpu, 'hidden-cpu': hidden.cpu },
    ...{ 'hidden-memory': hiddenMemory, 'come-back': comeBack },
  };
}

async function historyFigures(app: AppRun): Promise<Figures> {
  return app.look(async (page) => {
    await showView(page, 'history');
    const times: number[] = [];
    for (let i = 0; i < drawings; i++) {
      await timeToDraw(page, '6 h', { least: 1, most: daysOfYear - 1 });
      times.push(await timeToDraw(page, '1 year', { least: daysOfYear, most: Infinity }));
    }
    const panned = await panRate(page, panMs);
    await showView(page, 'overview');
    return { 'history-drawn': times.toSorted((a, b) => a - b)[drawings >> 1]!, 'history-panned': panned };
  });
}

/** Long tasks in the views that change most, while new pairs arrive all the time. */
async function loadFigures(app: AppRun, durationMs: number): Promise<Figures> {
  const tasks: number[] = [];
  for (const view of ['overview', 'pairs']) {
    const sending = sendOnLoopback(durationMs + 1_000, manyPairs, busyPairsPerSecond);
    await app.look(async (page) => {
      await showView(page, view);
      tasks.push(...(await longTasks(page, durationMs)));
    });
    await sending;
  }
  return { 'long-tasks': tasks.length, 'longest-task': Math.max(0, ...tasks) };
}

const startOn = (desktop: Desktop, dataDir: string, more: readonly string[] = []): Promise<AppRun> => {
  // The frames are to nobody's address: a capture of what is the machine's own takes none of them.
  const options = ['--data-dir', dataDir, '--interface', 'lo', '--promiscuous', '--filter', filter, ...more];
  // Asked for a view, the app does not open the first steps above it.
  return AppRun.start(desktop, 'StreamChecker', [root, ...options, '--show', 'overview']);
};

/** One run of the app on a year of history. */
async function yearRun(desktop: Desktop, dataDir: string, times: Times): Promise<Figures> {
  const app = await startOn(desktop, dataDir, keepsYear);
  try {
    await app.look(firstTotal);
    const first = performance.now() - app.startedMs;
    await sleep(settleMs);
    const memory = app.memoryKib() / 1024;
    const history = await historyFigures(app);
    const load = await loadFigures(app, times.busyMs);
    return { 'first-total': first, memory, ...history, ...load };
  } finally {
    await app.close();
  }
}

/** One run of the app at rest. */
async function restRun(desktop: Desktop, dataDir: string, times: Times): Promise<Figures> {
  const app = await startOn(desktop, dataDir);
  try {
    await app.look(firstTotal);
    await sleep(2 * settleMs);
    return await restFigures(desktop, app, times.idleMs);
  } finally {
    await app.close();
  }
}

async function emptyRun(desktop: Desktop, folder: string): Promise<Figures> {
  const app = await AppRun.start(desktop, 'Empty', [folder, `--user-data-dir=${join(folder, 'profile')}`]);
  try {
    await app.look((page) => page.getByText('Nothing').waitFor());
    await sleep(settleMs);
    return { memory: app.memoryKib() / 1024 };
  } finally {
    await app.close();
  }
}

/** Runs app and empty app alternately, each on a folder of its own. */
async function measure({ runs, quick, say }: BenchOptions, folder: string): Promise<Measurement[]> {
  const times = quick ? { idleMs: 10_000, busyMs: 5_000 } : { idleMs: 60_000, busyMs: 20_000 };
  const [year, day, empty] = ['year', 'day', 'empty'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [year, day, empty]) mkdirSync(path);
  say(`app: writing ${yearOfWindows.toLocaleString('en')} windows`);
  await writeYear(year);
  await writeDay(day);
  writeEmptyApp(empty);
  const desktop = await Desktop.start();
  // Ten minutes for people; here as soon as the hidden window was watched.
  desktop.env.STREAMCHECKER_LET_GO_AFTER = `${times.idleMs + 20_000}ms`;
  const [own, others]: [Figures[], Figures[]] = [[], []];
  try {
    for (let i = 1; i <= runs; i++) {
      say(`app: run ${i} of ${runs}`);
      const [onYear, onDay] = [join(folder, `year-${i}`), join(folder, `day-${i}`)];
      cpSync(year, onYear, { recursive: true });
      cpSync(day, onDay, { recursive: true });
      own.push({ ...(await restRun(desktop, onDay, times)), ...(await yearRun(desktop, onYear, times)) });
      for (const path of [onYear, onDay]) rmSync(path, { recursive: true });
      others.push(await emptyRun(desktop, empty));
    }
  } finally {
    await desktop.stop();
  }
  return [
    ...summarise('app', 'StreamChecker', appUnits, own),
    ...summarise('app', 'empty Electron app', appUnits, others),
  ];
}

/** The desktop app, on a display without a graphics card. */
export async function appBench(options: BenchOptions): Promise<BenchReport> {
  const folder = mkdtempSync(join(tmpdir(), 'streamchecker-bench-'));
  try {
    const measurements = await measure(options, folder);
    const bytes = gzippedBytes(join(root, 'dist/renderer'));
    return { measurements, notes, targets: appTargets(measurements, bytes) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const notes = [
  `First total, history and memory with the overview are those of a data folder with a year: ${yearOfWindows.toLocaleString('en')} windows of 5 minutes, with 20 pairs in each window of the last 90 days, and one in each older one. All at rest is that of a folder with a day, on which the app has nothing to do beside the traffic. The display is Xvfb, so Chromium draws with the processor.`,
  'First total: from the start of the process until the current window’s total is drawn. The driver attaches itself through Chromium’s port meanwhile, and is part of it.',
  'History drawn: from the click on “1 year” to the frame with its bars, the middle one of five. Panned: frames in a second while the chart is dragged to and fro for 3 s; the display shows 60.',
  `CPU: of all processes of the app, the capture helper included, while ${idlePacketsPerSecond.toLocaleString('en')} packets/s pass; with the overview shown and focused (idle), shown without the focus (unfocused), and with the window closed to the tray (hidden); and focused without a packet (silent). Wake-ups: how often one of their threads had waited for something. No driver is attached.`,
  'Memory: proportional set size (PSS) of all processes, 5 s after the first total, and hidden, once the window was let go, which the benchmark has it do sooner than after ten minutes. Come back: from the end of another start, which asks the running app for its window, to its first total; the driver attaches itself meanwhile. The empty app is one window with one line of text.',
  `Long tasks: those above 50 ms in the window’s thread, in the overview and in the view of pairs, while ${busyPairsPerSecond.toLocaleString('en')} packets/s arrive, nearly each of a pair that is new.`,
];

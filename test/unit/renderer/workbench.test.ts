import { describe, expect, test } from 'vitest';
import { problemsOf } from '../../../src-renderer/state/problems.ts';
import { windowStatusWords } from '../../../src-renderer/words.ts';
import { itemsThatFit } from '../../../src-renderer/workbench/status-fit.ts';
import { captureItems, monitorItems, updateItems } from '../../../src-renderer/workbench/status-items.ts';
import {
  nowMs,
  noTotals,
  sampleAlert,
  sampleProblem,
  sampleStatus,
  sampleStream,
  sampleWindow,
} from './samples.ts';

const running = { state: 'running', problem: null } as const;
const notPermitted = {
  code: 'capture/not-permitted',
  message: 'May not capture',
  remedy: 'Grant it',
  retriable: true,
} as const;

describe('the status bar', () => {
  test('says that it connects while nothing is known', () => {
    expect(captureItems(null, running)[0]).toMatchObject({ id: 'capture', state: 'connecting' });
    expect(monitorItems(null, nowMs)).toEqual([]);
  });

  test('shows the rate while packets are captured', () => {
    const [capture, dropped] = captureItems(sampleStatus(), running);
    expect(capture).toMatchObject({ text: '1.00 MiB/s', state: 'capturing', tone: 'plain' });
    expect(dropped).toMatchObject({ text: '0 dropped', tone: 'plain' });
  });

  test('warns of drops, of the kernel and of interfaces', () => {
    const totals = { ...noTotals, kernelDropped: 2, interfaceDropped: 3 };
    const { capture } = sampleStatus();
    const [, dropped] = captureItems(sampleStatus({ capture: { ...capture, totals } }), running);
    expect(dropped).toMatchObject({ text: '5 dropped', tone: 'warning' });
  });

  test('says where drops are not known', () => {
    const { capture } = sampleStatus();
    const [, dropped] = captureItems(sampleStatus({ capture: { ...capture, countsDrops: false } }), running);
    expect(dropped).toMatchObject({ text: 'Drops unknown', tone: 'warning' });
  });

  test('tells of the engine where it does not run', () => {
    const [item] = captureItems(sampleStatus(), { state: 'failed', problem: 'It broke' });
    expect(item).toMatchObject({ state: 'engine-failed', tone: 'error', title: 'It broke' });
  });

  test('counts the window down and the alerts up', () => {
    const items = monitorItems(sampleStatus({ firing: [sampleAlert()], firingCount: 1 }), nowMs);
    expect(items.map(({ text }) => text)).toEqual(['Log up to date', '3 min', '2 limits', '1 alert firing']);
  });
});

test('the status bar leaves out what matters least where there is no room, never what is wrong', () => {
  const items = [
    ...captureItems(
      sampleStatus(),
      running,
      problemsOf(running, sampleStatus({ problems: [sampleProblem()] }), null),
    ),
    ...monitorItems(sampleStatus({ firing: [sampleAlert()], firingCount: 1 }), nowMs),
  ];
  const all = items.map(({ id }) => id);
  const widths = Object.fromEntries(all.map((id) => [id, 100]));
  const shown = (px: number): string[] => all.filter((id) => itemsThatFit(items, widths, px).has(id));
  expect(shown(700)).toEqual(all);
  expect(shown(699)).toEqual(['capture', 'problems', 'log', 'window', 'limits', 'alerts']);
  expect(shown(399)).toEqual(['capture', 'problems', 'alerts']);
  expect(shown(0)).toEqual(['problems', 'alerts']);
});

test('the status bar offers a newer version until the person has taken it', () => {
  const found = { version: '0.2.0', bytes: null };
  const texts = (['available', 'ready', 'restarting'] as const).map((kind) =>
    updateItems({ kind, ...found }).map(({ text, command }) => [text, command]),
  );
  const command = 'app.checkForUpdates';
  expect(texts).toEqual([[['Update: 0.2.0', command]], [['Restart for 0.2.0', command]], []]);
  expect(updateItems({ kind: 'current' })).toEqual([]);
});

test('the status bar counts errors and warnings', () => {
  const problems = problemsOf({ state: 'failed', problem: 'It broke' }, sampleStatus(), null);
  const item = captureItems(sampleStatus(), running, problems).at(-1);
  expect(item).toMatchObject({ id: 'problems', text: 'Engine failed', title: '1 error, 0 warnings' });
  expect(item).toMatchObject({ icon: 'error', tone: 'error' });
});

test('the status bar names the worst problem, and says that the window is at least what it shows', () => {
  const warning = sampleProblem({ id: 'limits/limits/unreadable', part: 'limits', severity: 'warning' });
  const spool = { records: 12, bytes: 288, oldestMs: nowMs, droppedPackets: 0 };
  const status = sampleStatus({
    problems: [sampleProblem(), warning],
    stream: sampleStream({ kind: 'kafka', state: 'disconnected', spool }),
  });
  const item = captureItems(status, running, problemsOf(running, status, null)).at(-1);
  expect(item).toMatchObject({ text: 'Brokers not reachable, 1 more', tone: 'error' });
  const window = monitorItems(status, nowMs).find(({ id }) => id === 'window');
  expect(window).toMatchObject({ tone: 'warning' });
  expect(window?.title).toContain(
    'at least: traffic is not counted at the moment, 12 records wait for the brokers',
  );
});

test('nothing is said to be within limits for sure while traffic is not counted', () => {
  const open = sampleWindow(0);
  expect(windowStatusWords(open)).toMatchObject({ tone: 'good' });
  expect(windowStatusWords(open, true)).toMatchObject({
    tone: 'warning',
    text: 'Within limits as far as counted',
  });
  expect(windowStatusWords({ ...open, status: 'above' }, true)).toMatchObject({ tone: 'bad' });
});

describe('problems', () => {
  test('are none while all is well', () => {
    expect(problemsOf(running, sampleStatus(), null)).toEqual([]);
  });

  test('say that the engine does not answer, and what to do', () => {
    const [problem] = problemsOf({ state: 'silent', problem: null }, sampleStatus(), null);
    expect(problem).toMatchObject({ severity: 'error', isDismissible: false, title: 'Engine not answering' });
    expect(problem?.remedy).toMatch(/quit and start StreamChecker again/);
  });

  test('offer what may mend them', () => {
    const problems = [sampleProblem({ part: 'capture', ...notPermitted })];
    const commands = (canAllowCapture: boolean): unknown[] =>
      problemsOf(running, sampleStatus({ problems, canAllowCapture }), null).map(({ command }) => command);
    expect(commands(true)).toEqual(['capture.allow']);
    expect(commands(false)).toEqual([undefined]);
  });

  test('name what failed and what to do, the worst first', () => {
    const problems = problemsOf(
      running,
      sampleStatus({
        problems: [sampleProblem({ part: 'capture', ...notPermitted })],
        notices: ['The database was damaged'],
      }),
      null,
    );
    expect(problems).toMatchObject([
      {
        ...{ part: 'capture', severity: 'error', message: 'May not capture', remedy: 'Grant it' },
        isDismissible: false,
      },
      { part: 'notice', severity: 'info', isDismissible: true },
    ]);
  });

  test('say once that the engine restarts, not also that calls fail', () => {
    const stopped = { code: 'engine/stopped', message: 'Stopped', retriable: true } as const;
    const problems = problemsOf({ state: 'restarting', problem: null }, sampleStatus(), stopped);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ part: 'engine', severity: 'warning' });
  });

  test('are errors where the engine died, as nothing is counted until it is back', () => {
    const [problem] = problemsOf({ state: 'restarting', problem: 'It died' }, sampleStatus(), null);
    expect(problem).toMatchObject({ severity: 'error', message: 'It died', isDismissible: false });
  });
});

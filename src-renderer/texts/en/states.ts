import type { LimitCounts } from '../../../src-main/common/model/limits.ts';
import { counted } from '../counted.ts';

/** States of windows, capture, engine and alerts, and what the status bar says of them. */
export const states = {
  windowStates: {
    within: 'Within limits',
    withinSoFar: 'Within limits so far',
    withinAsCounted: 'Within limits as far as counted',
    above: 'Above max',
    below: 'Below min',
    unchecked: {
      'no-limit': 'No limit in force',
      'had-no-limit': 'No limit was in force',
      'may-lack': 'Unchecked: below min, but something may be missing',
    },
    open: 'open',
    corrected: (times: number) =>
      times === 1 ? 'corrected once' : `corrected ${counted(times, 'time', 'times')}`,
  },
  captureStates: {
    starting: 'Starting',
    capturing: 'Capturing',
    silent: 'Not reporting',
    restarting: 'Restarting',
    paused: 'Paused',
    stopped: 'Stopped',
    failed: 'Not capturing',
  },
  imported: ({ added, changed, removed, unchanged }: LimitCounts) =>
    `${counted(added, 'limit', 'limits')} added, ${changed} changed, ${removed} removed, ${unchanged} unchanged`,
  exactness: {
    inWindows: 'some of its windows lack packets',
    atLeast: (reasons: string) => `at least: ${reasons}`,
    nothing: 'nothing was captured',
    waiting: 'traffic is not counted at the moment',
    queued: (packets: number) => `${counted(packets, 'packet waits', 'packets wait')} to be stored`,
    spooled: (records: number) => `${counted(records, 'record waits', 'records wait')} for the brokers`,
    unread: (records: number) => `${counted(records, 'record waits', 'records wait')} to be summed`,
  },
  status: {
    label: 'Status',
    connecting: 'Connecting',
    waiting: 'Waiting for the engine',
    engineFailed: 'Engine failed',
    engineRestarting: 'Engine restarting',
    engineSilent: 'Engine not answering',
    capturing: (packets: string, interfaces: string) => `Capturing ${packets} on ${interfaces}`,
    dropped: (count: string) => `${count} dropped`,
    dropsUnknown: 'Drops unknown',
    dropsUntold: 'A capture through cap does not tell what the kernel drops',
    droppedBy: (kernel: string, interfaces: string, queue: string) =>
      `Dropped by the kernel: ${kernel}, by interfaces: ${interfaces}, in the queue: ${queue}`,
    problems: (errors: number, warnings: number) =>
      `${counted(errors, 'error', 'errors')}, ${counted(warnings, 'warning', 'warnings')}`,
    log: (lag: string) => `Log: ${lag} behind`,
    logCurrent: 'Log up to date',
    logTitle: (topic: string) =>
      topic === ''
        ? 'Flow records in the log that are not summed yet'
        : `Topic ${topic}: Flow records in the log that are not summed yet`,
    logStates: {
      connecting: (n: string) => `Connecting to the log, ${n} waiting`,
      connected: (n: string) => n,
      disconnected: (n: string) => `Log down, ${n} waiting`,
    },
    noWindow: 'No window yet',
    windowLeft: (span: string) => `Left of the window ${span}`,
    noLimits: 'No limits',
    unjudged: (n: number) => ` (${n} not judged)`,
    sync: (when: string) => `sync ${when}`,
    neverSynced: 'Limits were never synced',
    lastSynced: (when: string) => `Limits last synced ${when}`,
    noAlerts: 'No alerts',
    noneFiring: 'No alert is firing',
    firing: (n: number) => `${counted(n, 'alert', 'alerts')} firing`,
    showNewestAlert: 'Show the newest alert',
  },
  problems: {
    label: 'Problems',
    parts: {
      engine: 'Engine',
      capture: 'Capture',
      stream: 'Log',
      store: 'Storage',
      agents: 'Agents',
      limits: 'Limits',
      alerts: 'Alerts',
      settings: 'Settings',
      notice: 'Notice',
    },
    engineRestarts: 'The engine stopped and is being restarted; what is shown is the last known state.',
    engineOff: 'The engine does not run.',
    engineSilent:
      'The engine has not answered for some seconds; what is shown is the last known state, and traffic may go uncounted.',
    engineSilentRemedy:
      'If it lasts, check whether the process is stopped or the machine overloaded, then quit and start StreamChecker again.',
    since: (when: string) => `since ${when}`,
    more: (n: number) => `${n} more`,
    paused: 'Paused. Nothing is captured, and windows say so.',
    none: 'No problems: everything runs as it should.',
  },
};

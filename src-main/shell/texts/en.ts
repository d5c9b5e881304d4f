/** What the app says outside its window: tray, native dialogs, notifications of its own. The window has its own texts. */
export const en = {
  tray: {
    noTotal: 'No total yet',
    total: (bytes: string) => `${bytes} in this window`,
    atLeast: (bytes: string) => `At least ${bytes} in this window`,
    paused: 'Paused: nothing is captured',
    starting: 'Starting',
    silent: 'Not answering',
    restarting: 'Restarting',
    notRunning: 'Not running',
    notCapturing: 'Not capturing',
    within: 'Within limits',
    noLimits: 'No limits set',
    above: (limit: string) => `Above the maximum of ${limit}`,
    below: (limit: string) => `Below the minimum of ${limit}`,
    noReport: (agent: string) => `No report from agent ${agent}`,
    breached: (alerts: number) => `${alerts} alerts firing`,
    nearMaximum: (limit: string) => `Near the maximum of ${limit}`,
    nearMinimum: (limit: string) => `Near the minimum of ${limit}`,
    hasLeftMaximum: (limit: string, windows: number) =>
      `Has left the maximum of ${limit}, ${windows} windows in a row`,
    hasLeftMinimum: (limit: string, windows: number) =>
      `Has left the minimum of ${limit}, ${windows} windows in a row`,
    quotaLeft: (quota: string, left: string, value: string) => `${quota}: ${left} of ${value} left`,
    quotaUsedUp: (quota: string, value: string) => `${quota}: ${value} used up`,
    quotaReaches: (left: string, when: string) => `${left}, used up by ${when}`,
    recentAlerts: 'Recent Alerts',
    alert: (at: string, breach: string) => `${at}: ${breach}`,
    aboveMaximum: (limit: string) => `above the maximum of ${limit}`,
    belowMinimum: (limit: string) => `below the minimum of ${limit}`,
    noTraffic: 'no traffic',
    silentBut: (bytes: string) => `silent but for ${bytes}`,
    silentAgent: (agent: string) => `no report from agent ${agent}`,
    silenceOver: (agent: string) => `agent ${agent} no longer missing`,
    noLonger: (breach: string) => `no longer ${breach}`,
    open: 'Open StreamChecker',
    resume: 'Resume Capture',
    pause: 'Pause Capture',
    quit: 'Quit',
  },
  testNotification: {
    title: 'A test of StreamChecker',
    body: 'Alerts arrive like this one. Nothing has happened.',
  },
  keepsWatching: {
    title: 'StreamChecker keeps watching',
    body: 'Open the window again from the tray, or by starting StreamChecker once more. Quit ends the watching.',
    bodyWithoutTray: 'Start StreamChecker once more to open its window again. Quit ends the watching.',
  },
  consent: {
    questions: {
      program: 'Run this program at each alert?',
      brokers: 'Connect to these brokers?',
      receiver: 'Send alerts there?',
      limits: 'Read limits from there?',
    },
    allow: 'Allow',
    cancel: 'Cancel',
  },
  closing: {
    question: 'Close the window and keep watching?',
    detail:
      'This desktop shows no tray. StreamChecker can go on in the background: its window is opened by starting it once more.',
    keepWatching: 'Keep Watching',
    quit: 'Quit',
    cancel: 'Cancel',
  },
  dialogs: {
    importLimits: 'Import Limits',
    preview: 'Preview',
    limits: 'Limits (JSON, CSV)',
    openCaptures: 'Open Capture Files',
    captures: 'Captures (pcap, pcapng)',
    allFiles: 'All files',
  },
};

export type ShellTexts = typeof en;

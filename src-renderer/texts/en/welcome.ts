/** What a person reads first, and the tests of what tells them of alerts. */
export const welcome = {
  welcome: {
    command: 'Get Started…',
    title: 'Get started',
    window: (length: string) =>
      `StreamChecker sums what passes on this machine in windows of ${length}, to the byte, and by hour, day and month.`,
    limit:
      'A limit says how much may pass in a window, a day or a month, at most or at least; when traffic leaves it, you are told within a second.',
    capture: 'Capture',
    allow: 'Allow Capture…',
    interfaces: 'Interfaces',
    managed: 'Your administrator has chosen the interfaces.',
    limits: 'First limit',
    noLimit: 'No limit is set yet: totals are shown, not checked.',
    hasLimits: (limits: string) => `${limits} set.`,
    newLimit: 'New Limit…',
    suggest: 'Suggest Limits…',
    suggested: (bytes: string, breaches: string, windows: string) =>
      `Suggested from what passed so far: at most ${bytes} per window, which ${breaches} of ${windows} windows would have left.`,
    suggestLater: 'A limit can be suggested once there are 20 complete windows.',
    notices: 'Notifications',
    test: 'Send a Test Notification',
    testing: 'Sending…',
    taken: 'The desktop took it. If you saw nothing, look whether “do not disturb” is on.',
    notTaken:
      'Nothing on this desktop shows notifications. Alerts stand in the window; the settings have other ways to get notified.',
    refused: 'The desktop did not show it. Look whether it lets StreamChecker notify.',
    off: 'Notifications are switched off in the settings: alerts stand in the window alone.',
    sendTest: 'Send a Test',
    testBrokers: 'Test the Connection',
    receiverTook: (name: string) => `It arrived: ${name}.`,
    brokersFound: (report: string) => `It works: ${report}.`,
    close: 'Done',
    again: 'Help opens this again.',
  },
  problemReport: {
    command: 'Report a Problem…',
    title: 'Report a problem',
    hint: 'What helps to find it. Passwords, addresses, names of hosts and your own are taken out; names of folders and interfaces stay. Nothing leaves this machine unless you take it along: read it, copy or save it, and paste it into your report.',
    gathering: 'Looking at what StreamChecker needs: this takes some seconds…',
    copy: 'Copy',
    save: 'Save as a File…',
    open: 'Open the Issue Tracker',
    close: 'Close',
  },
};

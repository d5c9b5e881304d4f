/** What a person reads first, and the tests of what tells them of alerts. */
export const welcome = {
  welcome: {
    command: 'Get Started…',
    offer:
      'New here? Get permission to capture, choose interfaces, set a first limit, and see whether notifications arrive.',
    start: 'Get started…',
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
    suggestLater: 'Once traffic was watched for a while, limits can be suggested from it.',
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
};

/** What native dialogs ask, and notifications of the app itself. */
export const dialogs = {
  'notice.test': 'A test of StreamChecker',
  'notice.test.body': 'Alerts arrive like this one. Nothing has happened.',
  'notice.keepsWatching': 'StreamChecker keeps watching',
  'notice.keepsWatching.body':
    'Open the window again from the tray, or by starting StreamChecker once more. Quit ends the watching.',
  'notice.keepsWatching.bodyWithoutTray':
    'Start StreamChecker once more to open its window again. Quit ends the watching.',
  'dialog.consent.program': 'Run this program at each alert?',
  'dialog.consent.brokers': 'Connect to these brokers?',
  'dialog.consent.receiver': 'Send alerts there?',
  'dialog.consent.limits': 'Read limits from there?',
  'dialog.consent.allow': 'Allow',
  'dialog.consent.cancel': 'Cancel',
  'dialog.close.question': 'Close the window and keep watching?',
  'dialog.close.detail':
    'This desktop shows no tray. StreamChecker can go on in the background: its window is opened by starting it once more.',
  'dialog.close.keepWatching': 'Keep Watching',
  'dialog.close.quit': 'Quit',
  'dialog.close.cancel': 'Cancel',
  'dialog.open.importLimits': 'Import Limits',
  'dialog.open.preview': 'Preview',
  'dialog.open.limits': 'Limits (JSON, CSV)',
  'dialog.open.openCaptures': 'Open Capture Files',
  'dialog.open.captures': 'Captures (pcap, pcapng)',
  'dialog.open.allFiles': 'All files',
} as const;

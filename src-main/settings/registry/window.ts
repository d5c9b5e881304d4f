import { choice, toggle } from './kind.ts';
import * as k from './kinds.ts';
import { option, settingOnly } from './option.ts';

/** How the window looks. */
export const appearanceOptions = {
  'appearance.theme': option({
    kind: choice(['system', 'light', 'dark', 'high contrast']),
    default: 'system',
    setting: {
      scope: 'window',
      title: 'Theme',
      description: "Colours of the window; `system` follows the desktop's choice.",
    },
  }),
  'appearance.language': option({
    kind: choice(['system', 'en', 'de', 'fr']),
    default: 'system',
    setting: {
      scope: 'window',
      title: 'Language',
      description: 'Language of the window; `system` follows the desktop, where it is one of these.',
    },
  }),
  'appearance.units': option({
    kind: choice(['iec', 'si']),
    default: 'iec',
    setting: {
      scope: 'window',
      title: 'Units',
      description: 'Bytes in powers of 1024 (`iec`: KiB, MiB) or of 1000 (`si`: kB, MB).',
    },
  }),
  'appearance.chartAxis': option({
    kind: choice(['linear', 'logarithmic', 'cut']),
    default: 'linear',
    setting: {
      scope: 'window',
      title: 'Axis of charts',
      description:
        'How bytes stand on the axis: evenly (`linear`), by their powers (`logarithmic`), or evenly with a cut below a few giant bars (`cut`).',
    },
  }),
  'appearance.chartUsual': option({
    kind: toggle,
    default: true,
    setting: {
      scope: 'window',
      title: 'What is usual',
      description:
        'Show in charts of windows and hours what is usual at that hour: median and quartiles of the last four weeks.',
    },
  }),
};

/** The app around the window, and what a person hears of it. */
export const appOptions = {
  'app.startAtLogin': option({
    kind: toggle,
    default: false,
    setting: { scope: 'app', title: 'Start at login', description: 'Start StreamChecker when you log in.' },
  }),
  'app.startHidden': option({
    kind: toggle,
    default: false,
    setting: {
      scope: 'app',
      title: 'Start hidden',
      description:
        'Start in the tray, without a window; it is opened from there, or by starting the app again.',
    },
  }),
  'app.hardwareAcceleration': option({
    kind: toggle,
    default: false,
    setting: {
      scope: 'app',
      title: 'Hardware acceleration',
      description:
        'Draw with the graphics card, for very large displays. It costs memory. Takes effect at the next start.',
    },
  }),
  'app.updates': option({
    kind: choice(['manual', 'daily', 'off']),
    default: 'manual',
    setting: {
      scope: 'app',
      title: 'Updates',
      description:
        'When the AppImage and the app for macOS look for a newer version: once a day, when you choose Check for Updates… (`manual`), or never (`off`). Nothing is downloaded before you say so.',
    },
    policy: { unusable: 'off' },
  }),
  'updates.url': settingOnly({ kind: k.updateAddress, default: '', policy: {} }),
  'notifications.enabled': option({
    kind: toggle,
    default: true,
    setting: {
      scope: 'window',
      title: 'Enabled',
      description: 'Raise a desktop notification when a limit is breached, and when the breach is over.',
    },
  }),
  'notifications.doNotDisturb': settingOnly({
    kind: k.hours,
    default: '',
    setting: {
      scope: 'window',
      title: 'Do not disturb',
      description:
        'Hours of the day without notifications, such as `22:00-07:00`; alerts are kept all the same. Empty for none.',
    },
  }),
};

/** What hosts are called. */
export const hostOptions = {
  'hosts.names': settingOnly({
    kind: k.hostNames,
    default: {},
    setting: {
      scope: 'window',
      title: 'Own names',
      description: 'Your names for hosts by their address, such as `"192.0.2.7": "printer"`.',
    },
  }),
  'hosts.reverseDns': option({
    kind: toggle,
    default: false,
    setting: {
      scope: 'app',
      title: 'Reverse DNS',
      description:
        'Ask the DNS for the names of hosts that are shown. Its servers then learn which addresses you look at.',
    },
  }),
  'hosts.dnsServers': settingOnly({
    kind: k.dnsServers,
    default: [],
    setting: {
      scope: 'app',
      title: 'DNS servers',
      description:
        'Servers that are asked for names of hosts, as `192.0.2.53` or `192.0.2.53:5353`; empty for those of the system.',
    },
  }),
};

/** How commands are reached. */
export const keyboardOptions = {
  'keyboard.shortcuts': settingOnly({
    kind: k.shortcuts,
    default: {},
    setting: {
      scope: 'window',
      title: 'Shortcuts',
      description:
        'Shortcuts by the id of their command, such as `"panel.toggle": "Mod+J"` (`Mod` is Ctrl, on a Mac Command); an empty one takes the shortcut away.',
    },
  }),
};

import { type SettingKey, settingKeys, settingOf } from '../../../src-main/settings/registry/index.ts';

/** Title and description of a setting. */
export interface SettingWords {
  readonly title: string;
  readonly description: string;
}

const items = Object.fromEntries(
  settingKeys.map((key) => {
    const { title, description } = settingOf(key);
    return [key, { title, description }];
  }),
) as Record<SettingKey, SettingWords>;

/** The settings page. */
export const settings = {
  settings: {
    search: 'Search settings',
    found: (n: number) => (n === 1 ? '1 setting found' : `${n} settings found`),
    none: 'No setting matches. Try fewer letters.',
    openFile: 'Open settings.json',
    file: 'File',
    reset: 'Reset to the default',
    copyId: 'Copy Setting ID',
    actions: (title: string) => `Actions for ${title}`,
    overridden: (option: string) => `The command line overrides it in this run (--${option}).`,
    restarts: 'The engine starts again when it changes; nothing is lost.',
    changed: 'Changed',
    contents: 'Contents',
    listHint: 'Separate by commas.',
    sealed: 'Set, and sealed',
    space: (file: string, free: string) =>
      `The database takes ${file}; ${free} of it are free for what comes.`,
    in90Days: (bytes: string) =>
      `At the rate of the last hours the history takes about ${bytes} after 90 days.`,
    used: {
      pairs: (records: string, bytes: string) => `Now about ${bytes}, the pairs of ${records} windows.`,
      windows: (records: string, bytes: string) => `Now about ${bytes}, ${records} windows.`,
      alerts: (records: string, bytes: string) => `Now about ${bytes}, ${records} alerts.`,
    },
    groups: {
      appearance: 'Appearance',
      capture: 'Capture',
      windows: 'Windows',
      periods: 'Periods',
      networks: 'Networks',
      limits: 'Limits',
      alerts: 'Alerts',
      notifications: 'Notifications',
      keyboard: 'Keyboard',
      app: 'App',
      hosts: 'Hosts',
      retention: 'History kept',
      kafka: 'Kafka',
    },
    options: {
      system: 'As the system',
      light: 'Light',
      dark: 'Dark',
      'high contrast': 'High contrast',
      en: 'English',
      de: 'Deutsch',
      fr: 'Français',
      iec: 'IEC: KiB, MiB, GiB',
      si: 'SI: kB, MB, GB',
      linear: 'Linear',
      logarithmic: 'Logarithmic',
      cut: 'Cut below giants',
      manual: 'When I ask',
      daily: 'Once a day',
      off: 'Off',
    } as Record<string, string>,
    items,
  },
  keyboard: {
    title: 'Keyboard shortcuts',
    search: 'Search shortcuts',
    command: 'Command',
    shortcut: 'Shortcut',
    change: (command: string) => `Change the shortcut of ${command}`,
    press: 'Press the new keys; Escape leaves it as it is, Backspace takes it away.',
    reset: 'Reset',
    resetOf: (command: string) => `Reset the shortcut of ${command}`,
    conflict: (commands: string) => `Also: ${commands}`,
    unset: 'none',
  },
};

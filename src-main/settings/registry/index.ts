import * as v from 'valibot';
import { alertSettings } from './alerts.ts';
import { hostSettings } from './hosts.ts';
import { networkSettings } from './networks.ts';
import { retentionSettings } from './retention.ts';
import { periodSettings } from './periods.ts';
import * as s from './schemas.ts';
import { type Setting, setting } from './setting.ts';

export type { Setting, SettingScope } from './setting.ts';

/** Whether a setting is kept sealed, and never shown. */
export const isSecret = (key: SettingKey): boolean => settings[key].schema === s.secret;

/** Every setting there is: validation, settings page, `settings.json` with its schema, and docs come from here. */
export const settings = {
  'appearance.theme': setting({
    schema: v.picklist(['system', 'light', 'dark', 'high contrast']),
    default: 'system',
    scope: 'window',
    title: 'Theme',
    description: "Colours of the window; `system` follows the desktop's choice.",
  }),
  'appearance.language': setting({
    schema: v.picklist(['system', 'en', 'de']),
    default: 'system',
    scope: 'window',
    title: 'Language',
    description: 'Language of the window; `system` follows the desktop, where it is one of these.',
  }),
  'appearance.units': setting({
    schema: v.picklist(['iec', 'si']),
    default: 'iec',
    scope: 'window',
    title: 'Units',
    description: 'Bytes in powers of 1024 (`iec`: KiB, MiB) or of 1000 (`si`: kB, MB).',
  }),
  'capture.interfaces': setting({
    schema: s.names,
    default: ['auto'],
    scope: 'engine',
    title: 'Interfaces',
    description:
      'Interfaces to capture on; `auto` means every one that is up, less those that are part of another one.',
    option: 'interface',
  }),
  'capture.filter': setting({
    schema: s.text,
    default: '',
    scope: 'engine',
    title: 'Filter',
    description: 'Capture only what this BPF filter matches, such as `tcp port 443`; empty for everything.',
    option: 'filter',
  }),
  'capture.engine': setting({
    schema: v.picklist(['helper', 'ebpf', 'cap']),
    default: 'helper',
    scope: 'engine',
    title: 'Engine',
    description:
      'What captures: the helper that comes with StreamChecker, that helper with `ebpf` (the kernel sums, at about 0.6 of the cost with up to some thousand pairs), or the npm package `cap`, which costs more and counts no drops.',
    option: 'capture-engine',
  }),
  'capture.promiscuous': setting({
    schema: v.boolean(),
    default: false,
    scope: 'engine',
    title: 'Promiscuous',
    description:
      'Capture what is not addressed to this machine, too, where the interface sees it, as on a mirrored port.',
    option: 'promiscuous',
  }),
  'windows.length': setting({
    schema: s.duration,
    default: '5m',
    scope: 'engine',
    title: 'Length',
    description:
      'Length of the windows, such as `300s`, `5m` or `1h`. Windows of different length are kept apart.',
    option: 'window',
  }),
  'windows.slide': setting({
    schema: s.optionalDuration,
    default: '',
    scope: 'engine',
    title: 'Slide',
    description:
      'Distance between the starts of windows; shorter than their length, they overlap. Empty: their length.',
    option: 'slide',
  }),
  'windows.lateness': setting({
    schema: s.durationOrZero,
    default: '10s',
    scope: 'engine',
    title: 'Lateness',
    description: 'How long after its end a window waits for records that are late.',
    option: 'lateness',
  }),
  'windows.sources': setting({
    schema: s.networks,
    default: [],
    scope: 'engine',
    title: 'Sources',
    description: 'Sum only what these addresses and networks send; none for all.',
    option: 'source',
  }),
  'windows.destinations': setting({
    schema: s.networks,
    default: [],
    scope: 'engine',
    title: 'Destinations',
    description: 'Sum only what goes to these addresses and networks; none for all.',
    option: 'destination',
  }),
  ...periodSettings,
  ...networkSettings,
  'limits.source': setting({
    schema: s.limitsSource,
    default: '',
    scope: 'engine',
    title: 'Source',
    description:
      'Source of limits to follow: a JSON or CSV file, or `postgres://…`. Empty: the one imported last in the window.',
    option: 'limits',
  }),
  'limits.refresh': setting({
    schema: s.refresh,
    default: 'continuous',
    scope: 'engine',
    title: 'Refresh',
    description: 'When limits are read again: `continuous`, `manual`, or a period such as `20m`.',
    option: 'refresh',
  }),
  ...alertSettings,
  ...retentionSettings,
  'kafka.brokers': setting({
    schema: s.brokers,
    default: [],
    scope: 'engine',
    title: 'Brokers',
    description: 'Apache Kafka brokers, `host:port`, that carry the flow records; none for the embedded log.',
    option: 'brokers',
  }),
  'kafka.topic': setting({
    schema: s.topic,
    default: 'traffic',
    scope: 'engine',
    title: 'Topic',
    description: 'Topic of the flow records, where there are brokers.',
    option: 'topic',
  }),
  'kafka.alertsTopic': setting({
    schema: s.topic,
    default: 'traffic-alerts',
    scope: 'engine',
    title: 'Alerts topic',
    description: 'Topic of the alerts, where there are brokers.',
    option: 'alerts-topic',
  }),
  'kafka.tls': setting({
    schema: v.boolean(),
    default: false,
    scope: 'engine',
    title: 'TLS',
    description: 'Encrypt the connection to the brokers, and check who they are.',
  }),
  'kafka.ca': setting({
    schema: s.text,
    default: '',
    scope: 'engine',
    title: 'Certificate authority',
    description:
      'PEM file with the authority that the certificates of the brokers are checked against; empty for the well-known ones.',
  }),
  'kafka.certificate': setting({
    schema: s.text,
    default: '',
    scope: 'engine',
    title: 'Client certificate',
    description: 'PEM file with the certificate by which the brokers know this machine; empty for none.',
  }),
  'kafka.key': setting({
    schema: s.text,
    default: '',
    scope: 'engine',
    title: 'Client key',
    description: 'PEM file with the key of the client certificate.',
  }),
  'kafka.saslMechanism': setting({
    schema: v.picklist(['none', 'plain', 'scram-sha-256', 'scram-sha-512']),
    default: 'none',
    scope: 'engine',
    title: 'Login',
    description:
      'How name and password are shown to the brokers (SASL); `none` for brokers that ask for none.',
  }),
  'kafka.username': setting({
    schema: s.text,
    default: '',
    scope: 'engine',
    title: 'Name',
    description: 'Name for the brokers, where they ask for one.',
  }),
  'kafka.password': setting({
    schema: s.secret,
    default: '',
    scope: 'engine',
    title: 'Password',
    description:
      'Password for the brokers. It is sealed by the keyring of your desktop; no other account, and no copy of the file, can read it.',
  }),
  'app.startAtLogin': setting({
    schema: v.boolean(),
    default: false,
    scope: 'app',
    title: 'Start at login',
    description: 'Start StreamChecker when you log in.',
  }),
  'app.startHidden': setting({
    schema: v.boolean(),
    default: false,
    scope: 'app',
    title: 'Start hidden',
    description:
      'Start in the tray, without a window; it is opened from there, or by starting the app again.',
  }),
  'app.hardwareAcceleration': setting({
    schema: v.boolean(),
    default: false,
    scope: 'app',
    title: 'Hardware acceleration',
    description:
      'Draw with the graphics card, for very large displays. It costs memory. Takes effect at the next start.',
  }),
  'app.updates': setting({
    schema: v.picklist(['manual', 'daily', 'off']),
    default: 'manual',
    scope: 'app',
    title: 'Updates',
    description:
      'When the AppImage and the app for macOS look for a newer version: once a day, when you choose Check for Updates… (`manual`), or never (`off`). Nothing is downloaded before you say so.',
  }),
  'notifications.enabled': setting({
    schema: v.boolean(),
    default: true,
    scope: 'window',
    title: 'Enabled',
    description: 'Raise a desktop notification when a limit is breached, and when the breach is over.',
  }),
  'notifications.doNotDisturb': setting({
    schema: s.hours,
    default: '',
    scope: 'window',
    title: 'Do not disturb',
    description:
      'Hours of the day without notifications, such as `22:00-07:00`; alerts are kept all the same. Empty for none.',
  }),
  ...hostSettings,
  'keyboard.shortcuts': setting({
    schema: s.shortcuts,
    default: {},
    scope: 'window',
    title: 'Shortcuts',
    description:
      'Shortcuts by the id of their command, such as `"panel.toggle": "Mod+J"` (`Mod` is Ctrl, on a Mac Command); an empty one takes the shortcut away.',
  }),
} as const satisfies Record<string, Setting>;

export type SettingKey = keyof typeof settings;

/** The value of every setting. */
export type Settings = { readonly [K in SettingKey]: v.InferOutput<(typeof settings)[K]['schema']> };

export const settingKeys = Object.keys(settings) as readonly SettingKey[];

export const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(settings, key);

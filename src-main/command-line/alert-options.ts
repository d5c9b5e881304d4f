import { readFileSync, statSync } from 'node:fs';
import { type Command, Option } from 'commander';
import * as v from 'valibot';
import { MonitorError } from '../common/errors.ts';
import type { ReceiverSettings } from '../engine/notify/receivers/receiver-settings.ts';
import type { SyslogTarget } from '../engine/notify/receivers/syslog-receiver.ts';
import type { AlertSettings } from '../engine/notify/alert-settings.ts';
import { withoutPasswords } from '../engine/limits/postgres-url.ts';
import { checked } from './checked.ts';
import { duration, wholeNumber } from './options.ts';

/** Options of when people are told of alerts. */
export interface AlertOptions {
  readonly alertRepeat: number | 'never';
  readonly warnAt: number;
  readonly warn?: boolean;
  readonly webhook?: string;
  readonly webhookSecret?: string;
  readonly syslog?: SyslogTarget;
  readonly alertCommand?: readonly [string, ...string[]];
}

/** A share of a limit: `80` or `80%`. */
const percent = (least: number, most: number): ((text: string) => number) =>
  checked((text) => {
    const value = Number(/^(\d+(?:\.\d+)?)%?$/.exec(text)?.[1]);
    if (value >= least && value <= most) return value;
    throw new MonitorError('settings/invalid', `"${text}" must be a percentage from ${least} to ${most}`, {
      remedy: 'write it as 80 or 80%',
    });
  });

const invalid = (message: string, remedy: string): MonitorError =>
  new MonitorError('settings/invalid', message, { remedy });

/** Holds the key that signs what is posted: on the command line it would be seen by everyone on the machine. */
const secretVariable = 'STREAMCHECKER_WEBHOOK_SECRET';

/** Holds the header by which one logs in at the webhook, such as `Bearer …`. */
const authorizationVariable = 'STREAMCHECKER_WEBHOOK_AUTHORIZATION';

/** An address without name and password, and the header that says them. */
function loginOf(address: string): { url: string; authorization: string | null } {
  const url = new URL(address);
  const [name, password] = [url.username, url.password].map(decodeURIComponent);
  url.username = url.password = '';
  const login = Buffer.from(`${name!}:${password!}`).toString('base64');
  const given = process.env[authorizationVariable] || null;
  return { url: url.href, authorization: name === '' && password === '' ? given : `Basic ${login}` };
}

const webhook = checked((text) => {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol)) return url.href;
  throw invalid(
    `"${withoutPasswords(text, [text])}" is not a valid webhook URL`,
    'write it as https://host/path',
  );
});

const secretFile = checked((path) => {
  try {
    const others = process.platform === 'win32' ? 0 : statSync(path).mode & 0o077;
    const secret = readFileSync(path, 'utf8').trim();
    if (others === 0 && secret !== '') return secret;
  } catch (cause) {
    throw invalid(
      `The file ${path} can't be read: ${(cause as Error).message}`,
      'check its path and permissions',
    );
  }
  throw invalid(
    `The file ${path} is empty, or others may read it`,
    `put the key into it, and chmod 600 ${path}`,
  );
});

/** Address of a syslog server. */
export const syslog = checked((text): SyslogTarget => {
  const url = URL.parse(text);
  const protocol = url?.protocol.slice(0, -1);
  if (
    url &&
    (protocol === 'udp' || protocol === 'tcp') &&
    url.hostname !== '' &&
    /^\/?$/.test(url.pathname)
  ) {
    const framing = url.searchParams.get('framing');
    const target = {
      protocol,
      host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: Number(url.port || 514),
    } as const;
    if (framing === 'line-feeds') return { ...target, framing };
    if (framing === null || framing === 'octets') return target;
  }
  throw invalid(
    `"${text}" is not a valid syslog address`,
    'write it as udp://host:514, tcp://host:514 or tcp://host:514?framing=line-feeds',
  );
});

/** A program, or program and arguments as a JSON array: no shell takes them apart. */
export const programOf = checked((text): [string, ...string[]] => {
  if (!text.startsWith('[')) return [text];
  const parsed = v.safeParse(
    v.pipe(v.string(), v.parseJson(), v.tupleWithRest([v.string()], v.string())),
    text,
  );
  if (parsed.success) return parsed.output;
  throw invalid(`"${text}" is not a program with its arguments`, 'write it as \'["program","argument"]\'');
});

/** Adds the options of when alerts fire and end. */
export const withRuleOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--alert-for <windows>', 'fire when so many windows have breached in a row')
        .argParser(wholeNumber(1))
        .default(1),
    )
    .addOption(
      new Option('--alert-clear <percent>', 'resolve only when a window closes so far inside the limit')
        .argParser(percent(0, 100))
        .default(0, '0%'),
    );

/** Adds the options of when people are told of alerts. */
export const withAlertOptions = (command: Command): Command =>
  command
    .addOption(
      new Option('--alert-repeat <duration>', 'tell again of an alert that nobody has acknowledged, or never')
        .argParser((text) => (text === 'never' ? text : duration(text)))
        .default('never'),
    )
    .addOption(
      new Option('--warn-at <percent>', 'share of a maximum from which on a total counts as near it')
        .argParser(percent(1, 100))
        .default(80, '80%'),
    )
    .option('--warn', 'tell when a total comes near its maximum, once for each window')
    .option(
      '--webhook <url>',
      `post alerts there as JSON; for a login see the variable ${authorizationVariable}`,
      webhook,
    )
    .option(
      '--webhook-secret <file>',
      `file with the key that signs what is posted (default: the variable ${secretVariable})`,
      secretFile,
    )
    .option(
      '--syslog <address>',
      'send alerts to this syslog server: udp://HOST:PORT or tcp://HOST:PORT',
      syslog,
    )
    .option('--alert-command <program>', 'run it for each alert, which is on its input as JSON', programOf);

/** Settings from the options. */
export const alertSettings = (options: AlertOptions): AlertSettings => ({
  repeatMs: options.alertRepeat === 'never' ? null : options.alertRepeat,
  warnPercent: options.warnAt,
  tellsWarnings: options.warn === true,
  channels: channelsOf(options),
});

function channelsOf({
  webhook: url,
  webhookSecret,
  syslog: target,
  alertCommand,
}: AlertOptions): ReceiverSettings[] {
  const secret = webhookSecret ?? (process.env[secretVariable] || null);
  return [
    ...(url === undefined ? [] : [{ kind: 'webhook', ...loginOf(url), secret } as const]),
    ...(target === undefined ? [] : [{ kind: 'syslog', ...target } as const]),
    ...(alertCommand === undefined ? [] : [{ kind: 'command', command: alertCommand } as const]),
  ];
}

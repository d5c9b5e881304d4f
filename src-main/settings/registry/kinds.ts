import { say } from '../../common/phrases/say.ts';
import type { Text } from '../../common/phrases/phrase.ts';
import * as v from 'valibot';
import { formatNetwork, parseNetwork } from '../../common/address.ts';
import { parseDuration } from '../../common/duration.ts';
import { readInstant, type WrittenInstant } from '../../common/effective-date.ts';
import { MonitorError } from '../../common/errors.ts';
import { autoHome, knownNetworks } from '../../common/home-networks.ts';
import type { LimitsRefresh } from '../../common/model/limits.ts';
import { isGroupName, marked, type NetworkGroups, resolveGroups } from '../../common/network-groups.ts';
import { parsePeriod } from '../../common/periods/period.ts';
import { parseTimeZone } from '../../common/periods/time-zone.ts';
import { isPrintable } from '../../common/printable.ts';
import {
  anyText,
  type Kind,
  list,
  listBound,
  optional,
  parsed,
  parsedBy,
  table,
  text,
  type TextKind,
} from './kind.ts';

const invalid = (message: Text, remedy?: Text): MonitorError =>
  new MonitorError('settings/invalid', message, { remedy });

const noDuration = ['is not a valid duration', 'write for instance 300, 300s, 5m or 1h'] as const;

/** A length of time, in ms. */
export const duration = parsed((said) => parseDuration(said), noDuration);

/** A length of time that may be 0, in ms. */
export const durationOrZero = parsed((said) => parseDuration(said, 0), noDuration);

/** A length of time in ms, or `never`. */
export const durationOrNever = parsed((said) => (said === 'never' ? said : parseDuration(said)));

/** The longest that a timer can wait. */
const longestRunMs = 2 ** 31 - 1;

/** How long a run lasts, in ms. */
export const runTime = parsed((said) => {
  const value = parseDuration(said);
  if (value <= longestRunMs) return value;
  throw invalid(say('settings.longRun', { said }), say('settings.remedy.longRun'));
});

/** When limits are read again: `continuous`, `manual`, or a period. */
export const refresh = parsed((said): LimitsRefresh => {
  if (said === 'continuous' || said === 'manual') return { mode: said };
  return { mode: 'every', periodMs: parseDuration(said) };
});

/** An integer of `least` or more, in digits. */
export const wholeNumber = (least: number): TextKind<string, number> =>
  parsed(
    (said) => {
      const value = Number(said);
      if (/^\d+$/.test(said) && Number.isSafeInteger(value) && value >= least) return value;
      throw invalid(say('settings.integer', { said, least }));
    },
    [`must be an integer of ${least} or more`, 'correct it'],
  );

/** An integer, or `all`. */
export const countOrAll = parsed((said) =>
  said === 'all' ? Number.MAX_SAFE_INTEGER : wholeNumber(0).read(said),
);

/** A share in percent: `80` or `80%`. */
export const percent = (least: number, most: number): TextKind<string, number> => ({
  ...parsed((said) => {
    const value = Number(/^(\d+(?:\.\d+)?)%?$/.exec(said)?.[1]);
    if (value >= least && value <= most) return value;
    throw invalid(say('settings.percentage', { said, least, most }), say('settings.remedy.percentage'));
  }),
  unit: '%',
});

/** A URL as it may be shown. */
const withoutLogin = (url: string): string => url.replace(/\/\/[^/?#]*@/, '//');

function webhookAddress(said: string): string {
  const url = URL.parse(said);
  if (url && /^https?:$/.test(url.protocol)) return url.href;
  throw invalid(say('settings.webhook', { said: withoutLogin(said) }), say('settings.remedy.webhook'));
}

/** Where alerts are posted to. In settings, which are plain text, it has no password. */
export const webhook: TextKind<string, string | undefined> = {
  control: 'text',
  schema: v.pipe(
    anyText,
    parsedBy((said) => said === '' || webhookAddress(said)),
    v.check((said) => withoutLogin(said) === said, 'Write it as https://host/path, without a password'),
  ),
  pattern: /^$|^https?:\/\/[^\s/?#@]+([/?#]\S*)?$/i,
  read: (stored) => (stored === '' ? undefined : webhookAddress(stored)),
  parse: webhookAddress,
};

/** A syslog server. */
interface SyslogAddress {
  readonly protocol: 'udp' | 'tcp';
  readonly host: string;
  readonly port: number;
  readonly framing?: 'line-feeds';
}

/** Address of a syslog server, or nothing. */
export const syslog: TextKind<string, SyslogAddress | undefined> = {
  ...optional(parsed(syslogAddress)),
  pattern:
    /^$|^(udp|tcp):\/\/(\[[0-9a-f:.]+\]|[^\s:/@[\]]+)(:[1-9]\d{0,4})?\/?(\?framing=(octets|line-feeds))?$/i,
};

function syslogAddress(said: string): SyslogAddress {
  const url = URL.parse(said);
  const protocol = (['udp', 'tcp'] as const).find((one) => url?.protocol === `${one}:`);
  const framing = url?.searchParams.get('framing') ?? null;
  const isKnown = [null, 'octets', 'line-feeds'].includes(framing);
  if (!url || !protocol || !isKnown || url.hostname === '' || !/^\/?$/.test(url.pathname))
    throw invalid(say('settings.syslog', { said }), say('settings.remedy.syslog'));
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const target = { protocol, host, port: Number(url.port || 514) };
  return framing === 'line-feeds' ? { ...target, framing } : target;
}

const words = v.pipe(v.string(), v.parseJson(), v.tupleWithRest([v.string()], v.string()));

/** A program, or program and arguments as a JSON array: no shell takes them apart. */
export const program = parsed((said): [string, ...string[]] => {
  if (!said.startsWith('[')) return [said];
  const read = v.safeParse(words, said);
  if (read.success) return read.output;
  throw invalid(say('settings.program', { said }), say('settings.remedy.program'));
});

/** An address or network, in the form in which it is kept. */
export const network = parsed((said) => formatNetwork(parseNetwork(said)));

const oneNetworkOrGroup = (said: string): string =>
  isGroupName(said) ? said : formatNetwork(parseNetwork(said));

/** An address, a network or a group, in the form in which it is kept. */
export const networkOrGroup = parsed(oneNetworkOrGroup);

/** A group by its name, with or without its mark; with it, as it stands where a network may. */
export const groupName = parsed((said) => {
  if (isGroupName(marked(said))) return marked(said);
  throw invalid(say('group.badName', { name: said.slice(0, 64) }), say('group.remedy.name'));
});

/** Addresses, networks and groups. */
export const networks = list(oneNetworkOrGroup);

/** Networks, groups of them, and what stands for those of the machine; whether a group exists other settings say. */
export const homeNetworks = list((said) => (said === autoHome ? said : oneNetworkOrGroup(said)), {
  least: 1,
  together(entries) {
    const known = entries.filter((one) => !isGroupName(one));
    knownNetworks({ home: known.length > 0 ? known : [autoHome], groups: {} }, []);
  },
});

/** Reads `office=10.1.0.0/16,@lab`. */
function namedNetworks(said: string): readonly [name: string, members: string[]] {
  const [name = '', members] = said.split(/=(.*)/s);
  if (members === undefined) throw invalid(say('settings.group', { said }), say('settings.remedy.group'));
  const parts = members.split(',').filter((member) => member !== '');
  // What other groups hold is known once all are there.
  resolveGroups({ [name]: parts.map((part) => (isGroupName(part) ? '::' : part)) });
  return [name, parts];
}

/** Networks and other groups by name; none contains itself. */
export const networkGroups: TextKind<Readonly<Record<string, readonly string[]>>, NetworkGroups> = {
  control: 'table',
  schema: v.pipe(
    v.record(v.string(), v.pipe(v.array(anyText), v.maxLength(listBound))),
    parsedBy((value: Record<string, string[]>) => resolveGroups(value)),
  ),
  read: (stored) => stored,
  parse(said, before?: NetworkGroups) {
    const [name, members] = namedNetworks(said);
    if (before && Object.hasOwn(before, name)) throw invalid(say('settings.groupTwice', { name }));
    return { ...before, [name]: members };
  },
};

/** Names that say something. */
export const names = list(
  (said) => {
    if (said !== '') return said;
    throw invalid(say('settings.empty'));
  },
  { least: 1 },
);

/** What a mark can name. */
export const agentName = parsed((said) => {
  if (said.length > 0 && said.length <= 256 && isPrintable(said)) return said;
  throw invalid(say('settings.agent', { said: said.slice(0, 40) }), say('settings.remedy.agent'));
});

/** Names of periods, in their one form. */
export const periods = list((said) => parsePeriod(said).name);

/** A time zone by its name. */
export const timeZone = parsed((said) => parseTimeZone(said));

/** A date or timestamp. Where it names no zone, it is one of the zone of the periods, which only a data folder knows. */
export const instant = parsed((said): WrittenInstant => {
  const value = readInstant(said);
  if (value !== undefined) return value;
  throw invalid(say('settings.instant', { said }), say('settings.remedy.instant'));
});

/** Where limits come from. In settings, which are plain text, it has no password. */
export const limitsSource: TextKind<string, string | undefined> = {
  control: 'text',
  schema: v.pipe(
    anyText,
    v.check(
      (value) => !/^postgres(ql)?:\/\/[^/@]*:[^/@]+@/i.test(value),
      'Leave the password out of it, and put it into ~/.pgpass: settings are plain text',
    ),
  ),
  read: (stored) => (stored === '' ? undefined : stored),
  parse: (said) => said,
};

const brokerPattern = /^(\[[0-9a-f:.]+\]|[^\s:/,[\]]+):[1-9]\d{0,4}$/i;

const noBrokers = (said: string): MonitorError =>
  invalid(say('settings.brokers', { said }), say('settings.remedy.brokers'));

const brokerList = list((said) => {
  if (brokerPattern.test(said)) return said;
  throw noBrokers(said);
});

/** Apache Kafka brokers; none for the embedded log. On the command line in one text, apart by commas. */
export const brokers: TextKind<string[], readonly string[] | undefined> = {
  ...brokerList,
  read: (stored) => (stored.length === 0 ? undefined : brokerList.read(stored)),
  parse(said) {
    const all = said.split(',').map((one) => one.trim());
    if (all.every((one) => brokerPattern.test(one))) return all;
    throw noBrokers(said);
  },
  pattern: brokerPattern,
};

const topicPattern = /^(?!\.{1,2}$)[\w.-]{1,249}$/;

/** What Kafka takes for a topic's name. */
export const topic: TextKind<string, string> = {
  ...parsed((said) => {
    if (topicPattern.test(said)) return said;
    throw invalid(say('settings.topic', { said }), say('settings.remedy.topic'));
  }),
  pattern: topicPattern,
};

/** How a secret stands in `settings.json`: sealed by the keyring of the person's desktop. */
export const sealedPrefix = 'sealed:';

/** A secret: sealed in `settings.json`, as it is elsewhere. */
export const secret: TextKind<string, string | undefined> = {
  control: 'secret',
  schema: v.pipe(
    anyText,
    v.regex(
      new RegExp(`^(${sealedPrefix}[A-Za-z0-9+/]+={0,2})?$`),
      'Enter it on the settings page, which seals it: it is not kept in plain text',
    ),
  ),
  read: (stored) => (stored === '' ? undefined : stored),
  parse: (said) => said,
};

/** Hours of the day, local: `22:00-07:00`, or nothing. */
export const hours: Kind<string, string> = {
  ...text,
  schema: v.pipe(
    anyText,
    v.regex(
      /^$|^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/,
      'Write hours as 22:00-07:00, or leave it empty',
    ),
  ),
};

export const shortcuts = table(v.record(v.string(), v.pipe(v.string(), v.maxLength(40))));

const hostAddress = (said: string): boolean => {
  try {
    return formatNetwork(parseNetwork(said)) === said && !said.includes('/');
  } catch {
    return false;
  }
};

/** Names by the address of their host, which stands as it is shown. */
export const hostNames = table(
  v.pipe(
    v.record(v.string(), v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80))),
    v.check(
      (value) => Object.keys(value).every(hostAddress),
      'Name hosts by one address each, as 192.0.2.7 or 2001:db8::7',
    ),
    v.check((value) => Object.keys(value).length <= 10_000, 'Name at most 10,000 hosts'),
  ),
);

const dnsServer = v.pipe(
  anyText,
  v.regex(
    /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\])(:[1-9]\d{0,4})?$|^[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*$/i,
    'Write a server as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353',
  ),
);

/** Servers of the DNS. */
export const dnsServers: Kind<string[], readonly string[]> = {
  ...{ schema: v.pipe(v.array(dnsServer), v.maxLength(8)), control: 'list', read: (stored) => stored },
};

/** Where newer versions may be looked for: over TLS, or on this machine. Ends with a slash. */
export const updateUrl = v.pipe(
  v.string(),
  v.check(isPrivate, 'Write the address of a folder, such as https://example.org/streamchecker/'),
  v.transform((address) => address.replace(/\/*$/, '/')),
);

/** The same, or nothing. */
export const updateAddress: Kind<string, string | undefined> = {
  ...{ schema: updateUrl, control: 'text', read: (stored) => (stored === '' ? undefined : stored) },
};

function isPrivate(address: string): boolean {
  const url = URL.parse(address);
  if (url?.protocol === 'http:') return ['127.0.0.1', '[::1]'].includes(url.hostname);
  return url?.protocol === 'https:';
}

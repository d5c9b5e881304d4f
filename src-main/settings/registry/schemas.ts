import * as v from 'valibot';
import { formatNetwork, parseNetwork } from '../../common/address.ts';
import { parseDuration } from '../../common/duration.ts';
import { MonitorError } from '../../common/errors.ts';
import { autoHome, knownNetworks } from '../../common/home-networks.ts';
import { isGroupName, resolveGroups } from '../../common/network-groups.ts';
import { keptBytes, retentionTime } from '../../common/retention-time.ts';
import { parsePeriod } from '../../common/periods/period.ts';
import { parseTimeZone } from '../../common/periods/time-zone.ts';

/** Makes a schema's check of a parser of ours: what it refuses is an issue in its words. */
const parsedBy = <T = string>(parse: (value: T) => unknown) =>
  v.rawCheck<T>(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    try {
      parse(dataset.value);
    } catch (thrown) {
      const { message, remedy } = MonitorError.from(thrown);
      addIssue({ message: remedy === undefined ? message : `${message}; ${remedy}` });
    }
  });

const longest = 4096;

export const text = v.pipe(v.string(), v.maxLength(longest));

/** A length of time as {@link parseDuration} reads it. */
export const duration = v.pipe(text, parsedBy(parseDuration));

/** A length of time that may be 0. */
export const durationOrZero = v.pipe(
  text,
  parsedBy((value) => parseDuration(value, 0)),
);

/** A length of time, or nothing. */
export const optionalDuration = v.pipe(
  text,
  parsedBy((value) => value === '' || parseDuration(value)),
);

/** How long something of the history is kept. */
export const retention = v.pipe(text, parsedBy(retentionTime));

/** What the history may take, or nothing. */
export const keptSize = v.pipe(
  text,
  parsedBy((value) => value === '' || keptBytes(value)),
);

/** When limits are read again: `continuous`, `manual`, or a period. */
export const refresh = v.pipe(
  text,
  parsedBy((value) => value === 'continuous' || value === 'manual' || parseDuration(value)),
);

/** A period, or `never`. */
export const durationOrNever = v.pipe(
  text,
  parsedBy((value) => value === 'never' || parseDuration(value)),
);

const number = (form: RegExp, least: number, most: number, what: string) =>
  v.pipe(
    text,
    v.check(
      (value) => form.test(value) && Number(value) >= least && Number(value) <= most,
      `Write ${what} from ${least} to ${most}`,
    ),
  );

/** A whole number in digits. */
export const wholeNumber = (least: number, most: number) => number(/^\d+$/, least, most, 'a whole number');

/** A share in percent, without the sign. */
export const percent = (least: number, most: number) =>
  number(/^\d+(\.\d+)?$/, least, most, 'a number of percent');

/** Where alerts are posted to; a password in it would lie in plain text. */
export const webhook = v.pipe(
  text,
  v.regex(/^$|^https?:\/\/[^\s/?#@]+([/?#]\S*)?$/i, 'Write it as https://host/path, without a password'),
);

export const syslog = v.pipe(
  text,
  v.regex(
    /^$|^(udp|tcp):\/\/(\[[0-9a-f:.]+\]|[^\s:/@[\]]+)(:[1-9]\d{0,4})?\/?(\?framing=(octets|line-feeds))?$/i,
    'Write it as udp://host:514, tcp://host:514 or tcp://host:514?framing=line-feeds',
  ),
);

/** A program, or program and arguments as a JSON array: no shell takes them apart. */
export const program = v.pipe(
  text,
  v.check((value) => {
    if (!value.startsWith('[')) return true;
    return v.is(v.pipe(v.string(), v.parseJson(), v.tupleWithRest([v.string()], v.string())), value);
  }, 'Write it as a program, or as ["program","argument"]'),
);

const network = v.pipe(
  text,
  parsedBy((value) => isGroupName(value) || formatNetwork(parseNetwork(value))),
);

const listBound = 256;
const broker = v.pipe(
  text,
  v.regex(/^(\[[0-9a-f:.]+\]|[^\s:/,[\]]+):[1-9]\d{0,4}$/i, 'Write brokers as host:port'),
);
export const brokers = v.pipe(v.array(broker), v.maxLength(listBound));

/** What Kafka takes for a topic's name. */
export const topic = v.pipe(
  text,
  v.regex(/^(?!\.{1,2}$)[\w.-]{1,249}$/, 'Use letters, digits, ".", "_" and "-"'),
);

export const networks = v.pipe(v.array(network), v.maxLength(listBound));

/** Networks, groups of them, and what stands for those of the machine; whether a group exists other settings say. */
export const homeNetworks = v.pipe(
  v.array(text),
  v.minLength(1),
  v.maxLength(listBound),
  parsedBy((value: string[]) => {
    const known = value.filter((one) => !isGroupName(one));
    knownNetworks({ home: known.length > 0 ? known : [autoHome], groups: {} }, []);
  }),
);

/** Networks and other groups by name; none contains itself. */
export const networkGroups = v.pipe(
  v.record(v.string(), v.pipe(v.array(text), v.maxLength(listBound))),
  parsedBy((value: Record<string, string[]>) => resolveGroups(value)),
);
export const names = v.pipe(v.array(v.pipe(text, v.minLength(1))), v.minLength(1), v.maxLength(listBound));

/** Names of periods; none for those that are always summed. */
export const periods = v.pipe(v.array(v.pipe(text, parsedBy(parsePeriod))), v.maxLength(listBound));

/** A time zone by its name; empty for the system's. */
export const timeZone = v.pipe(
  text,
  parsedBy((value) => (value === '' ? value : parseTimeZone(value))),
);

/** Where limits come from; a password in it would lie in plain text. */
export const limitsSource = v.pipe(
  text,
  v.check(
    (value) => !/^postgres(ql)?:\/\/[^/@]*:[^/@]+@/i.test(value),
    'Leave the password out of it, and put it into ~/.pgpass: settings are plain text',
  ),
);

/** How a secret stands in `settings.json`: sealed by the keyring of the person's desktop. */
export const sealedPrefix = 'sealed:';

/** A sealed secret, or nothing. */
export const secret = v.pipe(
  text,
  v.regex(
    new RegExp(`^(${sealedPrefix}[A-Za-z0-9+/]+={0,2})?$`),
    'Enter it on the settings page, which seals it: it is not kept in plain text',
  ),
);

/** Hours of the day, local: `22:00-07:00`, or nothing. */
export const hours = v.pipe(
  text,
  v.regex(
    /^$|^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/,
    'Write hours as 22:00-07:00, or leave it empty',
  ),
);

export const shortcuts = v.record(v.string(), v.pipe(v.string(), v.maxLength(40)));

const hostAddress = (text: string): boolean => {
  try {
    return formatNetwork(parseNetwork(text)) === text && !text.includes('/');
  } catch {
    return false;
  }
};

/** Names by the address of their host, which stands as it is shown. */
export const hostNames = v.pipe(
  v.record(v.string(), v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80))),
  v.check(
    (value) => Object.keys(value).every(hostAddress),
    'Name hosts by one address each, as 192.0.2.7 or 2001:db8::7',
  ),
  v.check((value) => Object.keys(value).length <= 10_000, 'Name at most 10,000 hosts'),
);

export const dnsServers = v.pipe(
  v.array(
    v.pipe(
      text,
      v.regex(
        /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\])(:[1-9]\d{0,4})?$|^[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*$/i,
        'Write a server as 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:5353',
      ),
    ),
  ),
  v.maxLength(8),
);

/** Where newer versions may be looked for: over TLS, or on this machine. Ends with a slash. */
export const updateUrl = v.pipe(
  v.string(),
  v.check(isPrivate, 'Write the address of a folder, such as https://example.org/streamchecker/'),
  v.transform((address) => address.replace(/\/*$/, '/')),
);

function isPrivate(address: string): boolean {
  const url = URL.parse(address);
  if (url?.protocol === 'http:') return ['127.0.0.1', '[::1]'].includes(url.hostname);
  return url?.protocol === 'https:';
}

/** What a text is not to tell of the machine and its person. */
interface Private {
  readonly home: string;
  readonly user: string;
  /** Names of the machine and of others that are known. */
  readonly hosts: readonly string[];
  /** Variables of the environment, some of which hold passwords. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Shorter ones stand in other words, too. */
const shortestSecret = 4;

const secretName = /PASS|SECRET|TOKEN|CREDENTIAL|API_?KEY|PRIVATE/i;

/**
 * Takes out of a text what is nobody else's business: passwords in addresses and of the environment, what stands behind
 * the path of an address, IP and MAC addresses, the names of hosts, of the person and of the machine.
 */
export function withoutSecrets(text: string, { home, user, hosts, environment }: Private): string {
  const secrets = Object.entries(environment)
    .filter(([name, value]) => secretName.test(name) && (value?.length ?? 0) >= shortestSecret)
    .map(([, value]) => value!);
  const known = [...secrets.map((secret) => [secret, '[secret]'] as const), [home, '~'] as const].filter(
    ([word]) => word.length > 1,
  );
  const named = known
    .sort(([a], [b]) => b.length - a.length)
    .reduce((rest, [word, shown]) => rest.replaceAll(word, shown), text);
  return [...patterns, ...hosts.map((host) => [wordOf(host), '[host]'] as const)]
    .reduce((rest, [pattern, shown]) => rest.replaceAll(pattern, shown), named)
    .replaceAll(wordOf(user), '[user]');
}

const patterns: readonly (readonly [RegExp, string])[] = [
  // scheme://name:password@ and scheme://token@; a password may have @ and / in it.
  [/((?:[a-z][a-z\d+.-]*:)?\/\/)\S+@/gi, '$1[secret]@'],
  // A webhook's path is often its key; so is what stands behind ? or #.
  [/(https?:\/\/[^\s/?#]+)[/?#][^\s]+/gi, '$1/[secret]'],
  [/\b(?:password|secret|token)\s*[=:]\s*\S+/gi, '[secret]'],
  [/\b(?:[\da-f]{2}:){5}[\da-f]{2}\b/gi, '[address]'],
  [/\b(?:\d{1,3}\.){3}\d{1,3}\b/g, '[address]'],
  // Behind an address may stand a port, and a colon.
  [/(?<![\w:.])(?:[\da-f]{1,4}:){7}[\da-f]{1,4}(?!\w)/gi, '[address]'],
  [
    /(?<![\w:.])(?:[\da-f]{1,4}:)*(?:[\da-f]{1,4})?::(?:[\da-f]{1,4}(?::[\da-f]{1,4})*)?(?!\w)/gi,
    '[address]',
  ],
  // scheme://host, host:port but no file:line, and what was asked of name servers.
  [/(:\/\/(?:\[secret\]@)?)(?!localhost\b)[^\s/?#:,;"'()[\]@]+/gi, '$1[host]'],
  [
    /(?<![\w.:/[-])(?!localhost:)(?=[\w.-]*[a-z])\w[\w.-]*(?<!\.[cm]?[jt]s):(?=\d{2,5}(?!\w|[:.]\d))/gi,
    '[host]:',
  ],
  [/\b(ENOTFOUND|EAI_AGAIN) (?!localhost\b)[\w.-]*\w/g, '$1 [host]'],
];

/** A name as a whole word; nothing where it is too short, or says nothing of anybody. */
const wordOf = (name: string): RegExp =>
  name.length < 3 || ['root', 'localhost'].includes(name)
    ? /(?!)/g
    : new RegExp(`(?<![\\w-])${name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}(?![\\w-])`, 'g');

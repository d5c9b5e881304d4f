import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { MonitorError } from '../../common/errors.ts';
import { updateUrl } from '../../settings/registry/kinds.ts';
import { say } from '../../common/phrases/say.ts';

const manifestSchema = v.object({
  homepage: v.string(),
  updates: v.optional(v.object({ url: updateUrl, key: v.pipe(v.string(), v.minLength(1)) })),
});

/** Where this package looks for newer versions, and whose signature it trusts. */
export interface UpdateSource {
  readonly url: string;
  /** Ed25519, SPKI, in base64. */
  readonly key: string;
}

/** What the app's own package.json says of where it comes from. */
export interface Origin {
  /** Where releases are announced. */
  readonly homepage: string;
  /** What `npm run package` built in; null where it was built without a key. */
  readonly updates: UpdateSource | null;
}

export function readOrigin(appFolder: string): Origin {
  const text = readFileSync(join(appFolder, 'package.json'), 'utf8');
  const { homepage, updates = null } = v.parse(manifestSchema, JSON.parse(text));
  return { homepage, updates };
}

/** What is used of a channel file, which electron-builder writes (`latest-linux.yml`), and the release dates. */
const channelSchema = v.looseObject({
  version: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/)),
  /** Until when it is used: a server can't keep people from a newer version for longer by an old list. */
  expires: v.pipe(v.string(), v.isoTimestamp()),
  files: v.array(
    v.looseObject({
      url: v.string(),
      sha512: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{86}==$/)),
      size: v.exactOptional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
    }),
  ),
});

export type Channel = v.InferOutput<typeof channelSchema>;
export type ChannelFile = Channel['files'][number];

/** A machine as Node names it. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
}

/** The channel file for a machine: each has its own. */
export function channelName({ platform, arch }: Machine): string {
  if (platform === 'darwin') return 'latest-mac.yml';
  return arch === 'x64' ? 'latest-linux.yml' : `latest-linux-${arch}.yml`;
}

/**
 * Takes what is needed from a channel file: the files for this machine, and no other one's, as a signature says nothing
 * about the name under which a server hands a channel file out.
 *
 * @param parsed what the YAML says
 * @param now in milliseconds since the epoch
 * @throws MonitorError `update/failed`; `update/not-trusted` where it has expired
 */
export function readChannel(parsed: unknown, machine: Machine, now: number): Channel {
  const { success, output } = v.safeParse(channelSchema, parsed);
  if (!success) throw new MonitorError('update/failed', say('update.otherApp'));
  if (Date.parse(output.expires) <= now) throw expired(output.expires);
  const files = output.files.filter(({ url }) => isFor(url, machine));
  if (files.length > 0) return { ...output, files };
  throw new MonitorError('update/failed', say('update.noPackage', { version: output.version }));
}

const expired = (expires: string): MonitorError =>
  new MonitorError('update/not-trusted', say('update.expired', { date: expires.slice(0, 10) }), {
    remedy: say('update.remedy.expired'),
  });

/** electron-builder names the architecture in a file, but for x64 on Linux. */
function isFor(file: string, { platform, arch }: Machine): boolean {
  if (platform === 'darwin') return file.endsWith('.zip');
  const named = /-(arm64|armv7l|ia32)\.AppImage$/.exec(file)?.[1] ?? 'x64';
  return file.endsWith('.AppImage') && named === arch;
}

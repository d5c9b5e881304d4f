import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { Text } from '../../common/phrases/phrase.ts';
import { say } from '../../common/phrases/say.ts';
import { facesOf, optionKeys, type SettingKey, type Settings } from '../registry/index.ts';
import { options } from '../registry/options.ts';

/** What a policy may decide, with what holds where it can't be used. */
const manageable = optionKeys.flatMap((key) => {
  const { policy } = facesOf(key);
  return policy === undefined ? [] : [{ key, ...policy }];
});

const policySchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.check((value) => !Array.isArray(value), 'Write an object'),
  v.strictObject(
    Object.fromEntries(manageable.map(({ key }) => [key, v.optional(options[key].kind.schema)])),
  ),
);

/** What the administrator of this machine has set; it overrides the person's settings. */
export interface Policy {
  /** Path of the policy file, whether it is there or not. */
  readonly file: string;
  readonly values: Partial<Settings>;
  /** Where newer versions are looked for instead, such as on a mirror; the signature is checked all the same. */
  readonly updateUrl: string | null;
  /** What is wrong with the file. */
  readonly problem: Text | null;
}

/** Where the policy file lies: a folder that only an administrator may write to. */
export const policyFile = (platform: NodeJS.Platform = process.platform): string =>
  platform === 'darwin'
    ? '/Library/Application Support/StreamChecker/policy.json'
    : '/etc/streamchecker/policy.json';

/** Reads the policy. One that can't be used forbids what it might have forbidden, and says so. */
export function readPolicy(file: string): Policy {
  try {
    const said = v.parse(policySchema, readFileSync(file, 'utf8'));
    const { 'updates.url': url, ...values } = said as Partial<Settings> & { readonly 'updates.url'?: string };
    return { file, values, updateUrl: url ?? null, problem: null };
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') {
      return { file, values: {}, updateUrl: null, problem: null };
    }
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    const problem = say('settings.policyUnusable', { file, reason });
    return { file, values: forbidden(), updateUrl: null, problem };
  }
}

const forbidden = (): Partial<Settings> =>
  Object.fromEntries(
    manageable.flatMap(({ key, unusable }) => (unusable === undefined ? [] : [[key, unusable]])),
  );

/** The settings that the policy decides. */
export const managedKeys = ({ values }: Policy): readonly SettingKey[] => Object.keys(values) as SettingKey[];

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { updateUrl } from '../../settings/registry/kinds.ts';

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

import type { Settings } from '../../settings/registry/index.ts';
import type { PackageFormat, UpdateHindrance } from '../../common/updates.ts';
import type { Policy } from '../../settings/sources/policy.ts';
import type { UpdateSource } from './update-source.ts';

/** What decides whether the app may look for a newer version of itself. */
interface UpdateFacts {
  readonly format: PackageFormat;
  readonly policy: Pick<Policy, 'values'>;
  readonly settings: Pick<Settings, 'app.updates'>;
  readonly source: UpdateSource | null;
}

/** Why the app may not look for a newer version of itself; null where it may. */
export function hindranceOf({ format, policy, settings, source }: UpdateFacts): UpdateHindrance | null {
  if (format !== 'appImage' && format !== 'mac') return format;
  if (policy.values['app.updates'] === 'off') return 'policy';
  if (settings['app.updates'] === 'off') return 'setting';
  return source === null ? 'noKey' : null;
}

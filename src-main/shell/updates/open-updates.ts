import { existsSync } from 'node:fs';
import { app } from 'electron';
import type { Clock } from '../../common/clock.ts';
import type { AppSettings } from '../app-settings.ts';
import { AppUpdates, type UpdateClient, hindranceOf } from './app-updates.ts';
import type { Origin, UpdateSource } from './channel.ts';
import { appImagePath, packageFormat, replaceAppImage, startAppImage } from './installed-package.ts';

interface UpdatesParts {
  readonly clock: Clock;
  readonly settings: AppSettings;
  readonly origin: Origin;
  /** Ends the app, and does something at its very end. */
  readonly quitTo: (last: () => void) => void;
}

/** Puts together how this app gets newer versions of itself. */
export function openUpdates({ clock, settings, origin, quitTo }: UpdatesParts): AppUpdates {
  const { policy } = settings;
  const format = packageFormat({ ...process, isPackaged: app.isPackaged, exists: existsSync });
  const source = sourceOf(origin, policy.updateUrl);
  const values = () => settings.state.values;
  return new AppUpdates({
    clock,
    hindrance: () => hindranceOf({ format, policy, settings: values(), source }),
    looksDaily: () => values()['app.updates'] === 'daily',
    openClient: () => openClient(source, clock, quitTo),
  });
}

/** The policy may name another place, but nobody else's signature. */
const sourceOf = ({ updates }: Origin, url: string | null): UpdateSource | null =>
  updates === null ? null : { ...updates, url: url ?? updates.url };

/** electron-updater is loaded by those only who want it. */
async function openClient(
  source: UpdateSource | null,
  clock: Clock,
  quitTo: UpdatesParts['quitTo'],
): Promise<UpdateClient> {
  if (source === null) throw new Error('This app was built without a key for updates');
  const { ElectronUpdateClient } = await import('./electron-update-client.ts');
  const image = appImagePath(process);
  if (image === null) return ElectronUpdateClient.forMac({ source, clock });
  return ElectronUpdateClient.forAppImage({ source, clock }, async (newer, sha512) => {
    await replaceAppImage(newer, image, sha512);
    quitTo(() => startAppImage(image, process.argv.slice(1), process.env));
  });
}

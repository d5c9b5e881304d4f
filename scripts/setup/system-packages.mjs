import * as apt from './apt.mjs';
import { command } from './command.mjs';
import { chooseNames, missingFrom } from './package-names.mjs';
import { say } from './say.mjs';

const whatCompilingNeeds =
  'a C compiler, make and the libpcap headers are needed; Debian/Ubuntu: apt-get install gcc make libc6-dev ' +
  'libpcap-dev (for compressed captures also zlib1g-dev libzstd-dev liblz4-dev liblzma-dev); ' +
  'Fedora: dnf install gcc make libpcap-devel; Arch: pacman -S base-devel libpcap; ' +
  'macOS: xcode-select --install';

/**
 * What the system itself must bring. Installed with apt by root; else the person is told, and only what compiling
 * the capture helper needs is insisted on.
 * @param {string[][]} groups each the names that one package may have
 */
export function systemPackages(groups) {
  const missing = async () => missingFrom(groups, await apt.installedOf(groups.flat()));
  return {
    isDone: async () => (apt.isDebian() ? (await missing()).length === 0 : canCompile()),

    async run() {
      if (apt.isDebian()) await install(await missing());
      if (!(await canCompile())) throw new Error(whatCompilingNeeds);
    },
  };
}

/** @param {string[][]} missing */
async function install(missing) {
  if (process.getuid?.() !== 0) {
    const names = chooseNames(missing, await apt.knownPackages());
    say(`please install what is missing: sudo apt-get install ${names.join(' ')}`);
    return;
  }
  try {
    say('reading the lists of system packages');
    await apt.updateLists();
    const names = chooseNames(missing, await apt.knownPackages());
    say(`installing ${names.join(' ')}`);
    await apt.install(names);
  } catch (error) {
    say(`system packages could not be installed: ${/** @type {Error} */ (error).message}`);
  }
}

async function canCompile() {
  try {
    await command('sh', [
      '-c',
      'command -v make && echo "#include <pcap/pcap.h>" | ${CC:-cc} -E -x c - -o /dev/null',
    ]);
    return true;
  } catch {
    return false;
  }
}

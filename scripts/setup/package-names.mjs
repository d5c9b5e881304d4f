/**
 * Debian's packages by what needs them. Where one has another name on another version (the 64-bit time_t
 * renamed many, clang's run-time library moved), all its names stand for it.
 * @type {Record<'build' | 'cap' | 'desktop' | 'broker' | 'cluster' | 'python' | 'tests', string[][]>}
 */
export const packageGroups = {
  build: [
    ...[['gcc'], ['make'], ['libc6-dev'], ['libpcap-dev']],
    ...[['zlib1g-dev'], ['libzstd-dev'], ['liblz4-dev'], ['liblzma-dev']],
  ],
  cap: [['g++'], ['python3']],
  desktop: [
    ['libgtk-3-0t64', 'libgtk-3-0'],
    ['libasound2t64', 'libasound2'],
    ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
    ['libcups2t64', 'libcups2'],
    ['libnss3'],
    ['libgbm1'],
    ['libxss1'],
    ['libdrm2'],
    ['libxkbcommon0'],
    ['libxcomposite1'],
    ['libxdamage1'],
    ['libxrandr2'],
    ['libnotify4'],
  ],
  broker: [['openjdk-17-jre-headless', 'openjdk-21-jre-headless', 'openjdk-25-jre-headless'], ['maven']],
  cluster: [['openjdk-17-jdk-headless', 'openjdk-21-jdk-headless', 'openjdk-25-jdk-headless']],
  python: [['python3-venv']],
  tests: [
    ['kcat'],
    ['openssl'],
    ['xvfb'],
    ['xauth'],
    ['dbus'],
    ['pkexec', 'policykit-1'],
    ['polkitd', 'policykit-1'],
    ['dunst'],
    ['libglib2.0-bin'],
    ['libnotify-bin'],
    ['python3-gi'],
    ['iproute2'],
    ['tcpdump'],
    ['util-linux'],
    ['libcap2-bin'],
    ['procps'],
    ['fonts-dejavu-core'],
    ['clang'],
    ['postgresql'],
    ['pgbouncer'],
    ['poppler-utils'],
    ['7zip'],
    ['zsh'],
    ['fish'],
    ['fuse3'],
    ['man-db'],
    ['systemd'],
    ['binutils'],
    ['rpm'],
    ['squashfs-tools'],
    ['desktop-file-utils'],
    ['gnome-keyring'],
    ['libsecret-1-0'],
    ['appstream'],
    ['libclang-rt-dev', 'libclang-rt-14-dev', 'libclang-common-14-dev', 'libclang-common-11-dev'],
  ],
};

/**
 * @param {string[][]} groups each the names that one package may have
 * @param {Set<string>} installed
 */
export function missingFrom(groups, installed) {
  return groups.filter((names) => !names.some((name) => installed.has(name)));
}

/**
 * @param {string[][]} groups
 * @param {Set<string>} known
 * @returns {string[]} of each package, the name that this system knows it by
 */
export function chooseNames(groups, known) {
  return groups.flatMap((names) => names.find((name) => known.has(name)) ?? names.slice(-1));
}

/** Newer versions of the app. */
export const updates = {
  updates: {
    command: 'Check for Updates…',
    title: 'Updates',
    checking: 'Looking for a newer version…',
    current: (version: string) => `StreamChecker ${version} is the newest version.`,
    available: (version: string) => `StreamChecker ${version} is available.`,
    have: (version: string) => `You have ${version}.`,
    consequence: 'It is downloaded and checked; it takes over when you restart, and not before.',
    download: (bytes: string) => (bytes === '' ? 'Download' : `Download (${bytes})`),
    later: 'Later',
    downloading: (version: string, share: string) => `Downloading ${version}: ${share}`,
    cancel: 'Cancel',
    hide: 'Hide',
    ready: (version: string) => `StreamChecker ${version} is downloaded, and is what its publisher signed.`,
    restartHint: 'A restart takes a few seconds, in which nothing is captured. All data is kept.',
    restart: 'Restart Now',
    restarting: (version: string) => `Restarting as ${version}…`,
    close: 'Close',
    again: 'Try Again',
    openSettings: 'Open Settings',
    statusAvailable: (version: string) => `Update: ${version}`,
    statusReady: (version: string) => `Restart for ${version}`,
    managed: (file: string) => `Your administrator has set it (${file}).`,
    hindered: {
      setting: () => 'Updates are off in the settings.',
      policy: (_page: string, file: string) => `Your administrator has turned updates off (${file}).`,
      noKey: (page: string) =>
        `This build has no key to check updates with, so it does not look for any. Newer versions: ${page}`,
      deb: (page: string) =>
        `It was installed from a deb, and your package manager keeps it: download the newer deb from ${page}, then \`sudo apt install ./streamchecker_…_amd64.deb\`.`,
      rpm: (page: string) =>
        `It was installed from an rpm, and your package manager keeps it: download the newer rpm from ${page}, then \`sudo dnf install ./streamchecker-….rpm\` (on openSUSE \`sudo zypper install\`).`,
      tarball: (page: string) =>
        `It runs from an unpacked archive: download the newer one from ${page}, and unpack it in its place.`,
      source: () => 'It runs from source: `git pull` brings a newer version.',
    },
  },
};

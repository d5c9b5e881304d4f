import type { updates as english } from '../en/updates.ts';

export const updates: typeof english = {
  updates: {
    command: 'Nach Aktualisierungen suchen …',
    title: 'Aktualisierung',
    checking: 'Eine neuere Version wird gesucht …',
    current: (version) => `StreamChecker ${version} ist die neueste Version.`,
    available: (version) => `StreamChecker ${version} ist da.`,
    have: (version) => `Sie haben ${version}.`,
    consequence: 'Sie wird geladen und geprüft; in Kraft tritt sie mit dem Neustart, nicht vorher.',
    download: (bytes) => (bytes === '' ? 'Laden' : `Laden (${bytes})`),
    later: 'Später',
    downloading: (version, share) => `${version} wird geladen: ${share}`,
    cancel: 'Abbrechen',
    hide: 'Ausblenden',
    ready: (version) =>
      `StreamChecker ${version} ist geladen und ist das, was der Herausgeber unterschrieben hat.`,
    restartHint:
      'Der Neustart dauert einige Sekunden, in denen nichts erfasst wird. Alle Daten bleiben erhalten.',
    restart: 'Jetzt neu starten',
    restarting: (version) => `Neustart als ${version} …`,
    close: 'Schließen',
    again: 'Noch einmal',
    openSettings: 'Einstellungen öffnen',
    statusAvailable: (version) => `Neu: ${version}`,
    statusReady: (version) => `Neustart für ${version}`,
    managed: (file) => `Die Administration hat das festgelegt (${file}).`,
    hindered: {
      setting: () => 'Aktualisierungen sind in den Einstellungen ausgeschaltet.',
      policy: (_page, file) => `Die Administration hat Aktualisierungen ausgeschaltet (${file}).`,
      noKey: (page) =>
        `Dieser Fassung fehlt der Schlüssel, um Aktualisierungen zu prüfen; sie sucht deshalb keine. Neuere Versionen: ${page}`,
      deb: (page) =>
        `Installiert aus einem deb, und Sache der Paketverwaltung: das neuere deb von ${page} laden, dann \`sudo apt install ./streamchecker_…_amd64.deb\`.`,
      rpm: (page) =>
        `Installiert aus einem rpm, und Sache der Paketverwaltung: das neuere rpm von ${page} laden, dann \`sudo dnf install ./streamchecker-….rpm\` (unter openSUSE \`sudo zypper install\`).`,
      tarball: (page) =>
        `Läuft aus einem ausgepackten Archiv: das neuere von ${page} laden und an dessen Stelle auspacken.`,
      source: () => 'Läuft aus dem Quelltext: `git pull` bringt eine neuere Version.',
    },
  },
};

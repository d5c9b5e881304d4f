import type { pairs as english } from '../en/pairs.ts';

export const pairs: typeof english = {
  pairs: {
    filter: 'Paare filtern',
    filterHint:
      'Filter: 192.0.2.7, 10.0.0.0/8, src:10.20.0.5, dir:in, @office, ein Name oder ein Teil einer Adresse',
    empty: 'Noch keine Paare. Wer wem sendet, erscheint hier mit dem ersten Paket des Fensters.',
    showAll: 'Alle Paare zeigen',
    noMatch: 'Kein Paar passt zum Filter.',
    gone: 'Die Paare dieses Fensters werden nicht mehr aufbewahrt: siehe die Einstellungen zur Aufbewahrung.',
    windows: 'Fenster',
    noWindows: 'Noch keine Fenster.',
    onlyFrom: (address) => `Nur von ${address} zeigen`,
    onlyTo: (address) => `Nur an ${address} zeigen`,
    mute: 'Alarme für dieses Paar stummschalten',
    copyLimit: 'Als Zeile für eine Grenzen-Datei kopieren',
    copyFilter: 'Aufzeichnungsfilter kopieren',
    muted: (pair) => `Alarme zu Grenzen für ${pair} sind stumm.`,
  },
  table: { copy: 'Zeile kopieren', actions: 'Aktionen', actionsOf: (row) => `Aktionen für: ${row}` },
};

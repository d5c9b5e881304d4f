import type { captureFiles as english } from '../en/capture-files.ts';

export const captureFiles: typeof english = {
  captureFiles: {
    what: 'Öffnen Sie eine Aufzeichnung (pcap oder pcapng), um zu sehen, was ihre Fenster enthielten und wie die Grenzen ihrer Zeit sie beurteilen. Ihr Verlauf bleibt, wie er ist.',
    open: 'Aufzeichnungen öffnen …',
    again: 'Noch einmal lesen',
    cancelReading: 'Lesen abbrechen',
    close: 'Aufzeichnungen schließen',
    cancel: 'Abbrechen',
    reading: (share) => (share === null ? 'Wird gelesen …' : `Gelesen: ${share}`),
    done: 'Bis zum Ende gelesen',
    cancelled: (share) =>
      share === null ? 'Abgebrochen: Was folgt, fehlt' : `Abgebrochen bei ${share}: Was folgt, fehlt`,
    windowsOf: (length) => `Fenster von ${length}`,
    only: (what) => `nur ${what}`,
    from: (networks) => `von ${networks}`,
    to: (networks) => `an ${networks}`,
    noTraffic: 'In dem, was gelesen wurde, ist kein IP-Paket.',
    noMatch: 'Kein Paket in dem, was gelesen wurde, passiert den Filter der Einstellungen.',
    whole: 'Alles',
    breaches: 'Verletzungen',
    noBreaches: 'Keine Grenze wurde verletzt.',
    packets: 'Pakete',
    ip: 'IP',
  },
};

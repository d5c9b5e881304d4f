import { counted } from '../counted.ts';
import type { history as english } from '../en/history.ts';

export const history: typeof english = {
  history: {
    range: 'Zeitraum',
    year: '1 Jahr',
    export: (form) => `Verlauf als ${form} exportieren`,
    earlier: 'Früher',
    later: 'Später',
    zoomIn: 'Vergrößern',
    zoomOut: 'Verkleinern',
    compare: 'Mit der Woche davor vergleichen',
    weekBefore: 'Eine Woche davor',
    everyDirection: 'Jede Richtung',
    levels: { hour: 'größtes Fenster jeder Stunde', day: 'größtes Fenster jedes Tages' },
    largest: 'Größtes Fenster',
    total: 'Summe',
    inexact: (n) => `mindestens: ${counted(n, 'Fenster fehlt', 'Fenstern fehlt')} etwas`,
    windows: 'Fenster',
    hintWindow:
      'Jeder Balken ist ein Fenster; ein Klick zeigt Paare und Urteil. Ziehen verschiebt, das Rad vergrößert.',
    hintRollup:
      'Jeder Balken ist so hoch wie das größte Fenster seiner Stunde oder seines Tages; ein Klick öffnet ihn. Ziehen verschiebt, das Rad vergrößert.',
    window: 'Fenster',
    choose: 'Wählen Sie im Diagramm ein Fenster, um Urteil und Paare zu sehen.',
    scope: 'Host oder Netz',
    allTraffic: 'Gesamter Verkehr',
    showAll: 'Gesamten Verkehr zeigen',
    showOf: (host) => `Verlauf von ${host} zeigen`,
    showPair: 'Verlauf dieses Paars zeigen',
    find: 'Host oder Netz zeigen …',
    sent: 'Gesendet',
    received: 'Empfangen',
    seenFirst: 'Zuerst gesehen',
    seenLast: 'Zuletzt gesehen',
    seenNever: 'In diesem Zeitraum wurde nichts davon gesehen.',
    peers: (n, isAll) => (isAll ? '' : 'Mindestens ') + counted(n, 'Gegenstelle', 'Gegenstellen'),
    between: (peer) => `Nur den Verkehr mit ${peer} zeigen`,
    unknownPairs: (bytes) => `mindestens: von ${bytes} sind die Paare nicht bekannt`,
    notWhole: (from) => `Die Zeit reichte für die Summen ab ${from}. Wählen Sie einen kürzeren Zeitraum.`,
    hintScope:
      'Jeder Balken ist, was der Host oder das Netz gesendet und empfangen hat, nach den aufbewahrten Paaren. Ziehen verschiebt, das Rad vergrößert.',
    allPairs: (pairs) => `Alle ${pairs} zeigen`,
    saved: (path) => `Gespeichert als ${path}.`,
  },
};

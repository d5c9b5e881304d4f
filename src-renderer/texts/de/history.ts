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
    scope: 'Host, Netz oder @Gruppe',
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
    directionsNotWhole: (from) =>
      `Die Zeit reichte für die Richtungen des Verkehrs nur ab ${from}. Wählen Sie einen kürzeren Zeitraum.`,
    hintScope:
      'Jeder Balken ist, was der Host oder das Netz gesendet und empfangen hat, nach den aufbewahrten Paaren. Ziehen verschiebt, das Rad vergrößert.',
    series: 'Reihe',
    seriesOwn: 'wird jetzt überwacht',
    seriesOfFiles: 'Mitschnitte',
    seriesUntil: (end) => `bis ${end}`,
    seriesOther:
      'Diese Reihe ist nicht die, die jetzt überwacht wird. Gezeigt werden ihre Summen und Limits, nicht aber Paare, Urteile und Alarme ihrer Fenster.',
    seriesGone: 'Die gezeigte Reihe ist nicht mehr gespeichert; dies ist die, die jetzt überwacht wird.',
    hintSeries: 'Ziehen verschiebt, das Rad vergrößert.',
    scopeLimits: 'Grenzen dafür',
    limitsCaption: (n) => counted(n, 'Grenze', 'Grenzen'),
    moreLimits: (n) => `und ${n} weitere`,
    noScopeLimits: 'Keine Grenze nennt dies oder ein Netz, zu dem es gehört.',
    noScopeAlerts:
      'Kein Alarm einer solchen Grenze und keiner, an dessen fünf größten Paaren es beteiligt ist.',
    olderAlerts: 'Es kann ältere geben.',
    allPairs: (pairs) => `Alle ${pairs} zeigen`,
    saved: (path) => `Gespeichert als ${path}.`,
  },
};

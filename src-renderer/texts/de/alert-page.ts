import { counted } from '../counted.ts';
import type { alertPage as english } from '../en/alert-page.ts';

export const alertPage: typeof english = {
  alertPage: {
    back: 'Alle Alarme',
    loading: 'Liest, was davon gespeichert ist …',
    allTraffic: 'Der gesamte Verkehr',
    traffic: (scope) => `Der Verkehr ${scope}`,
    breach: (traffic, name, isFiring, value, when) =>
      `${traffic} ${isFiring ? 'liegt' : 'lag'} ${name === 'max' ? 'über dem Maximum' : 'unter dem Minimum'} von ${value}: ${when}.`,
    silence: (agent, isFiring, when) =>
      `Agent ${agent} ${isFiring ? 'meldet sich nicht' : 'meldete sich nicht'}: ${when}.`,
    lasted: (span, isFiring, length) => `${span} (${isFiring ? 'bisher ' : ''}${length})`,
    fired: (when) => `Ausgelöst ${when}, noch immer aktiv.`,
    resolved: (fired, resolved) => `Ausgelöst ${fired}, behoben ${resolved}.`,
    peak: (name, total, exact, span) =>
      `${name === 'max' ? 'Die Spitze' : 'Der Tiefstand'} war ${total} (${exact}) im Fenster ${span}`,
    ofLimit: (share) => `, das sind ${share} der Grenze`,
    timesLimit: (factor) => `, das ist das ${factor}-Fache der Grenze`,
    exact: 'Diese Summe ist exakt.',
    exactSoFar: 'Diese Summe ist bisher exakt.',
    atLeast: (reasons) => `Diese Summe ist eine Untergrenze: ${reasons}.`,
    exactUnknown: 'Ob diese Summe exakt ist, ist nicht mehr bekannt.',
    madeMost: (pair, share) => `${pair} machte ${share} davon aus`,
    usually: (bytes) => `; in einem Fenster davor waren es üblicherweise ${bytes}`,
    usuallyNothing: '; in den Fenstern davor war es üblicherweise nichts',
    whoUnknown: 'Welche Paare es waren, ist nicht bekannt.',
    changed: (fresh, grown) => {
      if (fresh + grown === 0) return 'Als es begann, war kein Paar neu oder gewachsen.';
      const parts = [
        ...(fresh > 0 ? [`${counted(fresh, 'Paar', 'Paare')} neu`] : []),
        ...(grown > 0 ? [`${counted(grown, 'Paar', 'Paare')} gewachsen`] : []),
      ];
      return `Als es begann, ${(fresh || grown) === 1 ? 'war' : 'waren'} ${parts.join(' und ')}.`;
    },
    onlyLargest: (n) => ` Gezeigt sind die ${n}, die am meisten gewachsen sind.`,
    usualIs: (windows, span) =>
      `Üblich ist die Mitte von ${counted(windows, 'Fenster', 'Fenstern')}, ${span}.`,
    usualUnknown:
      'Was üblich ist, ist nicht bekannt: Die Paare der Fenster davor sind nicht aufbewahrt, oder sie sagen nicht, was die Grenze zählt.',
    who: 'Wer',
    whatChanged: 'Was sich geändert hat',
    limit: 'Die Grenze',
    comments: 'Bemerkungen',
    usual: 'Üblich',
    stored: 'Gespeichert',
    removed: 'Entfernt',
    noVersions: 'Keine ihrer Fassungen ist gespeichert.',
    filter: 'Aufzeichnungsfilter',
    comment: 'Bemerkung',
    addComment: 'Bemerkung hinzufügen',
    noComments: 'Noch hat niemand etwas dazu geschrieben.',
    show: 'Diesen Alarm zeigen',
    copyText: 'Als Text kopieren',
    copyFilter: 'Aufzeichnungsfilter kopieren',
    noFilter:
      'Kein Aufzeichnungsfilter kann diesen Verkehr beschreiben: Seine Paare sind nicht bekannt, oder es geht um eine Gruppe von Netzen.',
    newLimit: 'Neue Grenze aus seiner Spitze…',
  },
};

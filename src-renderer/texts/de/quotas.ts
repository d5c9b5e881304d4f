import { counted } from '../counted.ts';
import type { quotas as english } from '../en/quotas.ts';

export const quotas: typeof english = {
  quotas: {
    all: 'Alle Kontingente',
    period: 'Zeitraum',
    nearest: 'Am vollsten',
    newMonthly: 'Neue Monatsgrenze…',
    loading: 'Was verbraucht ist, wird gelesen…',
    none: 'Noch kein Kontingent',
    noneHint:
      'Ein Kontingent ist ein Höchstwert für einen Tag, eine Woche, einen Monat oder ein Jahr: für allen Verkehr, einen Host oder ein Netz. Hier sehen Sie, was davon verbraucht und was übrig ist, und wann es aufgebraucht sein wird.',
    more: (n) => `und ${counted(n, 'Kontingent', 'Kontingente')} mehr, weniger voll`,
    allTraffic: 'aller Verkehr',
    used: (used, of) => `${used} von ${of} verbraucht`,
    left: (bytes) => `${bytes} übrig`,
    over: (bytes) => `${bytes} darüber`,
    gone: (share, left) => `${share} der Zeit vergangen, noch ${left}`,
    states: {
      usedUp: 'Aufgebraucht',
      usedUpBy: (when) => `Bei diesem Tempo bis ${when} aufgebraucht`,
      near: (share) => `Über der Warnschwelle von ${share}`,
      within: 'Reicht, wenn es so weitergeht',
      withinAsCounted: 'Reicht, soweit gezählt',
      unknown: 'Noch keine Vorhersage',
    },
    unknownTitle: 'Noch ist kein Fenster dieses Zeitraums zu Ende',
    rate: (bytes) => `Bei diesem Tempo am Ende ${bytes}`,
    before: (span) => `Davor (${span}):`,
    sameTime: (bytes) => `${bytes} in ebenso langer Zeit`,
    inAll: (bytes) => `${bytes} insgesamt`,
    soFar: 'bisher',
    sameTimeNotKept: 'Die Summe eines Teils der Zeit wird nur für allen Verkehr aufbewahrt',
    marks: {
      used: 'verbraucht',
      ahead: 'wenn es so weitergeht',
      time: 'vergangene Zeit',
      warn: 'Warnschwelle',
    },
    actions: { edit: 'Bearbeiten…', alert: 'Alarm öffnen', history: 'Im Verlauf zeigen' },
    actionsOf: (quota) => `Aktionen für ${quota}`,
  },
};

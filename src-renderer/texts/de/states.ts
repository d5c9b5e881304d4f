import { counted } from '../counted.ts';
import type { states as english } from '../en/states.ts';

export const states: typeof english = {
  windowStates: {
    within: 'In den Grenzen',
    withinSoFar: 'Bisher in den Grenzen',
    withinAsCounted: 'In den Grenzen, soweit gezählt',
    above: 'Über max',
    below: 'Unter min',
    unchecked: {
      'no-limit': 'Keine Grenze gilt',
      'had-no-limit': 'Keine Grenze galt',
      'may-lack': 'Ungeprüft: unter dem Minimum, doch etwas kann fehlen',
    },
    open: 'läuft noch',
    corrected: (times) => (times === 1 ? 'einmal berichtigt' : `${times}-mal berichtigt`),
  },
  captureStates: {
    starting: 'Startet',
    capturing: 'Zeichnet auf',
    silent: 'Meldet sich nicht',
    restarting: 'Startet neu',
    paused: 'Angehalten',
    stopped: 'Beendet',
    failed: 'Keine Aufzeichnung',
  },
  imported: ({ added, changed, removed, unchanged }) =>
    `${counted(added, 'Grenze', 'Grenzen')} neu, ${changed} geändert, ${removed} entfernt, ${unchanged} unverändert`,
  exactness: {
    inWindows: 'einigen ihrer Fenster fehlen Pakete',
    atLeast: (reasons) => `mindestens: ${reasons}`,
    nothing: 'nichts wurde aufgezeichnet',
    waiting: 'Verkehr wird zurzeit nicht gezählt',
    queued: (n) => `${counted(n, 'Paket wartet', 'Pakete warten')} auf das Speichern`,
    spooled: (n) => `${counted(n, 'Satz wartet', 'Sätze warten')} auf die Broker`,
    unread: (n) => `${counted(n, 'Satz wartet', 'Sätze warten')} auf die Summierung`,
  },
  status: {
    label: 'Status',
    connecting: 'Verbindet',
    waiting: 'Wartet auf die Engine',
    engineFailed: 'Engine ausgefallen',
    engineRestarting: 'Engine startet neu',
    engineSilent: 'Die Engine antwortet nicht',
    capturing: (packets, interfaces) => `Zeichnet ${packets} auf ${interfaces} auf`,
    dropped: (count) => `${count} verloren`,
    dropsUnknown: 'Verluste unbekannt',
    dropsUntold: 'Eine Erfassung über cap sagt nicht, was der Kernel verliert',
    droppedBy: (kernel, interfaces, queue) =>
      `Verloren im Kernel: ${kernel}, an Schnittstellen: ${interfaces}, in der Warteschlange: ${queue}`,
    problems: (errors, warnings) =>
      `${counted(errors, 'Fehler', 'Fehler')}, ${counted(warnings, 'Warnung', 'Warnungen')}`,
    log: (lag) => `Log: ${lag} zurück`,
    logCurrent: 'Log aktuell',
    logTitle: (topic) =>
      topic === ''
        ? 'Flow-Sätze im Log, die noch nicht summiert sind'
        : `Topic ${topic}: Flow-Sätze im Log, die noch nicht summiert sind`,
    logStates: {
      connecting: (n) => `Verbindet mit dem Log, ${n} warten`,
      connected: (n) => n,
      disconnected: (n) => `Log getrennt, ${n} warten`,
    },
    noWindow: 'Noch kein Fenster',
    windowLeft: (span) => `Rest des Fensters ${span}`,
    noLimits: 'Keine Grenzen',
    unjudged: (n) => ` (${n} ungeprüft)`,
    sync: (when) => `Abgleich ${when}`,
    neverSynced: 'Grenzen wurden nie abgeglichen',
    lastSynced: (when) => `Grenzen zuletzt abgeglichen: ${when}`,
    noAlerts: 'Keine Alarme',
    noneFiring: 'Kein Alarm ist aktiv',
    firing: (n) => `${counted(n, 'Alarm', 'Alarme')} aktiv`,
    showNewestAlert: 'Neuesten Alarm zeigen',
  },
  problems: {
    label: 'Probleme',
    parts: {
      engine: 'Engine',
      capture: 'Aufzeichnung',
      stream: 'Log',
      store: 'Speicher',
      agents: 'Agenten',
      limits: 'Grenzen',
      alerts: 'Alarme',
      settings: 'Einstellungen',
      notice: 'Hinweis',
    },
    engineRestarts:
      'Die Engine ist stehen geblieben und startet neu; gezeigt wird der letzte bekannte Stand.',
    engineOff: 'Die Engine läuft nicht.',
    engineSilent:
      'Die Engine antwortet seit einigen Sekunden nicht; gezeigt wird der letzte bekannte Stand, und Verkehr wird womöglich nicht gezählt.',
    engineSilentRemedy:
      'Hält es an, prüfen Sie, ob der Prozess angehalten wurde oder der Rechner überlastet ist; beenden Sie StreamChecker dann und starten Sie es neu.',
    since: (when) => `seit ${when}`,
    more: (n) => `${n} weitere`,
    paused: 'Angehalten. Nichts wird aufgezeichnet, und die Fenster sagen es.',
    none: 'Keine Probleme: alles läuft, wie es soll.',
  },
};

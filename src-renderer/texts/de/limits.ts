import { counted } from '../counted.ts';
import type { limits as english } from '../en/limits.ts';

export const limits: typeof english = {
  limitsView: {
    all: 'Alle Grenzen',
    none: 'Noch keine Grenzen',
    noneHint:
      'Importieren Sie eine Datei mit den Spalten limit_name, limit_value und effective_date, als JSON oder CSV; ab dann werden Summen geprüft.',
    followed: (source) => `Gefolgt wird: ${source}`,
    notFollowed: 'Keiner Quelle wird gefolgt.',
    sync: 'Jetzt abgleichen',
    undo: (origin) => `Import von ${origin} zurücknehmen`,
    undoEdit: (origin) => `Änderung in ${origin} zurücknehmen`,
    undone: 'Die Änderung wurde zurückgenommen.',
    export: (form) => `Grenzen als ${form} exportieren`,
    origin: 'Aus',
    changes: {
      import: 'importiert',
      sync: 'geändert',
      edit: 'von Hand geändert',
      undo: 'zurückgenommen',
    },
    otherwise: (n, from, to) =>
      `${counted(n, 'gespeichertes Fenster würde', 'gespeicherte Fenster würden')} nach diesen Grenzen anders beurteilt, von ${from} bis ${to}. Es bleibt bei ihrem Urteil.`,
  },
  limitTerms: {
    window: (length) => `Fenster von ${length}`,
    period: (period) => `je ${period}`,
    hours: (hours) => `nur ${hours}`,
    agent: (agent) => `nur Agent ${agent}`,
    warnAt: (percent) => `Warnung ab ${percent} %`,
    title: 'Gilt für',
    usual: 'jedes Fenster',
  },
  unjudged: {
    label: 'nicht geprüft',
    some: (n) => `${counted(n, 'Grenze kann', 'Grenzen können')} in diesem Lauf nicht geprüft werden`,
    length: (period, length) => `Nicht geprüft: ${period} ist keine Summe von Fenstern von ${length}`,
    zone: (period, length, zone) =>
      `Nicht geprüft: In ${zone} beginnt der Zeitraum ${period} nicht mit einem Fenster von ${length}`,
  },
  limitImport: {
    title: (file) => (file === '' ? 'Grenzen importieren' : `Grenzen aus ${file} importieren`),
    reading: 'Die Grenzen werden gelesen …',
    import: 'Importieren',
    importing: 'Importiert …',
    cancel: 'Abbrechen',
    close: 'Schließen',
    badRows: (n) =>
      `${counted(n, 'Zeile ist', 'Zeilen sind')} nicht brauchbar. Nichts wird importiert, bis sie stimmen.`,
    nothingNew: 'Die Quelle enthält, was schon gilt. Nach dem Import wird mit ihr abgeglichen.',
    follows: 'Nach dem Import wird mit dieser Quelle abgeglichen.',
    kinds: { added: 'neu', changed: 'geändert', removed: 'entfernt', unchanged: 'unverändert' },
    all: 'aller',
    undo: 'Zurücknehmen',
    preview: 'Vorschau',
    postgres: {
      label: 'Adresse der Tabelle',
      hint: 'Ein Passwort darin gilt, solange StreamChecker läuft, und wird nie gespeichert. PGPASSWORD oder ~/.pgpass halten es für den nächsten Start bereit.',
    },
    past: {
      looking: 'Es wird nachgesehen, was diese Grenzen in den letzten 30 Tagen gefunden hätten …',
      none: 'Aus den letzten 30 Tagen gibt es keine Fenster, an denen sich diese Grenzen messen ließen.',
      within: (windows) =>
        `${windows} der letzten 30 Tage wurden betrachtet; keines hätte eine Grenze verlassen.`,
      breached: (breached, windows) =>
        `${windows} der letzten 30 Tage wurden betrachtet; davon hätten eine Grenze verlassen: ${breached}.`,
      newest: 'Nur die neuesten Fenster wurden betrachtet: es sind sehr viele.',
      otherwise: (n, from, to) =>
        `${counted(n, 'Fenster wurde', 'Fenster wurden')} am Ende anders beurteilt, von ${from} bis ${to}. Dabei bleibt es.`,
      more: (n) => `und ${counted(n, 'weitere Grenze', 'weitere Grenzen')}`,
    },
  },
  verdicts: {
    title: 'Beurteilt nach',
    none: 'Keine Grenze galt.',
    unknown:
      'Eine ältere Version hat dieses Fenster gespeichert, ohne die Grenzen, nach denen es beurteilt wurde.',
    more: (n) => `und ${counted(n, 'weitere Grenze', 'weitere Grenzen')}`,
    pairsGone: 'Die Paare dieses Fensters werden nicht mehr aufbewahrt',
    from: (date) => `In Kraft ab ${date}`,
    outcomes: {
      breached: 'verletzt',
      within: 'eingehalten',
      open: 'noch nicht beurteilt',
      unchecked: 'nicht bekannt',
    },
  },
  limitSuggestions: {
    command: 'Grenzen vorschlagen …',
    forPair: 'Grenze vorschlagen …',
    title: (scope) => (scope === '' ? 'Vorgeschlagene Grenzen' : `Vorgeschlagene Grenzen für ${scope}`),
    reading: 'Die Fenster der letzten 30 Tage werden betrachtet …',
    tooFew:
      'Aus den letzten 30 Tagen gibt es zu wenige vollständige Fenster für einen Vorschlag: 20 sind nötig.',
    basis:
      'Ein Maximum liegt ein Viertel über dem 99. Perzentil der vollständigen Fenster der letzten 30 Tage, ein Minimum ein Fünftel unter dem ersten.',
    usual: 'Perzentil',
    percentile: (percentile) => `${percentile} %:`,
    breaches: 'Hätten sie verlassen',
    of: (breaches, windows) => `${windows}, davon ${breaches}`,
    accept: 'Annehmen',
    acceptLabel: (limit) => `${limit} annehmen`,
    question: (limit, bytes, source) => `${limit} ${bytes} zu ${source} hinzufügen?`,
    consequence: 'Die Grenze gilt vom laufenden Fenster an; die anderen Zeilen bleiben, wie sie sind.',
    add: 'Hinzufügen',
    adding: 'Wird hinzugefügt …',
    back: 'Zurück',
    added: (limit, bytes, source) => `${limit} ${bytes} wurde zu ${source} hinzugefügt.`,
    noSource:
      'Keiner Quelle von Grenzen wird gefolgt. Speichern Sie die Vorschläge als Datei; nach dem Import ist sie die Quelle.',
    saveJson: 'Als Datei speichern und importieren …',
    saveSql: 'Als SQL speichern …',
    close: 'Schließen',
  },
};

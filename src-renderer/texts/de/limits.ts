import { alertTexts } from '../../../src-main/common/texts/alert-texts.ts';
import { counted } from '../counted.ts';
import type { limits as english } from '../en/limits.ts';

const noGroup = (name: string): string => `Es gibt keine Gruppe von Netzen ${name}`;

export const limits: typeof english = {
  limitsView: {
    all: 'Alle Grenzen',
    shown: (n, all) => `${n} von ${counted(all, 'Grenze', 'Grenzen')}`,
    showAll: 'Alle Grenzen zeigen',
    none: 'Noch keine Grenzen',
    noneHint:
      'Schreiben Sie eine mit „Neue Grenze…“, oder importieren Sie eine Datei mit den Spalten limit_name, limit_value und effective_date, als JSON oder CSV; ab dann werden Summen geprüft.',
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
  limitTerms: alertTexts.de.limitTerms,
  unjudged: {
    group: (name) => `Nicht geprüft: ${noGroup(name)}`,
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
  limitForm: {
    command: 'Neue Grenze…',
    forHost: (address) => `Neue Grenze für ${address}…`,
    forPair: 'Neue Grenze…',
    fromBar: 'Neue Grenze aus diesem Balken…',
    fromWindow: 'Neue Grenze aus diesem Fenster…',
    title: 'Neue Grenze',
    editTitle: 'Grenze bearbeiten',
    edit: 'Bearbeiten…',
    remove: 'Entfernen',
    editLabel: (limit) => `${limit} bearbeiten`,
    disable: 'Ausschalten',
    enable: 'Einschalten',
    off: 'aus',
    disableLabel: (limit) => `${limit} ausschalten`,
    enableLabel: (limit) => `${limit} einschalten`,
    removeLabel: (limit) => `${limit} entfernen`,
    max: 'Höchstens (max)',
    min: 'Mindestens (min)',
    fields: {
      name: 'Grenze',
      value: 'Bytes',
      period: 'Je',
      source: 'Von (source)',
      destination: 'An (destination)',
      direction: 'Richtung',
      agent: 'Aufgezeichnet von (agent)',
      hours: 'Stunden und Wochentage',
      warnAt: 'Warnen ab, in Prozent',
      effective: 'Gilt ab',
      title: 'Name',
      note: 'Notiz',
    },
    periods: 'Fenster; oder 1h, day, week, month@15, year',
    anyAddress: 'jede; oder 10.0.0.0/8, @office',
    anyDirection: 'jede',
    anyAgent: 'jedem',
    anyTitle: 'etwa Sicherung des Büros',
    fromNow: 'jetzt; oder 2026-01-31',
    past: {
      windows: (windows, breached) =>
        `Von ${windows} Fenstern der letzten 30 Tage hätten ${breached} sie verletzt.`,
      periods: (periods, breached) =>
        `Von ${periods} vergangenen Zeiträumen hätten ${breached} sie verletzt.`,
    },
    newest: 'Nur die neuesten Fenster wurden angesehen: Es sind sehr viele.',
    noPast: 'Für eine solche Grenze gibt es keine Summen der Vergangenheit.',
    judged: 'Sie kann hier geprüft werden.',
    unjudged: (reason) => `Sie kann hier nicht geprüft werden: ${reason}.`,
    into: (source) => `Sie kommt in ${source}.`,
    intoOwn: 'Sie kommt in eine Datei des Datenordners, der von da an gefolgt wird.',
    save: 'Speichern',
    cancel: 'Abbrechen',
    done: {
      added: (limit, source) => `${limit} wurde in ${source} aufgenommen.`,
      changed: (limit, source) => `${limit} wurde in ${source} geändert.`,
      disabled: (limit, source) => `${limit} wurde in ${source} ausgeschaltet.`,
      enabled: (limit, source) => `${limit} wurde in ${source} eingeschaltet.`,
      removed: (limit, source) => `${limit} wurde aus ${source} entfernt.`,
    },
    defects: {
      'value/missing': () => 'Geben Sie einen Wert an, etwa 2 GB, 500 MiB oder 2000000000.',
      'value/invalid': (shown) =>
        `„${shown}“ ist keine Anzahl von Bytes; schreiben Sie 2 GB, 500 MiB oder 2000000000.`,
      'value/ambiguous': (shown) =>
        `„${shown}“ lässt sich auf zwei Weisen lesen; schreiben Sie nur Ziffern, mit einem Punkt vor Dezimalen.`,
      'value/fraction': (shown) => `„${shown}“ ist keine ganze Zahl von Bytes.`,
      'value/too-large': (shown) =>
        `„${shown}“ ist mehr, als aufs Byte gezählt werden kann: höchstens 9007 TB.`,
      'period/invalid': (shown) =>
        `„${shown}“ ist kein gültiger Zeitraum; schreiben Sie 5m, 1h, day, week, month, month@15 oder year.`,
      'period/day': (shown) =>
        `„${shown}“ beginnt an einem Tag, den nicht jeder Monat hat; nehmen Sie einen Tag von 1 bis 28, wie in month@28.`,
      'network/invalid': (shown) =>
        `„${shown}“ ist keine IP-Adresse und kein Netz; schreiben Sie 192.0.2.1, 10.0.0.0/8 oder 2001:db8::/32.`,
      'network/unknown-group': (shown) => `${noGroup(shown)}; legen Sie sie in den Einstellungen an.`,
      'direction/invalid': (shown) =>
        `„${shown}“ ist keine Richtung; schreiben Sie in, out, local oder passing.`,
      'hours/invalid': (shown) =>
        `„${shown}“ sind keine Stunden; schreiben Sie 22:00-06:00 oder Mon-Fri 08:00-18:00.`,
      'hours/empty': (shown) => `„${shown}“ hat keine Länge.`,
      'agent/invalid': (shown) => `„${shown}“ ist kein gültiger Name eines Agenten.`,
      'warn/invalid': (shown) => `„${shown}“ muss ein Anteil von 1 bis 100 Prozent sein.`,
      'title/invalid': () => 'Ein Name ist eine Zeile von höchstens 100 Zeichen.',
      'note/invalid': () => 'Eine Notiz hat höchstens 10 000 Zeichen, und keine Steuerzeichen.',
      'effective/invalid': (shown) =>
        `„${shown}“ ist weder Datum noch Zeitpunkt; schreiben Sie 2026-01-31 oder 2026-01-31T08:00:00+01:00.`,
      'limit/contradicts': (shown) =>
        `Ein Minimum über dem Maximum ist nicht einzuhalten: Für denselben Verkehr gilt ${shown}.`,
      'limit/exists': () => 'Von diesem Datum an gibt es schon eine Grenze für diesen Verkehr und Zeitraum.',
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

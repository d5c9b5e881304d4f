import { countText, isSingular, type NumberStyle } from '../format.ts';

/** A count and the thing counted, in its number: `1 window`, `2 windows`. */
const countedIn =
  (language: NumberStyle['language']) =>
  (count: number, one: string, many: string): string =>
    `${countText(count, { units: 'iec', language })} ${isSingular(count, language) ? one : many}`;

const [inEnglish, inGerman, inFrench] = [countedIn('en'), countedIn('de'), countedIn('fr')];

const english = {
  alertStates: {
    aboveMax: 'Traffic above max',
    belowMin: 'Traffic below min',
    silent: 'No traffic',
    silentBut: (bytes: string) => `Silent but for ${bytes}`,
    noReport: (agent: string) => `No report from agent ${agent}`,
    manySilent: (n: number) => `${inEnglish(n, 'agent', 'agents')} not reporting`,
    lacking: 'Windows lack what it captures meanwhile',
    since: (window: string) => `Since the window ${window}`,
    resolved: (breach: string) => `Resolved: ${breach.charAt(0).toLowerCase()}${breach.slice(1)}`,
    nearMax: 'Traffic near max',
    named: {
      aboveMax: (name: string) => `${name}: above max`,
      belowMin: (name: string) => `${name}: below min`,
      nearMax: (name: string) => `${name}: near max`,
      silent: (name: string) => `${name}: no traffic`,
      silentBut: (name: string, bytes: string) => `${name}: silent but for ${bytes}`,
      resolved: (breach: string) => `Resolved: ${breach}`,
      stillFiring: (breach: string) => `Still firing: ${breach}`,
    },
    about: (title: string, host: string) => `${title}: ${host}`,
    mostlyFrom: (title: string, host: string) => `${title}, mostly from ${host}`,
    acknowledge: 'Acknowledge',
    snooze: 'Snooze for an Hour',
    many: {
      hosts: (n: number) => inEnglish(n, 'host', 'hosts'),
      pairs: (n: number) => inEnglish(n, 'pair', 'pairs'),
      totals: (n: number) => inEnglish(n, 'total', 'totals'),
    },
    manyAboveMax: (many: string) => `${many} above max`,
    manyBelowMin: (many: string) => `${many} below min`,
    manyNearMax: (many: string) => `${many} near max`,
    stillFiring: (breach: string) => `Still firing: ${breach.charAt(0).toLowerCase()}${breach.slice(1)}`,
    observed: (exact: string, rounded: string, name: string, limit: string) =>
      `${exact} (${rounded}), ${name} ${limit}`,
    window: (span: string) => `Window ${span}`,
    peak: (observed: string, isMax: boolean) => `${isMax ? 'Peak' : 'Lowest'}: ${observed}`,
    length: (length: string, windows: string) => `${length}, ${windows}`,
    lasted: (length: string) => `Lasted ${length}`,
    soFar: (length: string) => `For ${length} so far`,
    ended: {
      within: (observed: string, span: string) => `Then ${observed} in the window ${span}`,
      'limit-changed': (observed: string, span: string) =>
        `Within the limit that holds now: ${observed} in the window ${span}`,
      'limit-removed': () => 'The limit was removed',
      'over-when-found': () => 'Found late: newer windows are within the limit',
      'series-left': () => 'The settings have changed, and this is no longer summed',
      'agent-back': () => 'It reports again',
      'agent-left': () => 'It said farewell',
      'agent-forgotten': () => 'It was forgotten',
      'agent-not-expected': () => 'It is no longer expected',
    },
    any: 'any',
  },
  directions: {
    in: 'in',
    out: 'out',
    local: 'local',
    passing: 'passing',
    unknown: 'unknown',
  },
  limitTerms: {
    window: (length: string) => `windows of ${length}`,
    hours: (hours: string) => `${hours} only`,
    agent: (agent: string) => `agent ${agent} only`,
    warnAt: (percent: number) => `warned of from ${percent} %`,
    title: 'Holds for',
    usual: 'every window',
  },
  counts: {
    bytes: (n: number) => inEnglish(n, 'byte', 'bytes'),
    windows: (n: number) => inEnglish(n, 'window', 'windows'),
    otherPairs: 'other',
  },
};

/** What is said of alerts and limits, in the window and in notifications. */
export type AlertTexts = typeof english;

const german: AlertTexts = {
  alertStates: {
    aboveMax: 'Verkehr über max',
    belowMin: 'Verkehr unter min',
    silent: 'Kein Verkehr',
    silentBut: (bytes) => `Still bis auf ${bytes}`,
    noReport: (agent) => `Keine Meldung von Agent ${agent}`,
    manySilent: (n) => `${inGerman(n, 'Agent', 'Agenten')} ohne Meldung`,
    lacking: 'Den Fenstern fehlt, was er unterdessen aufzeichnet',
    since: (window) => `Seit dem Fenster ${window}`,
    resolved: (breach) => `Behoben: ${breach}`,
    nearMax: 'Verkehr nahe max',
    named: {
      aboveMax: (name) => `${name}: über max`,
      belowMin: (name) => `${name}: unter min`,
      nearMax: (name) => `${name}: nahe max`,
      silent: (name) => `${name}: kein Verkehr`,
      silentBut: (name, bytes) => `${name}: still bis auf ${bytes}`,
      resolved: (breach) => `Behoben: ${breach}`,
      stillFiring: (breach) => `Noch immer: ${breach}`,
    },
    about: (title, host) => `${title}: ${host}`,
    mostlyFrom: (title, host) => `${title}, vor allem von ${host}`,
    acknowledge: 'Zur Kenntnis nehmen',
    snooze: 'Eine Stunde ruhen lassen',
    many: {
      hosts: (n) => inGerman(n, 'Rechner', 'Rechner'),
      pairs: (n) => inGerman(n, 'Paar', 'Paare'),
      totals: (n) => inGerman(n, 'Summe', 'Summen'),
    },
    manyAboveMax: (many) => `${many} über max`,
    manyBelowMin: (many) => `${many} unter min`,
    manyNearMax: (many) => `${many} nahe max`,
    stillFiring: (breach) => `Noch immer: ${breach}`,
    observed: (exact, rounded, name, limit) => `${exact} (${rounded}), ${name} ${limit}`,
    window: (span) => `Fenster ${span}`,
    peak: (observed, isMax) => `${isMax ? 'Spitze' : 'Tiefstand'}: ${observed}`,
    length: (length, windows) => `${length}, ${windows}`,
    lasted: (length) => `Dauerte ${length}`,
    soFar: (length) => `Bisher ${length}`,
    ended: {
      within: (observed, span) => `Danach ${observed} im Fenster ${span}`,
      'limit-changed': (observed, span) => `In der Grenze, die jetzt gilt: ${observed} im Fenster ${span}`,
      'limit-removed': () => 'Die Grenze wurde entfernt',
      'over-when-found': () => 'Spät gefunden: neuere Fenster liegen in der Grenze',
      'series-left': () => 'Die Einstellungen sind andere, und dies wird nicht mehr summiert',
      'agent-back': () => 'Er meldet sich wieder',
      'agent-left': () => 'Er hat sich abgemeldet',
      'agent-forgotten': () => 'Er wurde vergessen',
      'agent-not-expected': () => 'Er wird nicht mehr erwartet',
    },
    any: 'alle',
  },
  directions: {
    in: 'ein',
    out: 'aus',
    local: 'lokal',
    passing: 'durch',
    unknown: 'unbekannt',
  },
  limitTerms: {
    window: (length) => `Fenster von ${length}`,
    hours: (hours) => `nur ${hours}`,
    agent: (agent) => `nur Agent ${agent}`,
    warnAt: (percent) => `Warnung ab ${percent} %`,
    title: 'Gilt für',
    usual: 'jedes Fenster',
  },
  counts: {
    bytes: (n) => inGerman(n, 'Byte', 'Bytes'),
    windows: (n) => inGerman(n, 'Fenster', 'Fenster'),
    otherPairs: 'übrige',
  },
};

/** As it stands after a colon. */
const inSentence = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

const french: AlertTexts = {
  alertStates: {
    aboveMax: 'Trafic au-dessus du max',
    belowMin: 'Trafic sous le min',
    silent: 'Aucun trafic',
    silentBut: (bytes) => `Silence, à ${bytes} près`,
    noReport: (agent) => `Aucune nouvelle de l’agent ${agent}`,
    manySilent: (n) => inFrench(n, 'agent muet', 'agents muets'),
    lacking: 'Il manque aux fenêtres ce qu’il capture entre-temps',
    since: (window) => `Depuis la fenêtre ${window}`,
    resolved: (breach) => `Résolu : ${inSentence(breach)}`,
    nearMax: 'Trafic proche du max',
    named: {
      aboveMax: (name) => `${name} : au-dessus du max`,
      belowMin: (name) => `${name} : sous le min`,
      nearMax: (name) => `${name} : proche du max`,
      silent: (name) => `${name} : aucun trafic`,
      silentBut: (name, bytes) => `${name} : silence, à ${bytes} près`,
      resolved: (breach) => `Résolu : ${breach}`,
      stillFiring: (breach) => `Toujours en cours : ${breach}`,
    },
    about: (title, host) => `${title} : ${host}`,
    mostlyFrom: (title, host) => `${title}, surtout de ${host}`,
    acknowledge: 'Acquitter',
    snooze: 'Reporter d’une heure',
    many: {
      hosts: (n) => inFrench(n, 'hôte', 'hôtes'),
      pairs: (n) => inFrench(n, 'paire', 'paires'),
      totals: (n) => inFrench(n, 'total', 'totaux'),
    },
    manyAboveMax: (many) => `${many} au-dessus du max`,
    manyBelowMin: (many) => `${many} sous le min`,
    manyNearMax: (many) => `${many} proches du max`,
    stillFiring: (breach) => `Toujours en cours : ${inSentence(breach)}`,
    observed: (exact, rounded, name, limit) => `${exact} (${rounded}), ${name} ${limit}`,
    window: (span) => `Fenêtre ${span}`,
    peak: (observed, isMax) => `${isMax ? 'Pic' : 'Plancher'} : ${observed}`,
    length: (length, windows) => `${length}, ${windows}`,
    lasted: (length) => `A duré ${length}`,
    soFar: (length) => `Depuis ${length}`,
    ended: {
      within: (observed, span) => `Puis ${observed} dans la fenêtre ${span}`,
      'limit-changed': (observed, span) =>
        `Dans la limite désormais en vigueur : ${observed} dans la fenêtre ${span}`,
      'limit-removed': () => 'La limite a été supprimée',
      'over-when-found': () => 'Trouvé après coup : les fenêtres suivantes respectent la limite',
      'series-left': () => 'Les paramètres ont changé, et ceci n’est plus additionné',
      'agent-back': () => 'Il donne de nouveau des nouvelles',
      'agent-left': () => 'Il a annoncé son départ',
      'agent-forgotten': () => 'Il a été oublié',
      'agent-not-expected': () => 'Il n’est plus attendu',
    },
    any: 'toutes',
  },
  directions: {
    in: 'entrant',
    out: 'sortant',
    local: 'interne',
    passing: 'transit',
    unknown: 'inconnu',
  },
  limitTerms: {
    window: (length) => `fenêtres de ${length}`,
    hours: (hours) => `seulement ${hours}`,
    agent: (agent) => `agent ${agent} seulement`,
    warnAt: (percent) => `avertissement dès ${percent} %`,
    title: 'Portée',
    usual: 'chaque fenêtre',
  },
  counts: {
    bytes: (n) => inFrench(n, 'octet', 'octets'),
    windows: (n) => inFrench(n, 'fenêtre', 'fenêtres'),
    otherPairs: 'autres',
  },
};

export const alertTexts: Readonly<Record<NumberStyle['language'], AlertTexts>> = {
  en: english,
  de: german,
  fr: french,
};

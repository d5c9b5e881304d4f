import type { Language } from './language.ts';
import type { Lack, LackReason } from './model/windows.ts';

/** What a total lacks for one reason, over all agents and interfaces. */
export interface LackSum {
  readonly reason: LackReason;
  /** Packets that it is known to lack; null where they were not counted. */
  readonly packets: number | null;
  /** Whose it is: interfaces, or agents where an agent as a whole is meant; none where that is not known. */
  readonly owners: readonly string[];
}

/** Reasons that speak of an agent rather than of one of its interfaces. */
const ofAgents: ReadonlySet<LackReason> = new Set(['agent-silent', 'coverage-unknown']);

/** What a total lacks, a sum for each reason, in the order in which they come. That a window still grows is not among them. */
export function sumLacks(lacks: readonly Lack[]): LackSum[] {
  const sums = new Map<LackReason, { packets: number; isCounted: boolean; owners: Set<string> }>();
  for (const { reason, packets, agent, interface: name } of lacks) {
    if (reason === 'not-over') continue;
    const sum = sums.get(reason) ?? { packets: 0, isCounted: true, owners: new Set() };
    sums.set(reason, sum);
    sum.packets += packets ?? 0;
    sum.isCounted &&= packets !== undefined;
    const owner = ofAgents.has(reason) ? agent : name;
    if (owner !== undefined) sum.owners.add(owner);
  }
  return [...sums].map(([reason, { packets, isCounted, owners }]) => ({
    reason,
    packets: isCounted ? packets : null,
    owners: [...owners],
  }));
}

/** Says one sum: `packets` as a number with its noun, null where nobody counted; `owners` as a list, maybe empty. */
type LackPhrase = (packets: string | null, owners: string) => string;

const on = (phrase: string, preposition: string, owners: string): string =>
  owners === '' ? phrase : `${phrase} ${preposition} ${owners}`;

const lost = (phrase: string, packets: string | null): string =>
  packets === null ? phrase : `${phrase} (${packets})`;

/** What totals lack, in the languages of the app. */
export const lackPhrases: Readonly<Record<Language, Readonly<Record<LackReason, LackPhrase>>>> = {
  en: {
    'not-captured': (_packets, owners) => on('not captured from start to end', 'on', owners),
    'kernel-dropped': (packets) => `${packets ?? 'packets'} dropped by the kernel`,
    'interface-dropped': (packets) => `${packets ?? 'packets'} dropped by the interface`,
    'queue-dropped': (packets) => `${packets ?? 'packets'} dropped in the queue`,
    'drops-unknown': () => 'drops unknown',
    late: (packets) => `${packets ?? 'packets'} late`,
    'agent-silent': (_packets, owners) => on('no report', 'from agent', owners),
    'records-lost': () => 'records deleted before they were read',
    'coverage-unknown': (_packets, owners) => on('coverage unknown', 'of', owners),
    refused: () => 'records refused',
    'not-kept': () => 'not kept from its start',
    'not-summed': () => 'not summed from its start yet',
    'not-over': () => 'not over',
  },
  de: {
    'not-captured': (_packets, owners) => on('nicht durchgehend aufgezeichnet', 'auf', owners),
    'kernel-dropped': (packets) => `${packets ?? 'Pakete'} im Kernel verloren`,
    'interface-dropped': (packets) => `${packets ?? 'Pakete'} an der Schnittstelle verloren`,
    'queue-dropped': (packets) => `${packets ?? 'Pakete'} in der Warteschlange verloren`,
    'drops-unknown': () => 'Verluste unbekannt',
    late: (packets) => `${packets ?? 'Pakete'} verspätet`,
    'agent-silent': (_packets, owners) => on('keine Meldung', 'von Agent', owners),
    'records-lost': () => 'Sätze vor dem Lesen gelöscht',
    'coverage-unknown': (_packets, owners) => on('Abdeckung unbekannt', 'von', owners),
    refused: () => 'Sätze abgewiesen',
    'not-kept': () => 'nicht von Beginn an aufbewahrt',
    'not-summed': () => 'noch nicht von Beginn an summiert',
    'not-over': () => 'noch nicht zu Ende',
  },
  fr: {
    'not-captured': (_packets, owners) => on('capture incomplète', 'sur', owners),
    'kernel-dropped': (packets) => lost('pertes dans le noyau', packets),
    'interface-dropped': (packets) => lost('pertes à l’interface', packets),
    'queue-dropped': (packets) => lost('pertes dans la file d’attente', packets),
    'drops-unknown': () => 'pertes inconnues',
    late: (packets) => `${packets ?? 'paquets'} en retard`,
    'agent-silent': (_packets, owners) => on('aucune nouvelle', 'de l’agent', owners),
    'records-lost': () => 'enregistrements supprimés avant d’être lus',
    'coverage-unknown': (_packets, owners) => on('couverture inconnue', 'pour', owners),
    refused: () => 'enregistrements refusés',
    'not-kept': () => 'pas conservé depuis son début',
    'not-summed': () => 'pas encore additionné depuis son début',
    'not-over': () => 'pas encore terminé',
  },
};

const namedOwners = 3;

/** What a total lacks, a phrase for each reason; nothing for one that is exact, or would be if its window were over. */
export const lackTexts = (
  lacks: readonly Lack[],
  language: Language,
  packetsText: (packets: number) => string,
): string[] =>
  sumLacks(lacks).map(({ reason, packets, owners }) => {
    const named = owners.slice(0, namedOwners).join(', ');
    const list = owners.length > namedOwners ? `${named}, …` : named;
    return lackPhrases[language][reason](packets === null ? null : packetsText(packets), list);
  });

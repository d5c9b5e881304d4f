import type { Lack, LackReason } from './model/windows.ts';
import type { Phrase } from './phrases/phrase.ts';
import { say } from './phrases/say.ts';

/** What a total lacks for one reason, over all agents and interfaces. */
export interface LackSum {
  readonly reason: Exclude<LackReason, 'not-over'>;
  /** Packets that it is known to lack; null where they were not counted. */
  readonly packets: number | null;
  /** Whose it is: interfaces, or agents where an agent as a whole is meant; none where that is not known. */
  readonly owners: readonly string[];
}

/** Reasons that speak of an agent rather than of one of its interfaces. */
const ofAgents: ReadonlySet<LackReason> = new Set(['agent-silent', 'coverage-unknown']);

/** What a total lacks, a sum for each reason, in the order in which they come. That a window still grows is not among them. */
export function sumLacks(lacks: readonly Lack[]): LackSum[] {
  const sums = new Map<LackSum['reason'], { packets: number; isCounted: boolean; owners: Set<string> }>();
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

const namedOwners = 3;

/** What a total lacks, a phrase for each reason; nothing for one that is exact, or would be if its window were over. */
export const lackPhrases = (lacks: readonly Lack[]): Phrase[] => sumLacks(lacks).map(lackPhrase);

function lackPhrase({ reason, packets: count, owners: all }: LackSum): Phrase {
  const packets = count === null ? '' : say('count.packets', { count });
  const owners = [...all.slice(0, namedOwners), ...(all.length > namedOwners ? ['…'] : [])].join(', ');
  switch (reason) {
    case 'kernel-dropped':
    case 'interface-dropped':
    case 'queue-dropped':
    case 'late':
      return say(`lack.${reason}`, { packets });
    case 'not-captured':
    case 'agent-silent':
    case 'coverage-unknown':
      return say(`lack.${reason}`, { owners });
    default:
      return say(`lack.${reason}`);
  }
}

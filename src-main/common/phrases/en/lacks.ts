import { countedIn } from '../counted.ts';

const counted = countedIn('en');

/** Of something, where that is known: `not captured from start to end on eth0`. */
const on = (words: string, preposition: string, owners: string): string =>
  owners === '' ? words : `${words} ${preposition} ${owners}`;

/** Packets as a number with its noun; empty where nobody counted them. */
interface Lost {
  readonly packets: string;
}
/** Agents or interfaces as a list, maybe empty. */
interface Owned {
  readonly owners: string;
}

/** What totals lack, by the reason, and whether they are exact. */
export const lacks = {
  'lack.not-captured': ({ owners }: Owned) => on('not captured from start to end', 'on', owners),
  'lack.kernel-dropped': ({ packets }: Lost) => `${packets || 'packets'} dropped by the kernel`,
  'lack.interface-dropped': ({ packets }: Lost) => `${packets || 'packets'} dropped by the interface`,
  'lack.queue-dropped': ({ packets }: Lost) => `${packets || 'packets'} dropped in the queue`,
  'lack.drops-unknown': 'drops unknown',
  'lack.late': ({ packets }: Lost) => `${packets || 'packets'} late`,
  'lack.agent-silent': ({ owners }: Owned) => on('no report', 'from agent', owners),
  'lack.records-lost': 'records deleted before they were read',
  'lack.coverage-unknown': ({ owners }: Owned) => on('coverage unknown', 'of', owners),
  'lack.refused': 'records refused',
  'lack.not-kept': 'not kept from its start',
  'lack.not-summed': 'not summed from its start yet',
  'lack.inWindows': ({ count }: { count: number }) =>
    `${counted(count, 'window', 'windows')} may lack something`,
  'lack.pairsUnknown': 'the pairs of {bytes} are unknown',
  'lack.pairsNotByAgent': 'the bytes of {packets} were not kept by agent',
  'exactness.exact': 'exact',
  'exactness.exactSoFar': 'exact so far',
  'exactness.soFar': 'so far',
  'exactness.atLeast': 'at least',
  'exactness.atLeastWith': 'at least ({reasons})',
} as const;

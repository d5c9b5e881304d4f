import { countedIn } from '../counted.ts';
import type { lacks as english } from '../en/lacks.ts';
import type { Translation } from '../phrase.ts';

const counted = countedIn('de');

const on = (words: string, preposition: string, owners: string): string =>
  owners === '' ? words : `${words} ${preposition} ${owners}`;

export const lacks: Translation<typeof english> = {
  'lack.not-captured': ({ owners }) => on('nicht durchgehend aufgezeichnet', 'auf', owners),
  'lack.kernel-dropped': ({ packets }) => `${packets || 'Pakete'} im Kernel verloren`,
  'lack.interface-dropped': ({ packets }) => `${packets || 'Pakete'} an der Schnittstelle verloren`,
  'lack.queue-dropped': ({ packets }) => `${packets || 'Pakete'} in der Warteschlange verloren`,
  'lack.drops-unknown': 'Verluste unbekannt',
  'lack.late': ({ packets }) => `${packets || 'Pakete'} verspätet`,
  'lack.agent-silent': ({ owners }) => on('keine Meldung', 'von Agent', owners),
  'lack.records-lost': 'Sätze vor dem Lesen gelöscht',
  'lack.coverage-unknown': ({ owners }) => on('Abdeckung unbekannt', 'von', owners),
  'lack.refused': 'Sätze abgewiesen',
  'lack.not-kept': 'nicht von Beginn an aufbewahrt',
  'lack.not-summed': 'noch nicht von Beginn an summiert',
  'lack.inWindows': ({ count }) => `${counted(count, 'Fenster', 'Fenstern')} fehlt vielleicht etwas`,
  'lack.pairsUnknown': 'die Paare von {bytes} sind nicht bekannt',
  'lack.pairsNotByAgent': 'die Bytes von {packets} wurden nicht nach Agent aufbewahrt',
  'exactness.exact': 'exakt',
  'exactness.exactSoFar': 'bisher exakt',
  'exactness.soFar': 'bisher',
  'exactness.atLeast': 'mindestens',
  'exactness.atLeastWith': 'mindestens ({reasons})',
};

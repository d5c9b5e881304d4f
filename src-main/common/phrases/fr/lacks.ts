import { countedIn } from '../counted.ts';
import type { lacks as english } from '../en/lacks.ts';
import type { Translation } from '../phrase.ts';

const counted = countedIn('fr');

const on = (words: string, preposition: string, owners: string): string =>
  owners === '' ? words : `${words} ${preposition} ${owners}`;

const lost = (words: string, packets: string): string => (packets === '' ? words : `${words} (${packets})`);

export const lacks: Translation<typeof english> = {
  'lack.not-captured': ({ owners }) => on('capture incomplète', 'sur', owners),
  'lack.kernel-dropped': ({ packets }) => lost('pertes dans le noyau', packets),
  'lack.interface-dropped': ({ packets }) => lost('pertes à l’interface', packets),
  'lack.queue-dropped': ({ packets }) => lost('pertes dans la file d’attente', packets),
  'lack.drops-unknown': 'pertes inconnues',
  'lack.late': ({ packets }) => `${packets || 'paquets'} en retard`,
  'lack.agent-silent': ({ owners }) => on('aucune nouvelle', 'de l’agent', owners),
  'lack.records-lost': 'enregistrements supprimés avant d’être lus',
  'lack.coverage-unknown': ({ owners }) => on('couverture inconnue', 'pour', owners),
  'lack.refused': 'enregistrements refusés',
  'lack.not-kept': 'pas conservé depuis son début',
  'lack.not-summed': 'pas encore additionné depuis son début',
  'lack.inWindows': ({ count }) =>
    `il manque peut-être quelque chose à ${counted(count, 'fenêtre', 'fenêtres')}`,
  'lack.pairsUnknown': 'les paires de {bytes} sont inconnues',
  'lack.pairsNotByAgent': 'les octets de {packets} n’ont pas été conservés par agent',
  'exactness.exact': 'exact',
  'exactness.exactSoFar': 'exact jusqu’ici',
  'exactness.soFar': 'jusqu’ici',
  'exactness.atLeast': 'au moins',
  'exactness.atLeastWith': 'au moins ({reasons})',
};

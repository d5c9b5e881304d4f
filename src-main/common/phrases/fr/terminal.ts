import { countedIn } from '../counted.ts';
import type { terminal as english } from '../en/terminal.ts';
import type { Translation } from '../phrase.ts';

const counted = countedIn('fr');

export const terminal: Translation<typeof english> = {
  'verdict.breached': '    DÉPASSÉE : {what}',
  'verdict.within': '    respectée : {what}',
  'verdict.open': '    pas encore vérifiée : {what}',
  'verdict.unchecked': '    inconnue : {what}',
  'verdict.against': '{observed} face à {limit}',
  'verdict.notKept': 'paires plus conservées, {limit}',
  'verdict.older': '    vérifiée par des limites qu’une version antérieure n’a pas conservées',
  'verdict.more': ({ count }) => `    … et ${counted(count, 'autre limite', 'autres limites')}`,

  'projection.above': 'À ce rythme, au-dessus de {limit} dans {wait}',
  'projection.below': 'À ce rythme, sous {limit} dans {wait}',
  'projection.near': 'Proche de {limit}',
  'projection.share': '{projection}, {percent} % atteints',

  'edit.added': '{limit} ({id}) ajoutée dans {origin}',
  'edit.changed': '{limit} ({id}) modifiée dans {origin}',
  'edit.removed': '{limit} ({id}) supprimée dans {origin}',
  'edit.disabled': '{limit} ({id}) désactivée dans {origin}',
  'edit.enabled': '{limit} ({id}) activée dans {origin}',
  'edit.wouldAdd': 'Ajouterait {limit}',
  'edit.wouldChange': 'Modifierait {limit}',
  'edit.wouldRemove': 'Supprimerait {limit}',
  'edit.accepted': '{limit} ajoutée à {origin}',

  'version.stored': '  {limit}, à partir du {from} (conservée {stored})',
  'version.removed': '  {limit}, à partir du {from} (conservée {stored}, supprimée {removed})',
};

import { countedIn } from '../counted.ts';
import type { terminal as english } from '../en/terminal.ts';
import type { Translation } from '../phrase.ts';

const counted = countedIn('de');

export const terminal: Translation<typeof english> = {
  'verdict.breached': '    VERLETZT: {what}',
  'verdict.within': '    eingehalten: {what}',
  'verdict.open': '    noch nicht geprüft: {what}',
  'verdict.unchecked': '    nicht bekannt: {what}',
  'verdict.against': '{observed} gegen {limit}',
  'verdict.notKept': 'Paare nicht mehr aufbewahrt, {limit}',
  'verdict.older': '    nach Grenzen geprüft, die eine ältere Version nicht gespeichert hat',
  'verdict.more': ({ count }) => `    … und ${counted(count, 'weitere Grenze', 'weitere Grenzen')}`,

  'projection.above': 'Bei diesem Tempo über {limit} in {wait}',
  'projection.below': 'Bei diesem Tempo unter {limit} in {wait}',
  'projection.near': 'Nahe {limit}',
  'projection.share': '{projection}, bisher {percent} % davon',

  'edit.added': '{limit} ({id}) in {origin} hinzugefügt',
  'edit.changed': '{limit} ({id}) in {origin} geändert',
  'edit.removed': '{limit} ({id}) in {origin} entfernt',
  'edit.disabled': '{limit} ({id}) in {origin} ausgeschaltet',
  'edit.enabled': '{limit} ({id}) in {origin} eingeschaltet',
  'edit.wouldAdd': 'Würde {limit} hinzufügen',
  'edit.wouldChange': 'Würde {limit} ändern',
  'edit.wouldRemove': 'Würde {limit} entfernen',
  'edit.accepted': '{limit} zu {origin} hinzugefügt',

  'version.stored': '  {limit}, ab {from} (gespeichert {stored})',
  'version.removed': '  {limit}, ab {from} (gespeichert {stored}, entfernt {removed})',
};

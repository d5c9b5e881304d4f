import { countText } from '../../format.ts';
import type { command as english } from '../en/command.ts';
import type { Translation } from '../phrase.ts';

const inFrench = (count: number): string => countText(count, { units: 'iec', language: 'fr' });
/** None and one are singular. */
const counted = (count: number, one: string, many: string): string =>
  `${inFrench(count)} ${count < 2 ? one : many}`;

export const command: Translation<typeof english> = {
  'command.migrating':
    'Mise à jour du dossier de données d’une version antérieure (Ctrl-C est sans danger ; la commande suivante continue)',
  'command.migrated':
    'Mise à jour du dossier de données : {percent} %, encore {left} environ (Ctrl-C est sans danger ; le démarrage suivant continue)',
  'command.follows': 'Suit les alertes de {folder} ; Ctrl-C y met fin',
  'command.stalled': 'Ce qui fait la somme du trafic s’est arrêté {ms} ms au plus',
  'command.lastGood': '{problem} ; les dernières bonnes limites restent en vigueur',
  'command.noTime':
    'Le temps a manqué pour additionner les paires des lignes les plus anciennes : demandez-en moins',
  'command.rowsWritten': ({ count, file }) =>
    `${counted(count, 'ligne écrite', 'lignes écrites')} dans ${file}`,
  'command.periodsWritten': ({ count, file }) =>
    `${counted(count, 'période écrite', 'périodes écrites')} dans ${file}`,
  'command.windowsWritten': ({ count, file }) =>
    `${counted(count, 'fenêtre écrite', 'fenêtres écrites')} dans ${file}`,
  'command.outputGone': 'La sortie ne peut pas être écrite ({detail}).',
  'command.unjudged': '{limit} ne peut pas être vérifiée ici : {reason}',
  'command.moreUnjudged': ({ count }) =>
    count < 2
      ? 'Une autre limite ne peut pas être vérifiée ici'
      : `${inFrench(count)} autres limites ne peuvent pas être vérifiées ici`,
  'command.left': ({ count, brokers }) =>
    `${counted(count, 'enregistrement attend', 'enregistrements attendent')} dans la file : ${brokers} ne les a pas pris ; l’exécution suivante les envoie`,

  'command.notWritten': '{file} ne peut pas être écrit : {detail}',
  'command.fromBeforeTo': '--from doit précéder --to',
  'command.manyPeriods': 'Il y a plus de {most} périodes dans ce temps',
  'command.manyAgents': 'Plusieurs agents ont un identifiant qui commence par « {name} »',
  'command.noAgent': 'Aucun agent connu n’a un identifiant qui commence par « {name} »',
  'command.notComparable': 'On ne peut rien comparer à « {text} »',
  'command.directionOfAll': '--directions porte sur tout le trafic',
  'command.directionPicks': '--direction choisit un des --directions',
  'command.hostIsBoth': '{option} est source et destination',
  'command.peerOfHost': '--peer est l’autre bout d’un --host',
  'command.noView': 'Il n’y a pas de vue {view}',
  'command.badRows': ({ origin, count }) =>
    `${origin} a ${counted(count, 'ligne incorrecte', 'lignes incorrectes')}`,
  'command.badLimit': ({ defects }) => defects.join(' '),
  'command.badField': '{field} : {defect}',
  'command.limit.newer': '{limit} a une version plus récente',
  'command.limit.off': '{limit} est déjà désactivée',
  'command.limit.on': '{limit} est déjà activée',
  'command.limit.first': '{limit} n’a pas de version antérieure',
  'command.tooFewWindows': ({ least }) => `Trop peu de fenêtres : il en faut ${least} complètes sur 30 jours`,
  'command.noneSuggested': 'Aucun {which} n’est proposé',
  'command.notOpenedWithin': 'Aucune interface ne s’est ouverte en {seconds} s',

  'command.remedy.newFile': 'Nommez un nouveau fichier dans un dossier où l’on peut écrire',
  'command.remedy.manyPeriods': 'Choisissez une période plus longue ou un temps plus court',
  'command.remedy.agents': 'La commande agents list dit lesquels il y a',
  'command.remedy.comparable': 'Écrivez {comparisons} ou un instant comme 2026-01-31',
  'command.remedy.oneDirection': 'Nommez un sens par --direction, ou retirez l’hôte ou le réseau',
  'command.remedy.leaveOneOut': 'Retirez l’un des deux',
  'command.remedy.leaveEndsOut': 'Retirez --source et --destination',
  'command.remedy.nameHost': 'Nommez l’hôte',
  'command.remedy.views': 'Nommez l’une de {views}',
  'command.remedy.nothingStored': 'Rien n’a été enregistré',
  'command.remedy.newestVersion': 'Nommez celle dont la date d’effet est la plus récente ; voir limits list',
  'command.remedy.try': 'Essayez {command}',
  'command.remedy.suggest': 'Voir limits suggest sans --accept',
  'command.remedy.help': 'Voir streamchecker --help',
};

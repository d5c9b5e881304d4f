import { countedIn } from '../counted.ts';
import type { printed as english } from '../en/printed.ts';
import type { Translation } from '../phrase.ts';

const counted = countedIn('fr');

export const printed: Translation<typeof english> = {
  'windows.none':
    'Pas encore de fenêtres. Elles viennent avec : monitor, ou replay FICHIER --data-dir DOSSIER',
  'windows.noneThen': 'Aucune fenêtre sur cette durée.',
  'periods.noneThen':
    'Pas de telles périodes sur cette durée, ou les fenêtres de cette longueur n’en forment aucune.',
  'periods.none':
    'Pas encore de périodes. Elles viennent avec : monitor, ou replay FICHIER --data-dir DOSSIER',
  'totals.noneThen':
    'Pas de totaux sur cette durée, ou les fenêtres de cette longueur ne forment pas de telles périodes.',
  'totals.none': 'Pas encore de totaux. Ils viennent avec : monitor, ou replay FICHIER --data-dir DOSSIER',
  'alerts.none': 'Aucune alerte.',
  'alerts.commented': 'Commentaire ajouté à {id}.',
  'mutes.none': 'Aucune mise en sourdine.',
  'mutes.ended': 'La mise en sourdine {id} a pris fin.',
  'agents.none': 'Aucun agent.',
  'agents.noneExpected': 'Aucun agent n’est attendu.',
  'agents.forgotten': 'L’agent {agent} est oublié jusqu’à ce qu’il se manifeste.',
  'agents.noneThen': 'Aucun agent nommé {agent} n’a rien apporté sur cette durée. Leur liste : agents list',
  'history.none': 'Il n’y a pas encore d’historique dans {folder}.',
  'history.noneWith':
    'Il n’y a pas encore d’historique dans {folder} : monitor, check ou replay avec --data-dir en écrit un.',
  'history.noTimeToSum': 'Le temps a manqué pour sommer ce qui est plus ancien.',
  'history.noTimeToRead': 'Le temps a manqué pour lire ce qui est plus ancien.',
  'hosts.none': 'Aucun hôte de ce genre n’a été vu.',
  'hosts.noneListed': 'Aucun hôte de ce genre n’est répertorié.',
  'hosts.incomplete':
    'Une partie du trafic n’est pas encore répertoriée, ou la place a manqué pour des hôtes, ou leur liste était endommagée.',
  'hosts.seen': 'vu de {from} à {to}',
  'limits.none': 'Aucune limite. Donnez-en avec : limits add max "2 GB", ou limits import SOURCE',
  'quotas.none': 'Aucune limite sur une période. Donnez-en une avec : limits add max "500 GB" --period month',
  'limits.changed.synced': '{origin} synchronisé : {counts}',
  'limits.changed.wouldImport': 'Importerait {origin} : {counts}',
  'limits.changed.imported': '{origin} importé : {counts}',
  'limits.changed.undoneEdit': 'Modification de {origin} annulée : {counts}',
  'limits.changed.undoneImport': 'Import de {origin} annulé : {counts}',
  'answer.peakUnknown': 'On ne sait plus si son pic est exact.',
  'answer.peakExact': 'Son pic est exact.',
  'answer.peakGrows': 'Son pic croît encore.',
  'answer.peakAtLeast': 'Son pic a été au moins celui-là : {reasons}.',
  'answer.who': 'Qui, au moment du pic :',
  'answer.changed': 'Nouveau ou accru quand elle a commencé :',
  'answer.usual': '(habituel : le milieu de {windows} fenêtres, {span})',
  'answer.usualUnknown':
    '(L’habituel est inconnu : les paires des fenêtres précédentes ne sont pas conservées.)',
  'answer.filter': 'Filtre de capture : {filter}',
  'answer.versions': 'Versions de la limite :',
  'answer.comments': 'Commentaires :',
  'live.pairs': 'Plus grandes paires de la fenêtre ouverte',
  'live.end': 'Ctrl-C termine ; ce qui a été sommé est conservé.',
  'run.records': 'paquets lus',
  'run.ip': '  paquets IP',
  'run.nonIp': '  hors IP',
  'run.malformed': '  malformés',
  'run.unsupportedLink': '  type de lien non pris en charge',
  'run.kernelReceived': 'reçus par le noyau',
  'run.kernelDropped': 'perdus par le noyau',
  'run.interfaceDropped': 'perdus par l’interface',
  'run.queueDropped': 'perdus dans la file',
  'run.late': 'en retard',
  'run.deadLetters': 'messages illisibles',
  'assessed.summary': 'Sur {windows} {which}, {breached} auraient dépassé une limite.',
  'assessed.windows': 'Sur {windows} {which}, {breached} l’auraient dépassée.',
  'assessed.periods': 'Sur {periods}, {breached} l’auraient dépassée.',
  'assessed.ofDays': 'des 30 derniers jours',
  'assessed.newest': '(les plus récentes)',
  'assessed.otherwise':
    '{windows} ont eu un autre verdict à leur fin ; les verdicts passés sont conservés : de {from} à {to}.',
  'source.none': '{limits}, aucune source suivie',
  'source.of': '{limits} de {source}',
  'source.read': 'lues il y a {time}',
  'source.next': 'prochaine lecture dans {time}',
  'source.changed.import': 'importées il y a {time} ({counts})',
  'source.changed.sync': 'modifiées il y a {time} ({counts})',
  'source.changed.edit': 'modifiées à la main il y a {time} ({counts})',
  'source.changed.undo': 'annulées il y a {time} ({counts})',
  'changes.counts': '{added} ajoutées, {changed} modifiées, {removed} supprimées, {unchanged} inchangées',

  'hosts.of': ({ hosts }) => `sur ${counted(hosts, 'hôte', 'hôtes')}`,
  'hosts.peers': ({ count }) => counted(count, 'correspondant', 'correspondants'),
  'hosts.peersAtLeast': ({ count }) => `au moins ${counted(count, 'correspondant', 'correspondants')}`,
  'count.agents': ({ count }) => counted(count, 'agent', 'agents'),
  'count.records': ({ count }) => counted(count, 'enregistrement', 'enregistrements'),
  'count.limits': ({ count }) => counted(count, 'limite', 'limites'),
  'count.days': ({ count }) => counted(count, 'jour', 'jours'),
  'count.pastPeriods': ({ count }) => counted(count, 'période passée', 'périodes passées'),
  'count.ofWindows': ({ count }) => counted(count, 'fenêtre', 'fenêtres'),
  'pairs.more': ({ count }) => `    … et ${counted(count, 'autre paire', 'autres paires')}`,
  'live.olderAlerts': ({ count }) =>
    `${counted(count, 'alerte plus ancienne', 'alertes plus anciennes')} en cours`,
  'limits.validated': ({ good, bad }) => `${counted(good, 'bonne ligne', 'bonnes lignes')}, ${bad} mauvaises`,
  'source.otherwise': ({ count }) =>
    `${counted(count, 'fenêtre enregistrée aurait', 'fenêtres enregistrées auraient')} un autre verdict`,
  'suggest.tooFew': ({ least }) => `Trop peu de fenêtres : il en faut ${least} complètes sur 30 jours.`,
  'waiting.queued': ({ count }) =>
    `${counted(count, 'paquet attend', 'paquets attendent')} d’être enregistrés`,
  'waiting.spooled': ({ count }) =>
    `${counted(count, 'enregistrement attend', 'enregistrements attendent')} les brokers`,
  'waiting.unread': ({ count }) =>
    `${counted(count, 'enregistrement attend', 'enregistrements attendent')} d’être sommés`,
};

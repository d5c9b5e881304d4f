import { countText, isSingular } from '../../format.ts';
import type { engine as english } from '../en/engine.ts';
import type { Translation } from '../phrase.ts';

const refused = (count: number): string =>
  `${countText(count, { units: 'iec', language: 'fr' })} ${isSingular(count, 'fr') ? 'notification refusée' : 'notifications refusées'}`;

export const engine: Translation<typeof english> = {
  'notify.unreachable': 'Le destinataire {receiver} est injoignable : {detail}',
  'notify.tooLong': 'Trop long pour le destinataire {receiver} : {detail}',
  'notify.answered': 'Le destinataire {receiver} a répondu {status}',
  'notify.keySealed': 'Le trousseau de clés n’ouvre pas la clé du destinataire {receiver}',
  'notify.notRun': 'Le destinataire {receiver} ne peut pas être exécuté : {detail}',
  'notify.tookLonger': 'Le destinataire {receiver} a mis plus de {seconds} s',
  'notify.ended': 'Le destinataire {receiver} s’est terminé avec le code {status} : {detail}',
  'notify.endedBySignal': 'Le destinataire {receiver} a été terminé par un signal : {detail}',
  'notify.noSuchMessage': 'Le destinataire {receiver} n’accepte pas un tel message',
  'notify.group': 'Un journal de notifications a reçu tout un groupe à la fois',
  'notify.refusedSoFar': ({ refusal, count }) => `${refusal} : ${refused(count)} jusqu’ici`,
  'run.notTakenOver': 'Arrêté avant que le dossier de données soit à jour ; le prochain démarrage continuera',
  'run.replayStopped': 'La relecture a été interrompue',
  'run.periodLength': 'La période {period} n’est pas une somme de fenêtres de {length}',
  'run.periodZone': 'Dans {zone}, la période {period} ne commence pas avec une fenêtre de {length}',
  'run.captureThroughCap':
    'Capture par cap : les interfaces sont en mode promiscuous, les paquets portent l’heure de leur arrivée, et le nombre de pertes dans le noyau est inconnu.',
  'run.skipped': 'Rien n’a été lu du temps de {from} à {to} : ces fenêtres manquent.',
  'run.rival':
    'Deux processus publient en tant qu’agent {agent} : il peut manquer quelque chose à ses fenêtres. Donnez à chacun son propre dossier de données.',
  'run.noTraffic': 'Aucun trafic de {from} à {to} : ces fenêtres manquent',
  'engine.notStarted': 'Le moteur n’a pas démarré',
  'request.lineTooLong': 'Une ligne dépasse {most} MiB : la liaison avec l’autre bout est fermée',
  'request.noMessage': 'Une ligne n’est pas un message : la liaison avec l’autre bout est fermée',
  'request.noCall': 'Il n’y a pas d’appel nommé {name}',
  'request.invalid': 'La demande {name} n’est pas valide : {detail}',

  'notify.remedy.sentAgain': 'Vérifiez le serveur ; ce qui attend est renvoyé',
  'notify.remedy.unlock':
    'Déverrouillez le trousseau de clés, ou saisissez de nouveau la clé ; ce qui attend est alors envoyé',
  'notify.remedy.fix': 'Corrigez l’erreur ; ce qui attend est de nouveau remis',
  'notify.remedy.refused':
    'Vérifiez son adresse et ce qu’il attend ; l’alerte figure dans la liste et ne lui est pas renvoyée',
  'run.remedy.period':
    'Choisissez une autre période, ou des fenêtres qui conviennent, par exemple --window 5m',
  'notify.noneToTest': 'Il n’y a pas encore de destinataire {kind} à tester',
  'notify.remedy.noneToTest': 'Saisissez-le d’abord, et attendez que le moteur tourne avec lui',
};

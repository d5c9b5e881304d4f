import type { store as english } from '../en/store.ts';
import type { Translation } from '../phrase.ts';

export const store: Translation<typeof english> = {
  'store.inUse': 'Le dossier de données {folder} est utilisé par le processus {pid}',
  'store.takenOver': 'Un autre processus met à jour le dossier de données {folder}',
  'store.inUseUnknown': 'Le dossier de données {folder} est utilisé par un processus inconnu',
  'store.lockDamaged': 'Le verrou {path} est endommagé',
  'store.notOpened': 'Impossible d’ouvrir la base de données {path}',
  'store.checkFailed': 'La base de données est endommagée : {detail}',
  'store.damaged': 'La base de données {path} est endommagée',
  'store.setAside':
    'La base de données était endommagée. Elle est conservée sous {path}, et une nouvelle a été commencée.',
  'store.version': '{path} a le schéma {found} ; cette version connaît {known}',
  'store.noFolder': 'Le dossier de données {folder} n’est pas un dossier, ou se trouve dans un fichier',
  'store.notWritable': 'Impossible d’écrire dans le dossier de données {folder}',
  'store.notWritableFor': 'Impossible d’écrire dans le dossier de données {folder} ({detail})',
  'store.full': 'Il n’y a plus de place dans le dossier de données {folder}',
  'store.locked': 'Un autre programme verrouille la base de données {path}',
  'store.pairsDamaged': 'Les paires d’une fenêtre enregistrée sont endommagées',
  'store.hostsDamaged': 'Une liste d’hôtes enregistrée est endommagée',
  'store.sumTooLarge': 'Une somme de fenêtres dépasse {largest}',
  'store.noAlert': 'Aucune alerte n’a d’identifiant commençant par « {prefix} »',
  'store.manyAlerts': 'Plus d’une alerte a un identifiant commençant par « {prefix} »',
  'store.manyMutes': 'Il y a déjà {bound} mises en sourdine',
  'store.noMute': 'Il n’y a pas de mise en sourdine {id}',
  'store.muteSubject': 'Une mise en sourdine vise un agent ou des limites, pas les deux',
  'store.commentEmpty': 'Le commentaire est vide',
  'store.commentLong': 'Un commentaire a au plus {bound} caractères',
  'store.nothingToUndo': 'Il n’y a ni import ni modification de limites à annuler',
  'history.usualPer': 'Ce qui est habituel est connu des heures et des jours, pas de {period}',
  'history.noTotals': 'Il n’y a pas de totaux par {period}',
  'history.noGroup': 'Il n’y a pas de groupe de réseaux {group}',
  'history.noneStored': 'Rien n’est encore enregistré dans {folder}',
  'history.seriesGone': 'Cette série n’est plus enregistrée',
  'history.unavailable': 'L’historique ne peut pas être lu pour l’instant',
  'history.direction': '« {text} » n’est pas un sens',

  'store.remedy.takenOver': 'Réessayez lorsqu’il aura fini',
  'store.remedy.inUse': 'Arrêtez cette instance, ou choisissez un autre dossier avec --data-dir',
  'store.remedy.lockDamaged':
    'Assurez-vous qu’aucune autre instance n’utilise le dossier, puis supprimez {path}',
  'store.remedy.notOpened':
    'Autorisez l’écriture dans son dossier : SQLite écrit à côté d’une base même pour la lire',
  'store.remedy.damaged':
    'Relancez StreamChecker : le fichier endommagé est mis de côté, et un nouveau est commencé',
  'store.remedy.update': 'Mettez StreamChecker à jour, ou choisissez un autre --data-dir',
  'store.remedy.startOnce': 'Lancez-y StreamChecker une fois',
  'store.remedy.otherFolder': 'Choisissez-en un autre avec --data-dir',
  'store.remedy.permissions': 'Modifiez ses droits, ou choisissez-en un autre avec --data-dir',
  'store.remedy.makeRoom':
    'Libérez de la place ; ce qui est enregistré demeure, le trafic en direct attend en mémoire, et une relecture reprend où elle en était',
  'store.remedy.locked':
    'Arrêtez ce qui la tient ouverte, ou attendez la fin ; ce qui est capturé attend entre-temps',
  'store.remedy.shorterStretches': 'Choisissez des durées plus courtes',
  'store.remedy.alertId': 'Copiez l’identifiant donné par : alerts list --format json',
  'store.remedy.manyMutes': 'Retirez-en, ou mettez en sourdine un réseau plutôt que ses hôtes',
  'store.remedy.listMutes': 'Pour les lister : alerts mutes',
  'store.remedy.twoMutes': 'Créez une mise en sourdine pour l’agent, et une autre pour les limites',
  'store.remedy.comment': 'Écrivez ce qu’il faut savoir',
  'store.remedy.shorten': 'Raccourcissez-le, ou écrivez-en plusieurs',
  'store.remedy.import': 'Importez les limites qui doivent s’appliquer',
  'history.remedy.wholeHours': 'Choisissez des heures entières ; la commande windows list donne les fenêtres',
  'history.remedy.longerPeriod':
    'Des fenêtres de {length} ne commencent ni ne finissent avec elle ; choisissez une période plus longue',
  'history.remedy.noneStored':
    'Lancez monitor sur ce dossier, ou rejouez-y un fichier de capture avec replay',
  'history.remedy.groups': 'Nommez l’un de ceux-ci : {groups}',
  'history.remedy.noGroups': 'Aucun groupe n’est défini ; le paramètre networks.groups en crée un',
  'history.remedy.otherSeries': 'Choisissez-en une autre',
  'history.remedy.direction': 'Écrivez dir: et {directions}',
  'store.muteNoGroup':
    'Il n’y a pas de groupe de réseaux {group} : une mise en sourdine dessus ne couvrirait rien',
  'store.remedy.muteNoGroup':
    'Corrigez son nom, ou définissez-le (networks.groups, --network-group) et lancez StreamChecker une fois avec lui',
  'history.noAgentSums':
    'Des fenêtres de cette durée ne se touchent jamais bord à bord : les agents n’en ont pas de sommes',
  'history.remedy.sideBySide':
    'Choisissez un pas qui divise la durée d’une fenêtre, ou voyez les fenêtres une à une : windows list --agent',
};

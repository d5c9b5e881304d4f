import type { shell as english } from '../en/shell.ts';
import type { Translation } from '../phrase.ts';

export const shell: Translation<typeof english> = {
  'engine.died': 'Le moteur s’est arrêté de façon inattendue (code de sortie {status})',
  'engine.restarts': 'Le moteur redémarre, avec d’autres paramètres',
  'engine.notRunning': 'Le moteur est arrêté',
  'engine.tooManyCalls': 'Plus de {most} appels attendent le moteur',
  'engine.replayDied': 'La relecture s’est arrêtée de façon inattendue (code de sortie {status})',
  'engine.noFile': 'Aucun fichier de capture n’est ouvert',
  'shell.pageMayNotCall': 'Cette page n’est pas autorisée à appeler',
  'shell.notAllowed': 'Vous ne l’avez pas autorisé : rien n’a été modifié',
  'shell.notWritten': 'Impossible d’écrire {path}',
  'shell.printTooLong': 'Le rapport n’a pas pu être imprimé en {seconds} s',
  'shell.notOpened': 'Impossible d’ouvrir {path} : {detail}',
  'shell.settingsFolder': 'Le dossier des paramètres {folder} est inutilisable : {detail}',
  'shell.dataFolder': 'Le dossier de données {folder} est inutilisable : {detail}',
  'shell.noKeyring': 'Ce bureau n’a pas de trousseau de clés pour sceller un mot de passe',
  'shell.keyringSealed': 'Le trousseau de clés de ce bureau n’ouvre pas le mot de passe',
  'update.unreachable': 'Impossible de lire la liste des versions plus récentes : {url} ({detail})',
  'update.noFile': 'ce fichier n’existe pas',
  'update.noSignature': 'La liste des versions plus récentes n’est pas signée, et n’est pas utilisée : {url}',
  'update.otherPublisher':
    'La liste des versions plus récentes n’est pas signée par l’éditeur de cette application, et n’est pas utilisée : {url}',
  'update.notPublisher': 'Le paquet n’est pas celui que l’éditeur a signé',
  'update.failed': 'La mise à jour a échoué : {detail}',
  'update.otherApp': 'La liste des versions plus récentes n’est pas celle de cette application',
  'update.noPackage': 'Il n’y a pas de paquet de {version} pour cette machine',
  'update.expired': 'La liste des versions plus récentes est périmée depuis le {date}',
  'update.notReplaced': 'Impossible de remplacer {path} : {detail}',

  'engine.remedy.restarts': 'Il redémarre ; les paquets qui passent entre-temps ne sont pas comptés.',
  'engine.remedy.openAgain': 'Ouvrez de nouveau le fichier',
  'shell.remedy.otherFolder': 'Choisissez un autre dossier',
  'shell.remedy.otherDataFolder': 'Choisissez-en un autre avec --data-dir.',
  'shell.remedy.html': 'Enregistrez-le en HTML, et imprimez celui-ci',
  'shell.remedy.noKeyring':
    'Mettez-le dans un fichier que vous seul pouvez lire, et nommez celui-ci dans STREAMCHECKER_KAFKA_CONFIG',
  'shell.remedy.unlock': 'Déverrouillez le trousseau de clés, ou saisissez de nouveau le mot de passe',
  'update.remedy.unreachable': 'Vérifiez la connexion, puis réessayez',
  'update.remedy.notTrusted':
    'Rien n’a été téléchargé ; si cela persiste, prévenez le responsable de cette adresse',
  'update.remedy.thrownAway':
    'Il a été supprimé ; si cela persiste, prévenez le responsable de l’adresse dont il provient',
  'update.remedy.later': 'Réessayez plus tard',
  'update.remedy.expired':
    'Vérifiez la date de cette machine ; si elle est juste, prévenez le responsable de cette adresse',
  'update.remedy.notReplaced':
    'Donnez-vous le droit d’écrire dans son dossier, ou déplacez l’AppImage vers un dossier où vous l’avez',
  'update.remedy.downloadAgain':
    'Il a changé depuis son téléchargement, et n’a pas été installé : téléchargez-le de nouveau',
};

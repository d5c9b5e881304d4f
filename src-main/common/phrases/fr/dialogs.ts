import type { dialogs as english } from '../en/dialogs.ts';
import type { Translation } from '../phrase.ts';

export const dialogs: Translation<typeof english> = {
  'notice.test': 'Un essai de StreamChecker',
  'notice.test.body': 'Les alertes arrivent ainsi. Il ne s’est rien passé.',
  'notice.keepsWatching': 'StreamChecker continue la surveillance',
  'notice.keepsWatching.body':
    'Rouvrez la fenêtre depuis la zone de notification, ou en relançant StreamChecker. « Quitter » met fin à la surveillance.',
  'notice.keepsWatching.bodyWithoutTray':
    'Relancez StreamChecker pour rouvrir sa fenêtre. « Quitter » met fin à la surveillance.',
  'dialog.consent.program': 'Exécuter ce programme à chaque alerte ?',
  'dialog.consent.brokers': 'Se connecter à ces brokers ?',
  'dialog.consent.receiver': 'Y envoyer les alertes ?',
  'dialog.consent.limits': 'Y lire les limites ?',
  'dialog.consent.allow': 'Autoriser',
  'dialog.consent.cancel': 'Annuler',
  'dialog.close.question': 'Fermer la fenêtre et continuer la surveillance ?',
  'dialog.close.detail':
    'Ce bureau n’a pas de zone de notification. StreamChecker peut continuer en arrière-plan : relancez-le pour rouvrir sa fenêtre.',
  'dialog.close.keepWatching': 'Continuer la surveillance',
  'dialog.close.quit': 'Quitter',
  'dialog.close.cancel': 'Annuler',
  'dialog.open.importLimits': 'Importer des limites',
  'dialog.open.preview': 'Aperçu',
  'dialog.open.limits': 'Limites (JSON, CSV)',
  'dialog.open.openCaptures': 'Ouvrir des fichiers de capture',
  'dialog.open.captures': 'Fichiers de capture (pcap, pcapng)',
  'dialog.open.allFiles': 'Tous les fichiers',
};

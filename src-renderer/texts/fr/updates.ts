import type { updates as english } from '../en/updates.ts';

export const updates: typeof english = {
  updates: {
    command: 'Rechercher des mises à jour…',
    title: 'Mises à jour',
    checking: 'Recherche d’une version plus récente…',
    current: (version) => `StreamChecker ${version} est la version la plus récente.`,
    available: (version) => `StreamChecker ${version} est disponible.`,
    have: (version) => `Vous avez ${version}.`,
    consequence:
      'La mise à jour est téléchargée et vérifiée ; elle prend effet quand vous redémarrez, pas avant.',
    download: (bytes) => (bytes === '' ? 'Télécharger' : `Télécharger (${bytes})`),
    later: 'Plus tard',
    downloading: (version, share) => `Téléchargement de ${version} : ${share}`,
    cancel: 'Annuler',
    hide: 'Masquer',
    ready: (version) => `StreamChecker ${version} est téléchargé, et bien celui que son éditeur a signé.`,
    restartHint:
      'Un redémarrage prend quelques secondes, pendant lesquelles rien n’est capturé. Toutes les données sont conservées.',
    restart: 'Redémarrer maintenant',
    restarting: (version) => `Redémarrage en ${version}…`,
    close: 'Fermer',
    again: 'Réessayer',
    openSettings: 'Ouvrir les paramètres',
    statusAvailable: (version) => `Mise à jour : ${version}`,
    statusReady: (version) => `Redémarrer pour ${version}`,
    managed: (file) => `Votre administrateur l’a fixé (${file}).`,
    hindered: {
      setting: () => 'Les mises à jour sont désactivées dans les paramètres.',
      policy: (_page, file) => `Votre administrateur a désactivé les mises à jour (${file}).`,
      noKey: (page) =>
        `Cette version n’a pas de clé pour vérifier les mises à jour, et n’en cherche donc pas. Versions plus récentes : ${page}`,
      deb: (page) =>
        `Installée depuis un deb, l’application relève de votre gestionnaire de paquets : téléchargez le deb plus récent depuis ${page}, puis \`sudo apt install ./streamchecker_…_amd64.deb\`.`,
      rpm: (page) =>
        `Installée depuis un rpm, l’application relève de votre gestionnaire de paquets : téléchargez le rpm plus récent depuis ${page}, puis \`sudo dnf install ./streamchecker-….rpm\` (sur openSUSE \`sudo zypper install\`).`,
      tarball: (page) =>
        `L’application tourne depuis une archive décompressée : téléchargez la plus récente depuis ${page}, et décompressez-la à sa place.`,
      source: () =>
        'L’application tourne depuis le code source : `git pull` apporte une version plus récente.',
    },
  },
};

import type { captureFiles as english } from '../en/capture-files.ts';

export const captureFiles: typeof english = {
  captureFiles: {
    what: 'Ouvrez un fichier de capture (pcap ou pcapng) pour voir ce que contenaient ses fenêtres, et comment les limites de son époque les jugent. Votre historique reste inchangé.',
    open: 'Ouvrir des fichiers de capture…',
    again: 'Relire',
    cancelReading: 'Annuler la lecture',
    close: 'Fermer les fichiers de capture',
    cancel: 'Annuler',
    reading: (share) => (share === null ? 'Lecture…' : `Lecture : ${share}`),
    done: 'Lu jusqu’à la fin',
    cancelled: (share) =>
      share === null ? 'Annulé : la suite manque' : `Annulé à ${share} : la suite manque`,
    windowsOf: (length) => `fenêtres de ${length}`,
    only: (what) => `seulement ${what}`,
    from: (networks) => `depuis ${networks}`,
    to: (networks) => `vers ${networks}`,
    noTraffic: 'Aucun paquet IP dans ce qui a été lu.',
    noMatch: 'Aucun paquet lu ne passe le filtre des paramètres.',
    whole: 'En entier',
    breaches: 'Limites franchies',
    noBreaches: 'Aucune limite n’a été franchie.',
    packets: 'Paquets',
    ip: 'IP',
  },
};

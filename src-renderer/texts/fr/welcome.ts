import type { welcome as english } from '../en/welcome.ts';

export const welcome: typeof english = {
  welcome: {
    command: 'Premiers pas…',
    title: 'Premiers pas',
    window: (length) =>
      `StreamChecker additionne ce qui passe sur cette machine dans des fenêtres de ${length}, à l’octet près, et par heure, jour et mois.`,
    limit:
      'Une limite dit combien peut passer dans une fenêtre, un jour ou un mois, au plus ou au moins ; quand le trafic la franchit, vous êtes prévenu dans la seconde.',
    capture: 'Capture',
    allow: 'Autoriser la capture…',
    interfaces: 'Interfaces',
    managed: 'Votre administrateur a choisi les interfaces.',
    limits: 'Première limite',
    noLimit: 'Aucune limite n’est encore fixée : les totaux sont affichés, pas contrôlés.',
    hasLimits: (limits) => `Fixé : ${limits}.`,
    newLimit: 'Nouvelle limite…',
    suggest: 'Proposer des limites…',
    suggested: (bytes, breaches, windows) =>
      `Proposition d’après le trafic jusqu’ici : au plus ${bytes} par fenêtre, ce que ${breaches} fenêtres sur ${windows} auraient franchi.`,
    suggestLater: 'Une limite peut être proposée dès qu’il y a 20 fenêtres complètes.',
    notices: 'Notifications',
    test: 'Envoyer une notification d’essai',
    testing: 'Envoi…',
    taken: 'Le bureau l’a acceptée. Si vous n’avez rien vu, vérifiez si « ne pas déranger » est actif.',
    notTaken:
      'Rien n’affiche de notifications sur ce bureau. Les alertes sont dans la fenêtre ; les paramètres offrent d’autres moyens d’être prévenu.',
    refused: 'Le bureau ne l’a pas affichée. Vérifiez s’il autorise les notifications de StreamChecker.',
    off: 'Les notifications sont désactivées dans les paramètres : les alertes ne sont que dans la fenêtre.',
    sendTest: 'Envoyer un essai',
    testBrokers: 'Tester la connexion',
    receiverTook: (name) => `C’est arrivé : ${name}.`,
    brokersFound: (report) => `Cela fonctionne : ${report}.`,
    close: 'Terminé',
    again: 'L’aide permet de rouvrir ceci.',
  },
  problemReport: {
    command: 'Signaler un problème…',
    title: 'Signaler un problème',
    hint: 'Ce qui aide à le trouver. Les mots de passe, les adresses, les noms d’hôtes et le vôtre en sont retirés\xa0; les noms de dossiers et d’interfaces restent. Rien ne quitte cette machine sans vous\xa0: lisez ce texte, copiez-le ou enregistrez-le, puis collez-le dans votre signalement.',
    gathering: 'Vérification de ce dont StreamChecker a besoin\xa0: cela prend quelques secondes…',
    copy: 'Copier',
    save: 'Enregistrer dans un fichier…',
    open: 'Ouvrir la page des signalements',
    close: 'Fermer',
  },
};

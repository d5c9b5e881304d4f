import type { welcome as english } from '../en/welcome.ts';

export const welcome: typeof english = {
  welcome: {
    command: 'Premiers pas…',
    offer:
      'Nouveau ici ? Obtenez le droit de capturer, choisissez des interfaces, fixez une première limite, et voyez si les notifications arrivent.',
    start: 'Premiers pas…',
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
    suggestLater: 'Une fois le trafic observé un certain temps, des limites peuvent en être déduites.',
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
};

import type { pairs as english } from '../en/pairs.ts';

export const pairs: typeof english = {
  pairs: {
    filter: 'Filtrer les paires',
    filterHint:
      'Filtre : 192.0.2.7, 10.0.0.0/8, src:10.20.0.5, dir:in, @office, un nom, ou une partie d’adresse',
    empty: 'Pas encore de paires. Qui envoie à qui apparaît ici avec le premier paquet de la fenêtre.',
    showAll: 'Afficher toutes les paires',
    noMatch: 'Aucune paire ne correspond au filtre.',
    gone: 'Les paires de cette fenêtre ne sont plus conservées : voyez les paramètres de l’historique.',
    windows: 'Fenêtres',
    noWindows: 'Pas encore de fenêtres.',
    onlyFrom: (address) => `Afficher seulement depuis ${address}`,
    onlyTo: (address) => `Afficher seulement vers ${address}`,
    mute: 'Mettre en sourdine les alertes de cette paire',
    copyLimit: 'Copier comme ligne d’un fichier de limites',
    copyFilter: 'Copier le filtre de capture',
    muted: (pair) => `Les alertes des limites de ${pair} sont en sourdine.`,
  },
  table: { copy: 'Copier la ligne', actions: 'Opérations', actionsOf: (row) => `Opérations pour : ${row}` },
};

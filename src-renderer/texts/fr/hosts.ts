import { counted } from '../counted.ts';
import type { hosts as english } from '../en/hosts.ts';

export const hosts: typeof english = {
  hosts: {
    giveName: (address) => `Nommer ${address}…`,
    title: (address) => `Nom de ${address}`,
    name: 'Nom',
    hint: 'Affiché avec l’adresse partout où l’hôte apparaît. Laissez vide pour retirer le nom.',
    save: 'Enregistrer',
    cancel: 'Annuler',
    address: 'Adresse',
    none: 'Vous n’avez nommé aucun hôte. Cliquez avec le bouton droit sur un hôte ou une paire pour lui donner un nom.',
    change: 'Modifier',
    changeOf: (address) => `Modifier le nom de ${address}`,
    remove: 'Retirer',
    removeOf: (address) => `Retirer le nom de ${address}`,
  },
  hostSearch: {
    command: 'Aller à l’hôte…',
    field: 'Chercher parmi tous les hôtes déjà vus',
    placeholder: 'Adresse, réseau, partie d’une adresse, ou nom',
    found: (n) => counted(n, 'hôte', 'hôtes'),
    shown: (n) => ` ; affichés : les ${n} au plus fort trafic`,
    incomplete:
      'Il peut y en avoir d’autres : une partie du trafic n’est pas encore répertoriée, ou des listes d’hôtes sont endommagées ou pleines.',
    all: 'Hôtes trouvés',
    total: 'Total',
    named: 'Hôtes nommés',
    none: 'Aucun hôte n’a encore été vu. Les hôtes sont répertoriés dès que du trafic est additionné.',
    noMatch: 'Aucun hôte de ce genre n’a été vu.',
    noMatchYet: 'Aucun hôte de ce genre n’est répertorié.',
    showAll: 'Afficher tous les hôtes',
    loading: 'Recherche…',
  },
  networkGroups: {
    name: 'Nom d’un nouveau groupe',
    nameExample: 'bureau',
    networks: 'Réseaux du nouveau groupe',
    networksExample: '10.1.0.0/16, 192.0.2.7, @labo',
    networksOf: (name) => `Réseaux de ${name}`,
    add: 'Ajouter',
    remove: 'Supprimer',
    removeOf: (name) => `Supprimer le groupe ${name}`,
  },
  directionNames: {
    in: 'Entrant',
    out: 'Sortant',
    local: 'Interne',
    passing: 'Transit',
    unknown: 'Inconnu',
  },
  directionTitles: {
    in: 'De l’extérieur vers les réseaux internes',
    out: 'Des réseaux internes vers l’extérieur',
    local: 'Entre hôtes des réseaux internes',
    passing: 'Entre d’autres hôtes, hors des réseaux internes',
    unknown:
      'Le sens est inconnu : les paires ont été regroupées, ou ne sont plus conservées à cette finesse',
  },
};

import { counted } from '../counted.ts';
import type { quotas as english } from '../en/quotas.ts';

export const quotas: typeof english = {
  quotas: {
    all: 'Tous les quotas',
    period: 'Période',
    nearest: 'Les plus entamés',
    newMonthly: 'Nouvelle limite mensuelle…',
    loading: 'Lecture de la consommation…',
    none: 'Pas encore de quota',
    noneHint:
      'Un quota est un maximum par jour, semaine, mois ou année : de tout le trafic, d’un hôte ou d’un réseau. Vous voyez ici ce qui en est consommé, ce qu’il en reste, et quand il sera épuisé.',
    more: (n) => `et ${counted(n, 'autre quota, moins entamé', 'autres quotas, moins entamés')}`,
    allTraffic: 'tout le trafic',
    used: (used, of) => `${used} consommés sur ${of}`,
    left: (bytes) => `reste ${bytes}`,
    over: (bytes) => `dépassé de ${bytes}`,
    gone: (share, left) => `${share} du temps écoulé, reste ${left}`,
    states: {
      usedUp: 'Épuisé',
      usedUpBy: (when) => `Épuisement à ce rythme : ${when}`,
      near: (share) => `Au-dessus du seuil d’avertissement de ${share}`,
      within: 'Suffisant à ce rythme',
      withinAsCounted: 'Suffisant, pour ce qui est compté',
      unknown: 'Pas encore de prévision',
    },
    unknownTitle: 'Aucune fenêtre de cette période n’est encore terminée',
    rate: (bytes) => `${bytes} à la fin à ce rythme`,
    before: (span) => `Avant (${span}) :`,
    sameTime: (bytes) => `${bytes} au même point`,
    inAll: (bytes) => `${bytes} en tout`,
    soFar: 'jusqu’ici',
    sameTimeNotKept: 'La somme d’une partie du temps n’est conservée que pour tout le trafic',
    marks: {
      used: 'consommé',
      ahead: 'à ce rythme',
      time: 'temps écoulé',
      warn: 'seuil d’avertissement',
    },
    actions: {
      edit: 'Modifier…',
      alert: 'Ouvrir l’alerte',
      history: 'Afficher dans l’historique',
    },
    actionsOf: (quota) => `Opérations pour ${quota}`,
  },
};

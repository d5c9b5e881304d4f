import { counted } from '../counted.ts';
import type { settingChanges as english } from '../en/setting-changes.ts';

export const settingChanges: typeof english = {
  settingChanges: {
    interfaces: {
      auto: 'toute interface active',
      up: 'active',
      down: 'inactive',
      inAuto: 'dans auto',
      absent: 'absente pour l’instant',
    },
    consequences: {
      history:
        'Les fenêtres comptées ainsi forment un historique à part. Il commence maintenant ; l’actuel est conservé, et réapparaît avec la valeur d’aujourd’hui.',
      anyLength: (n) =>
        `${counted(n, 'limite ne dit rien', 'limites ne disent rien')} de la durée : les octets valent alors par fenêtre de la nouvelle durée.`,
      otherLength: (n) =>
        `${counted(n, 'limite porte', 'limites portent')} sur des fenêtres d’une autre durée, sans effet sur les nouvelles.`,
      part: (n) =>
        `${counted(n, 'limite est contrôlée', 'limites sont contrôlées')} sur ce qui est alors compté.`,
      alerts: (n) => `${counted(n, 'alerte active peut', 'alertes actives peuvent')} prendre fin de ce fait.`,
      apply: 'Appliquer',
      keep: 'Laisser tel quel',
    },
  },
};

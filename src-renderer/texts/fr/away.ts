import { counted } from '../counted.ts';
import type { away as english } from '../en/away.ts';

export const away: typeof english = {
  away: {
    title: 'Pendant votre absence',
    inWindows: (windows) => `sur ${windows}`,
    fired: (n) => (n === 0 ? 'aucune alerte' : counted(n, 'alerte déclenchée', 'alertes déclenchées')),
    incomplete: (n) => counted(n, 'fenêtre capturée incomplètement', 'fenêtres capturées incomplètement'),
    all: 'Afficher toutes les alertes',
  },
};

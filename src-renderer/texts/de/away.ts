import { counted } from '../counted.ts';
import type { away as english } from '../en/away.ts';

export const away: typeof english = {
  away: {
    title: 'Während Sie weg waren',
    inWindows: (windows) => `in ${windows}`,
    fired: (n) => (n === 0 ? 'kein Alarm' : counted(n, 'Alarm', 'Alarme')),
    incomplete: (n) => `${counted(n, 'Fenster', 'Fenster')} nicht durchgehend aufgezeichnet`,
    all: 'Alle Alarme zeigen',
  },
};

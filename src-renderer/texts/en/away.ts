import { counted } from '../counted.ts';

/** What happened while nobody looked. */
export const away = {
  away: {
    title: 'While you were away',
    inWindows: (windows: string) => `in ${windows}`,
    fired: (n: number) => (n === 0 ? 'no alert fired' : `${counted(n, 'alert', 'alerts')} fired`),
    incomplete: (n: number) => `${counted(n, 'window', 'windows')} not captured throughout`,
    all: 'Show all alerts',
  },
};

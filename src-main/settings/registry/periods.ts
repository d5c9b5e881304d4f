import * as s from './schemas.ts';
import { setting } from './setting.ts';

/** The settings of what traffic is summed by beside windows. */
export const periodSettings = {
  'periods.names': setting({
    schema: s.periods,
    default: [],
    scope: 'engine',
    title: 'Periods',
    description:
      'Sum traffic by these periods, too: `1h`, `week`, `month@15` (from the 15th) or `year`. Hours, days and months always are, and so is what limits are on.',
    option: 'period',
  }),
  'periods.timeZone': setting({
    schema: s.timeZone,
    default: '',
    scope: 'engine',
    title: 'Time Zone',
    description:
      "Time zone in which days, weeks, months and years begin, such as `Europe/Berlin`. Empty: the system's.",
    option: 'time-zone',
  }),
};

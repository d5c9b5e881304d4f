import { counted } from '../counted.ts';

/** Choosing interfaces, and what a change of the settings does. */
export const settingChanges = {
  settingChanges: {
    interfaces: {
      auto: 'every interface that is up',
      up: 'up',
      down: 'down',
      inAuto: 'in auto',
      absent: 'not there at the moment',
    },
    consequences: {
      history:
        'Windows counted in this way are a history of their own. It begins now; the present one is kept, and shown again with the value that holds now.',
      anyLength: (n: number) =>
        `${counted(n, 'limit says', 'limits say')} nothing of the length: the bytes are per window of the new length then.`,
      otherLength: (n: number) =>
        `${counted(n, 'limit is', 'limits are')} for windows of another length, and not evaluated on the new ones.`,
      part: (n: number) => `${counted(n, 'limit is', 'limits are')} evaluated on what is counted then.`,
      alerts: (n: number) => `${counted(n, 'alert that is', 'alerts that are')} firing may end with that.`,
      apply: 'Apply',
      keep: 'Leave as It Is',
    },
  },
};

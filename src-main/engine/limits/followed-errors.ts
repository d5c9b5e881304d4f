import { MonitorError } from '../../common/errors.ts';
import { say } from '../../common/phrases/say.ts';

/** The error of taking back a change in a source that is no longer followed. */
export const notFollowedAnyMore = (origin: string): MonitorError =>
  new MonitorError('limits/not-writable', say('limits.notFollowed', { origin }), {
    remedy: say('limits.remedy.followAgain'),
  });

/** The error of changing limits by hand where there is no source and no file of one's own. */
export const nothingFollowed = (): MonitorError =>
  new MonitorError('limits/not-writable', say('limits.nothingFollowed'), {
    remedy: say('limits.remedy.saveFile'),
  });

import type { LimitName } from '../../../src-main/common/model/limits.ts';
import { counted } from '../counted.ts';

/** The page of one alert: sentences that answer what, since when, how much and who. */
export const alertPage = {
  alertPage: {
    back: 'All Alerts',
    loading: 'Looking up what is stored of it…',
    allTraffic: 'All traffic',
    traffic: (scope: string) => `Traffic ${scope}`,
    breach: (traffic: string, name: LimitName, isFiring: boolean, value: string, when: string) =>
      `${traffic} ${isFiring ? 'has been' : 'was'} ${name === 'max' ? 'above the maximum' : 'below the minimum'} of ${value}: ${when}.`,
    silence: (agent: string, isFiring: boolean, when: string) =>
      `Agent ${agent} ${isFiring ? 'does not report' : 'did not report'}: ${when}.`,
    lasted: (span: string, isFiring: boolean, length: string) =>
      `${span} (${length}${isFiring ? ' so far' : ''})`,
    fired: (when: string) => `It fired on ${when}, and is still firing.`,
    resolved: (fired: string, resolved: string) => `It fired on ${fired}, and was resolved on ${resolved}.`,
    peak: (name: LimitName, total: string, exact: string, span: string) =>
      `${name === 'max' ? 'Its peak' : 'Its lowest total'} was ${total} (${exact}) in the window ${span}`,
    ofLimit: (share: string) => `, ${share} of the limit`,
    timesLimit: (factor: string) => `, ${factor} times the limit`,
    exact: 'That total is exact.',
    exactSoFar: 'That total is exact so far.',
    atLeast: (reasons: string) => `That total is a lower bound: ${reasons}.`,
    exactUnknown: 'Whether that total is exact is no longer known.',
    madeMost: (pair: string, share: string) => `${pair} made ${share} of it`,
    usually: (bytes: string) => `; in a window before, it usually had ${bytes}`,
    usuallyNothing: '; in the windows before, it usually had nothing',
    whoUnknown: 'Which pairs made it is not known.',
    changed: (fresh: number, grown: number) => {
      if (fresh + grown === 0) return 'When it began, no pair was new or had grown.';
      const parts = [
        ...(fresh > 0 ? [`${counted(fresh, 'pair was', 'pairs were')} new`] : []),
        ...(grown > 0 ? [`${counted(grown, 'pair', 'pairs')} had grown`] : []),
      ];
      return `When it began, ${parts.join(' and ')}.`;
    },
    onlyLargest: (n: number) => ` These are the ${n} that grew most.`,
    usualIs: (windows: number, span: string) =>
      `Usual is the middle of ${counted(windows, 'window', 'windows')}, ${span}.`,
    usualUnknown:
      'What is usual is not known: the pairs of the windows before are not kept, or do not tell what the limit counts.',
    who: 'Who',
    whatChanged: 'What changed',
    limit: 'The limit',
    comments: 'Comments',
    usual: 'Usual',
    stored: 'Stored',
    removed: 'Removed',
    noVersions: 'No version of it is stored.',
    filter: 'Capture filter',
    comment: 'Comment',
    addComment: 'Add Comment',
    noComments: 'Nobody has written about it yet.',
    show: 'Show This Alert',
    copyText: 'Copy as Text',
    copyFilter: 'Copy Capture Filter',
    noFilter:
      'No capture filter can tell this traffic: its pairs are not known, or it is of a group of networks.',
    newLimit: 'New Limit from Its Peak…',
  },
};

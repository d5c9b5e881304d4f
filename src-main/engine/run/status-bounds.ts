import type { ErrorData, Said } from '../../common/errors.ts';
import type { LimitProjection } from '../../common/model/alerts.ts';
import type { CaptureStatus } from '../../common/model/capture.ts';
import type { MonitorStatus } from '../../common/model/status.ts';
import type { WindowDetail } from '../../common/model/windows.ts';
import { isTexts, type Param, type Text } from '../../common/phrases/phrase.ts';
import { addTotals, totalsOf } from '../capture/capture-tracker.ts';

/** What of each list goes out each second; calls have all of it. */
const projectionBound = 40;
const interfaceBound = 16;
const lackBound = 16;
const noticeBound = 10;
const problemBound = 8;
/** Characters of a sentence. */
const textBound = 300;
/** What a sentence names one after the other. */
const listBound = 40;

/** A status of bounded size, whatever there is to say: it is sent to every reader each second. */
export function boundStatus(status: MonitorStatus): MonitorStatus {
  const { capture, window, projection, notices, problems, channels } = status;
  return {
    ...status,
    capture: boundCapture(capture),
    window: window && boundWindow(window),
    projection: mostImportant(projection),
    notices: notices.slice(-noticeBound).map(shortText),
    problems: problems.slice(0, problemBound).map(shortError),
    channels: channels.slice(0, problemBound).map((channel) => ({
      ...channel,
      problem: channel.problem && shortError(channel.problem),
      refusal: channel.refusal && shortError(channel.refusal),
    })),
  };
}

/** Interfaces with most packets by name, and what the others have together. */
function boundCapture(capture: CaptureStatus): CaptureStatus {
  const { interfaces, unlisted, problem } = capture;
  const bounded = { ...capture, problem: problem && shortError(problem) };
  if (interfaces.length <= interfaceBound) return bounded;
  const largest = new Set(interfaces.toSorted((a, b) => b.records - a.records).slice(0, interfaceBound));
  const others = interfaces.filter((one) => !largest.has(one));
  return {
    ...bounded,
    interfaces: interfaces.filter((one) => largest.has(one)),
    unlisted: {
      count: unlisted.count + others.length,
      ...others.reduce((sum, { name: _, ...totals }) => addTotals(sum, totals), totalsOf(unlisted)),
    },
  };
}

/** Interfaces with most packets; the first reasons for which something is missing. */
function boundWindow(window: WindowDetail): WindowDetail {
  const { interfaces, lacks } = window;
  const bounded = interfaces.length <= interfaceBound && lacks.length <= lackBound;
  if (bounded) return window;
  const largest = interfaces.toSorted((a, b) => b.packets - a.packets).slice(0, interfaceBound);
  return {
    ...window,
    interfaces: interfaces.filter((one) => largest.includes(one)),
    lacks: lacks.slice(0, lackBound),
  };
}

/** In the order in which they are; those that are within their limits make room for the others. */
function mostImportant(projection: readonly LimitProjection[]): readonly LimitProjection[] {
  if (projection.length <= projectionBound) return projection;
  const ranked = projection.toSorted((a, b) => ranks[a.standing] - ranks[b.standing]);
  const kept = new Set(ranked.slice(0, projectionBound));
  return projection.filter((one) => kept.has(one));
}

const ranks = { firing: 0, pending: 1, warning: 2, within: 3 } as const;

const short = (text: string): string =>
  text.length <= textBound ? text : `${text.slice(0, textBound - 1)}…`;

const shortError = <E extends ErrorData>(error: E): E => ({
  ...error,
  message: short(error.message),
  ...(error.remedy === undefined ? {} : { remedy: short(error.remedy) }),
  ...(error.said === undefined ? {} : { said: shortSaid(error.said) }),
});

const shortSaid = ({ message, remedy }: Said): Said => ({
  ...(message === undefined ? {} : { message: shortText(message) }),
  ...(remedy === undefined ? {} : { remedy: shortText(remedy) }),
});

const shortText = (text: Text): Text => {
  if (typeof text === 'string') return short(text);
  const { key, params } = text;
  if (params === undefined) return text;
  const bounded = Object.entries(params).map(([name, param]) => [name, shortParam(param)] as const);
  return { key, params: Object.fromEntries(bounded) };
};

const shortParam = (param: Param): Param => {
  if (typeof param === 'number') return param;
  return isTexts(param) ? param.slice(0, listBound).map(shortText) : shortText(param);
};

import type { ApiOf, RequestOf } from './contract.ts';
import { agentCalls } from './monitor/agents.ts';
import { alertCalls, alertEvents } from './monitor/alerts.ts';
import { captureCalls, captureEvents, pictureEvents } from './monitor/capture.ts';
import { limitCalls, limitEvents } from './monitor/limits.ts';
import { pastCalls } from './monitor/past.ts';
import { windowCalls, windowEvents } from './monitor/windows.ts';

/** What the engine does for a window, a command line, or whoever else asks. */
export const monitorContract = {
  calls: {
    ...captureCalls,
    ...pastCalls,
    ...windowCalls,
    ...agentCalls,
    ...alertCalls,
    ...limitCalls,
  },
  events: { ...captureEvents, ...windowEvents, ...alertEvents, ...limitEvents },
} as const;

/** The same for those who draw what is captured, and how fast. */
export const pageContract = {
  calls: monitorContract.calls,
  events: { ...monitorContract.events, ...pictureEvents },
} as const;

export type MonitorCallName = keyof typeof monitorContract.calls;
export type MonitorRequest<K extends MonitorCallName> = RequestOf<(typeof monitorContract.calls)[K]>;
export type MonitorApi = ApiOf<typeof monitorContract>;
export type PageApi = ApiOf<typeof pageContract>;

import type { PeriodSpan } from '../periods/period.ts';
import type { Alert } from './alerts.ts';
import type { FoundHost } from './hosts.ts';
import type { Quota } from './quotas.ts';
import type { Lack, WindowRollup } from './windows.ts';

/** All traffic of a period, and its windows that are still kept. */
export interface ReportTotal extends Pick<WindowRollup, 'windows' | 'above' | 'below'> {
  readonly bytes: number;
  readonly packets: number;
  /** Whether the period is over. */
  readonly closed: boolean;
  /** What the total lacks; it is exact where that is nothing. */
  readonly lacks: readonly Lack[];
}

/** What a period had. */
export interface RangeReport {
  readonly period: string;
  readonly timeZone: string;
  readonly span: PeriodSpan;
  /** Null where nothing is stored of it. */
  readonly total: ReportTotal | null;
  /** As of now, where the period is the present one. */
  readonly quotas: readonly Quota[];
  /** Those with most traffic, by the pairs that are kept. */
  readonly hosts: readonly FoundHost[];
  readonly hostCount: number;
  /** Bytes of which no pairs are known: hosts may have had more. */
  readonly unknown: number;
  /** The newest ones, and how many there were. */
  readonly alerts: readonly Alert[];
  readonly alertCount: number;
}

/** Forms in which the app saves a report. */
export const reportForms = ['markdown', 'html', 'pdf'] as const;
export type ReportForm = (typeof reportForms)[number];

/** Hosts that a report names, unless others are asked for. */
export const reportedHosts = 20;

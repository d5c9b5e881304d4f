import type { PeriodSpan } from '../periods/period.ts';
import type { Alert } from './alerts.ts';
import type { FoundHost } from './hosts.ts';
import type { Quota } from './quotas.ts';
import type { Lack, WindowRollup } from './windows.ts';

/** What a period had. */
export interface RangeReport {
  readonly period: string;
  readonly timeZone: string;
  readonly span: PeriodSpan;
  /** Null where no window has closed in it. */
  readonly total: WindowRollup | null;
  /** What its windows lack. */
  readonly lacks: readonly Lack[];
  /** As of now, where the period is the present one. */
  readonly quotas: readonly Quota[];
  /** Those with most traffic, by the pairs that are kept. */
  readonly hosts: readonly FoundHost[];
  readonly hostCount: number;
  /** Bytes of which no pairs are known: hosts may have had more. */
  readonly unknown: number;
  readonly alerts: readonly Alert[];
}

/** Forms in which the app saves a report. */
export const reportForms = ['markdown', 'html', 'pdf'] as const;
export type ReportForm = (typeof reportForms)[number];

/** Hosts that a report names, unless others are asked for. */
export const reportedHosts = 20;

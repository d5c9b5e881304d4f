import type { Feature } from '../../state/app.svelte.ts';
import { ProblemReport } from './problem-report.svelte.ts';
import ProblemReportDialog from './ProblemReportDialog.svelte';

declare module '../../state/app.svelte.ts' {
  interface App {
    readonly problemReport: ProblemReport;
  }
}

/** What a person can tell the makers of a problem. */
export const problemReportFeature: Feature = {
  open: ({ toasts }, { client }) => ({ problemReport: new ProblemReport({ ...client, toasts }) }),
  overlays: [ProblemReportDialog],
};

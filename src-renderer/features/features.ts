import { frameCommands } from '../commands/frame-commands.ts';
import type { Feature } from '../state/app.svelte.ts';
import { monitorFeature } from './monitor/monitor-feature.ts';
import { pairsFeature } from './pairs/pairs-feature.ts';
import { historyFeature } from './history/history-feature.ts';
import { totalsFeature } from './totals/totals-feature.ts';
import { limitsFeature } from './limits/limits-feature.ts';
import { problemReportFeature } from './problem-report/problem-report-feature.ts';
import { quotasFeature } from './quotas/quotas-feature.ts';
import { alertsFeature } from './alerts/alerts-feature.ts';
import { pipelineFeature } from './pipeline/pipeline-feature.ts';
import { captureFilesFeature } from './capture-files/capture-files-feature.ts';
import { hostsFeature } from './hosts/hosts-feature.ts';
import { agentsFeature } from './agents/agents-feature.ts';
import { settingsFeature } from './settings/settings-feature.ts';
import { updatesFeature } from './updates/updates-feature.ts';
import { welcomeFeature } from './welcome/welcome-feature.ts';

/** Every feature, in the activity bar's order; a new one is one entry here. */
export const features: readonly Feature[] = [
  { commands: frameCommands },
  monitorFeature,
  pairsFeature,
  historyFeature,
  totalsFeature,
  limitsFeature,
  quotasFeature,
  alertsFeature,
  pipelineFeature,
  captureFilesFeature,
  hostsFeature,
  agentsFeature,
  settingsFeature,
  updatesFeature,
  welcomeFeature,
  problemReportFeature,
];

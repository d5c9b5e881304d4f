import type { Alert } from '../../../src-main/common/model/alerts.ts';
import type { Command } from '../../commands/command.ts';
import { spanText } from '../../format.ts';
import type { App } from '../../state/app.svelte.ts';
import { t } from '../../texts/texts.ts';
import { alertTitle, subjectScope } from '../../words.ts';

/** As many alerts are found: those that fire, and the newest. */
const alertCount = 100;

/** Alerts, for the palette. */
export const foundAlerts = (app: App): readonly Command[] =>
  app.monitor.alerts.slice(0, alertCount).map((alert) => alertCommand(app, alert));

const alertCommand = (app: App, alert: Alert): Command => ({
  id: `alert.${alert.id}`,
  category: t().views.alerts,
  title: [
    alertTitle(alert),
    subjectScope(alert.subject, app.hostNames.label),
    spanText(alert.window.startMs, alert.window.endMs, app.now.ms),
  ]
    .filter(Boolean)
    .join(', '),
  run: () => app.showAlert(alert.id),
});

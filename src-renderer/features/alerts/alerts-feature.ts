import { t } from '../../texts/texts.ts';
import type { Command } from '../../commands/command.ts';
import AcknowledgeDialog from './AcknowledgeDialog.svelte';
import AlertAnnouncer from './AlertAnnouncer.svelte';
import { AlertsPage } from './alerts-page.svelte.ts';
import AlertsSideBar from './AlertsSideBar.svelte';
import AlertsView from './AlertsView.svelte';
import { Away } from './away.svelte.ts';
import AwayDigest from './AwayDigest.svelte';
import { foundAlerts } from './found-alerts.ts';
import { OpenAlert } from './open-alert.svelte.ts';
import type { App, Feature } from '../../state/app.svelte.ts';

declare module '../../state/app.svelte.ts' {
  interface App {
    readonly alertsPage: AlertsPage;
    readonly openAlert: OpenAlert;
    readonly away: Away;
    /** Shows all that there is to say of an alert. */
    readonly showAlert: (id: string) => void;
    /** Goes back from an alert to the list of all, at that alert. */
    readonly closeAlert: () => void;
  }
}

/** Where traffic left its limits, or an agent is missing. */
export const alertsFeature: Feature = {
  open: (app, { client, memory }) => ({
    ...{
      alertsPage: new AlertsPage(),
      openAlert: new OpenAlert(client),
      away: new Away({ ...client, memory }),
    },
    showAlert: (id) => {
      void app.openAlert.open(id);
      app.layout.show('alerts');
    },
    closeAlert: () => {
      app.alertsPage.sought = app.openAlert.id;
      app.openAlert.close();
    },
  }),
  listen: (app, { shell }) => [shell.onAlertChosen((id) => app.showAlert(id))],
  views: [
    {
      ...{ id: 'alerts', title: () => t().views.alerts, icon: 'bell' },
      ...{ component: AlertsView, sideBar: AlertsSideBar },
      begin: ({ openAlert }) => openAlert.close(),
      badge: ({ monitor }) => monitor.firingCount,
    },
  ],
  commands: (app) => [newestAlertCommand(app)],
  found: foundAlerts,
  lookAgain: ({ openAlert }) => openAlert.load(),
  overlays: [AcknowledgeDialog, AlertAnnouncer],
  above: [AwayDigest],
};

function newestAlertCommand(app: App): Command {
  const newest = () => app.monitor.status?.firing.at(-1) ?? app.monitor.alerts[0];
  const category = t().categories.go;
  return {
    id: 'go.newestAlert',
    category,
    title: t().commands.showNewestAlert,
    shortcut: 'F8',
    when: () => newest() !== undefined,
    run: () => {
      const alert = newest();
      if (alert) app.showAlert(alert.id);
    },
  };
}

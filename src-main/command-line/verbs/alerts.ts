import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import { say } from '../../common/phrases/say.ts';
import { alertLine } from '../json-lines.ts';
import { optionOf } from '../../settings/sources/command-line.ts';
import type { Format } from '../options.ts';
import { withFolderOptions } from '../stored-options.ts';
import { print, runOutput, warn } from '../run-output.ts';
import { alertText } from '../../common/report/alert-prose.ts';
import { showAlert, type ShowFlags } from './alert-show.ts';
import { withHandlingVerbs } from './alert-handling.ts';
import { inFolder } from '../open-folder.ts';
import { helpText } from '../person-language.ts';

interface WatchFlags {
  readonly dataDir: string;
  readonly format: Format;
}

interface ListFlags extends WatchFlags {
  readonly count: number;
}

/** `alerts list|watch|show|ack|comment|snooze|mute|unmute|mutes`. */
export function alertsVerb(program: Command, clock: Clock): void {
  const alerts = program.command('alerts').summary(helpText('verb.alerts'));
  withFolderOptions(alerts.command('list'))
    .summary(helpText('verb.alerts.list'))
    .addOption(optionOf('shown.count', { default: 50 }))
    .action((flags: ListFlags) => list(flags, clock));
  withFolderOptions(alerts.command('watch'))
    .summary(helpText('verb.alerts.watch'))
    .action((flags: WatchFlags) => watch(flags, clock));
  withFolderOptions(alerts.command('show'))
    .summary(helpText('verb.alerts.show'))
    .argument('<id>', helpText('argument.alert'))
    .addOption(optionOf('shown.count', { help: say('help.in.pairs.count'), default: 10 }))
    .action((id: string, flags: ShowFlags) => showAlert(id, flags, clock));
  withHandlingVerbs(alerts, clock);
}

async function list({ dataDir, count, format }: ListFlags, clock: Clock): Promise<void> {
  const { alerts, timeZone } = await inFolder(dataDir, clock, async (folder) => ({
    alerts: await folder.listAlerts({ count }),
    timeZone: await folder.getTimeZone(),
  }));
  if (format === 'json') for (const alert of alerts) print(JSON.stringify(alertLine(alert)));
  else if (alerts.length === 0) print(say('alerts.none'));
  else for (const alert of alerts) print(alertText(alert, timeZone));
}

/** Prints what is announced from now on; waits for a data folder that is not there yet. */
async function watch({ dataDir, format }: WatchFlags, clock: Clock): Promise<void> {
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => ending.abort());
  await inFolder(dataDir, clock, async (folder) => {
    const output = runOutput({ format, timeZone: await folder.getTimeZone() });
    const news = folder.followNotifications(ending.signal);
    if (format === 'table') warn(say('command.follows', { folder: dataDir }));
    for await (const notification of news) output.notification(notification);
  });
}

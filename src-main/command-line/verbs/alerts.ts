import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import { alertLine } from '../json-lines.ts';
import { optionOf } from '../../settings/sources/command-line.ts';
import type { Format } from '../options.ts';
import { withFolderOptions } from '../stored-options.ts';
import { print, runOutput, warn } from '../run-output.ts';
import { alertText } from '../text.ts';
import { showAlert, type ShowFlags } from './alert-show.ts';
import { withHandlingVerbs } from './alert-handling.ts';
import { readFolder } from '../open-folder.ts';

/** How soon `watch` sees what another process has stored. */
const pollMs = 250;
/** Notifications read at once. */
const readCount = 100;

interface WatchFlags {
  readonly dataDir: string;
  readonly format: Format;
}

interface ListFlags extends WatchFlags {
  readonly count: number;
}

/** `alerts list|watch|show|ack|comment|snooze|mute|unmute|mutes`. */
export function alertsVerb(program: Command, clock: Clock): void {
  const alerts = program.command('alerts').summary('list, follow and handle alerts');
  withFolderOptions(alerts.command('list'))
    .summary('list the newest alerts, newest first')
    .addOption(optionOf('shown.count', { default: 50 }))
    .action((flags: ListFlags) => list(flags, clock));
  withFolderOptions(alerts.command('watch'))
    .summary('follow the alerts of a running instance until Ctrl-C')
    .action((flags: WatchFlags) => watch(flags, clock));
  withFolderOptions(alerts.command('show'))
    .summary('show who made an alert, what changed when it began, and the versions of its limit')
    .argument('<id>', 'the id, or its beginning')
    .addOption(optionOf('shown.count', { help: 'maximum number of pairs', default: 10 }))
    .action((id: string, flags: ShowFlags) => showAlert(id, flags, clock));
  withHandlingVerbs(alerts, clock);
}

function list({ dataDir, count, format }: ListFlags, clock: Clock): void {
  const folder = readFolder(dataDir);
  const series = folder?.series.newest();
  const alerts = (series && folder?.alerts.newest(series.id, count, clock.now())) ?? [];
  folder?.dispose();
  if (format === 'json') for (const alert of alerts) print(JSON.stringify(alertLine(alert)));
  else if (alerts.length === 0) print('No alerts.');
  else for (const alert of alerts) print(alertText(alert));
}

/** Prints what is announced from now on; waits for a data folder that is not there yet. */
async function watch({ dataDir, format }: WatchFlags, clock: Clock): Promise<void> {
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => ending.abort());
  const output = runOutput({ format });
  let folder = readFolder(dataDir);
  let seen = folder?.outbox.newest() ?? 0;
  if (format === 'table') warn(`follows the alerts of ${dataDir}; Ctrl-C ends`);
  while (!ending.signal.aborted) {
    folder ??= readFolder(dataDir);
    const news = folder?.outbox.since(seen, readCount) ?? [];
    for (const notification of news) output.notification(notification);
    seen = news.at(-1)?.sequence ?? seen;
    if (news.length < readCount) await clock.after(pollMs, ending.signal);
  }
  folder?.dispose();
}

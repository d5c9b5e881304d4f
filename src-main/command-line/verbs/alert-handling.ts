import type { Command } from 'commander';
import type { Clock } from '../../common/clock.ts';
import type { Alert, Mute, MuteScope } from '../../common/model/alerts.ts';
import { type Direction, directions } from '../../common/direction.ts';
import type { LimitName } from '../../common/model/limits.ts';
import { isoTime } from '../../common/alert-json.ts';
import { say } from '../../common/phrases/say.ts';
import type { FolderApi } from '../../engine/api/folder/open-folder.ts';
import { agentName, durationOrZero, networkOrGroup, wholeNumber } from '../../settings/registry/kinds.ts';
import { checked } from '../../settings/sources/checked.ts';
import { optionOf } from '../../settings/sources/command-line.ts';
import type { Format } from '../options.ts';
import { inPersonsLanguage, helpText } from '../person-language.ts';
import { withFolderOptions } from '../stored-options.ts';
import { print } from '../run-output.ts';
import { commentJson } from './alert-show.ts';
import { formatTable, heads } from '../text.ts';
import { alertText, formatTime } from '../../common/report/alert-prose.ts';
import { inFolder } from '../open-folder.ts';

interface Flags {
  readonly dataDir: string;
  readonly format: Format;
}

type AcknowledgeFlags = Flags & { readonly comment: string };

type MuteFlags = Flags & {
  readonly limit?: LimitName;
  readonly source?: string;
  readonly destination?: string;
  readonly direction?: Direction;
  readonly agent?: string;
  readonly for?: number;
};

/** Adds the options of which alerts a mute is about, and for how long. */
const withMuted = (command: Command): Command =>
  command
    .addOption(optionOf('mute.limit'))
    .addOption(
      optionOf('windows.sources', {
        help: say('help.in.mute.source'),
        parse: networkOrGroup.read,
      }),
    )
    .addOption(
      optionOf('windows.destinations', {
        help: say('help.in.mute.destination'),
        parse: networkOrGroup.read,
      }),
    )
    .addOption(optionOf('limit.direction', { help: say('help.in.mute.direction'), choices: directions }))
    .addOption(optionOf('limit.agent', { help: say('help.in.mute.agent'), parse: agentName.read }))
    .addOption(optionOf('mute.for'));

/** `alerts ack|comment|snooze|mute|unmute|mutes`: they store what a running instance takes up within about a second. */
export function withHandlingVerbs(alerts: Command, clock: Clock): void {
  withFolderOptions(alerts.command('ack'))
    .summary(helpText('verb.alerts.ack'))
    .argument('<id>', helpText('argument.alert'))
    .addOption(optionOf('alert.comment', { default: '' }))
    .action((id: string, flags: AcknowledgeFlags) => acknowledge(id, flags, clock));
  withFolderOptions(alerts.command('comment'))
    .summary(helpText('verb.alerts.comment'))
    .argument('<id>', helpText('argument.alert'))
    .argument('<text>', helpText('argument.comment'))
    .action((id: string, text: string, flags: Flags) => comment(id, text, flags, clock));
  withFolderOptions(alerts.command('snooze'))
    .summary(helpText('verb.alerts.snooze'))
    .argument('<id>', helpText('argument.alert'))
    .argument('<duration>', helpText('argument.howLong'), checked(durationOrZero.read))
    .action((id: string, forMs: number, flags: Flags) => snooze(id, forMs, flags, clock));
  withFolderOptions(withMuted(alerts.command('mute')))
    .summary(helpText('verb.alerts.mute'))
    .action((flags: MuteFlags) => mute(flags, clock));
  withFolderOptions(alerts.command('unmute'))
    .summary(helpText('verb.alerts.unmute'))
    .argument('<number>', helpText('argument.mute'), checked(wholeNumber(1).read))
    .action((id: number, flags: Flags) => unmute(id, flags, clock));
  withFolderOptions(alerts.command('mutes'))
    .summary(helpText('verb.alerts.mutes'))
    .action((flags: Flags) => listMutes(flags, clock));
}

const acknowledge = (
  id: string,
  { comment: text, ...flags }: AcknowledgeFlags,
  clock: Clock,
): Promise<void> => handle(flags, clock, (folder) => folder.acknowledgeAlert({ id, comment: text }));

const comment = (prefix: string, text: string, { dataDir, format }: Flags, clock: Clock): Promise<void> =>
  inFolder(dataDir, clock, async (folder) => {
    const { id } = await folder.findAlert(prefix);
    const told = await folder.commentAlert({ id, text });
    const line = { type: 'comment', id, ...commentJson(told) };
    print(format === 'json' ? JSON.stringify(line) : say('alerts.commented', { id }));
  });

function snooze(id: string, forMs: number, flags: Flags, clock: Clock): Promise<void> {
  const untilMs = forMs === 0 ? null : clock.now() + forMs;
  return handle(flags, clock, (folder) => folder.snoozeAlert({ id, untilMs }));
}

async function handle(
  { dataDir, format }: Flags,
  clock: Clock,
  change: (folder: FolderApi) => Promise<Alert>,
): Promise<void> {
  await inFolder(dataDir, clock, async (folder) => {
    const alert = await change(folder);
    const text = alertText(alert, await folder.getTimeZone());
    print(format === 'json' ? JSON.stringify(handlingLine(alert)) : text);
  });
}

const handlingLine = ({ id, acknowledged, snoozedUntilMs, muted }: Alert): object => ({
  type: 'handling',
  id,
  acknowledged: acknowledged && {
    by: acknowledged.by,
    at: isoTime(acknowledged.atMs),
    comment: acknowledged.comment,
  },
  snoozedUntil: snoozedUntilMs === null ? null : isoTime(snoozedUntilMs),
  muted,
});

async function mute(flags: MuteFlags, clock: Clock): Promise<void> {
  const { limit: limitName = null, source = null, destination = null, agent = null } = flags;
  const { dataDir, direction = null, for: forMs } = flags;
  const untilMs = forMs === undefined ? null : clock.now() + forMs;
  const scope = { limitName, source, destination, direction, agent, untilMs };
  await inFolder(dataDir, clock, async (folder) =>
    printMutes([await folder.muteScope(scope)], flags.format, await folder.getTimeZone()),
  );
}

async function unmute(id: number, { dataDir, format }: Flags, clock: Clock): Promise<void> {
  await inFolder(dataDir, clock, (folder) => folder.unmute({ id }));
  print(format === 'json' ? JSON.stringify({ type: 'unmuted', id }) : say('mutes.ended', { id }));
}

async function listMutes({ dataDir, format }: Flags, clock: Clock): Promise<void> {
  await inFolder(dataDir, clock, async (folder) => {
    const mutes = await folder.listMutes();
    if (format === 'table' && mutes.length === 0) print(say('mutes.none'));
    else printMutes(mutes, format, await folder.getTimeZone());
  });
}

function printMutes(mutes: readonly Mute[], format: Format, timeZone: string): void {
  if (format === 'json') for (const one of mutes) print(JSON.stringify(muteLine(one)));
  else print(muteTable(mutes, timeZone));
}

const muteLine = ({ id, limitName, untilMs, createdMs, ...scope }: Mute): object => ({
  ...{ type: 'mute', id, limit: limitName, source: scope.source, destination: scope.destination },
  ...{ direction: scope.direction, agent: scope.agent },
  until: untilMs === null ? null : isoTime(untilMs),
  created: isoTime(createdMs),
});

const muteTable = (mutes: readonly Mute[], timeZone: string): string =>
  formatTable([
    heads('number', 'limit', 'source', 'destination', 'direction', 'agent', 'until'),
    ...mutes.map((mute) => [
      String(mute.id),
      ...scopeCells(mute),
      mute.untilMs === null ? inPersonsLanguage(say('cell.forEver')) : formatTime(mute.untilMs, timeZone),
    ]),
  ]);

/** A mute covers one agent, or limits; without any word, all of both. */
function scopeCells({ agent, ...limits }: MuteScope): string[] {
  const { limitName, source, destination, direction } = limits;
  const cells = [limitName, source, destination, direction];
  if (agent !== null) return [...cells.map(() => none), agent];
  const any = inPersonsLanguage(say('pair.any'));
  const isOfAll = cells.every((cell) => cell === null);
  return [...cells.map((cell) => cell ?? any), isOfAll ? any : none];
}

const none = '—';

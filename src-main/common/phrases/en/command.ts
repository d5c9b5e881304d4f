import { countText, plural } from '../../format.ts';

/** What the verbs of the command line say on standard error. */
export const command = {
  'command.migrating':
    'bringing the data folder of an older version up to date (Ctrl-C is safe; the next command goes on)',
  'command.migrated':
    'bringing the data folder up to date: {percent} %, about {left} left (Ctrl-C is safe; the next start goes on)',
  'command.follows': 'follows the alerts of {folder}; Ctrl-C ends',
  'command.stalled': 'the longest stall of what sums the traffic took {ms} ms',
  'command.lastGood': '{problem}; the last good limits stay in force',
  'command.noTime': 'there was no time to sum the pairs of the oldest rows: ask for fewer',
  'command.rowsWritten': ({ count, file }: { count: number; file: string }) =>
    `${plural(count, 'row')} written to ${file}`,
  'command.periodsWritten': ({ count, file }: { count: number; file: string }) =>
    `${count} periods written to ${file}`,
  'command.windowsWritten': ({ count, file }: { count: number; file: string }) =>
    `${count} windows written to ${file}`,
  'command.outputGone': "The output can't be written ({detail}).",
  'command.unjudged': "{limit} can't be judged here: {reason}",
  'command.moreUnjudged': ({ count }: { count: number }) =>
    `${countText(count)} more limits can't be judged here`,
  'command.left': ({ count, brokers }: { count: number; brokers: string }) =>
    `${count === 1 ? '1 record waits' : `${countText(count)} records wait`} in the spool: ${brokers} did not take them; the next run sends them`,

  'command.notWritten': "{file} can't be written: {detail}",
  'command.fromBeforeTo': '--from must be before --to',
  'command.manyPeriods': 'There are more than {most} periods in that time',
  'command.manyAgents': 'More than one agent has an id that begins with "{name}"',
  'command.noAgent': 'No agent that was heard has an id that begins with "{name}"',
  'command.notComparable': '"{text}" is nothing to compare with',
  'command.directionOfAll': '--directions is about all traffic',
  'command.directionPicks': '--direction picks one of --directions',
  'command.hostIsBoth': '{option} is source and destination',
  'command.peerOfHost': '--peer is the other end of a --host',
  'command.noView': 'There is no view {view} to show',
  'command.badRows': ({ origin, count }: { origin: string; count: number }) =>
    `${origin} has ${plural(count, 'bad row')}`,
  'command.badLimit': ({ defects }: { defects: readonly string[] }) => defects.join(' '),
  'command.badField': '{field}: {defect}',
  'command.limit.newer': '{limit} has a newer version',
  'command.limit.off': '{limit} is off already',
  'command.limit.on': '{limit} is on already',
  'command.limit.first': '{limit} has no earlier version',
  'command.tooFewWindows': ({ least }: { least: number }) =>
    `Too few windows: ${least} complete ones of 30 days are needed`,
  'command.noneSuggested': 'No {which} is suggested',
  'command.notOpenedWithin': 'No interface was opened within {seconds} s',

  'command.remedy.newFile': 'name a new file in a folder that may be written',
  'command.remedy.manyPeriods': 'name a longer period or a shorter time',
  'command.remedy.agents': 'list them with: agents list',
  'command.remedy.comparable': 'write {comparisons} or an instant such as 2026-01-31',
  'command.remedy.oneDirection': 'name one way with --direction, or leave out whose traffic it is',
  'command.remedy.leaveOneOut': 'leave one of them out',
  'command.remedy.leaveEndsOut': 'leave --source and --destination out',
  'command.remedy.nameHost': 'name the host',
  'command.remedy.views': 'name one of {views}',
  'command.remedy.nothingStored': 'nothing was stored',
  'command.remedy.newestVersion': 'name the one with the newest effective date; see limits list',
  'command.remedy.try': 'try {command}',
  'command.remedy.suggest': 'see limits suggest without --accept',
  'command.remedy.help': 'see streamchecker --help',
} as const;

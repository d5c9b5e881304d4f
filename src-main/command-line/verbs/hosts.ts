import type { Command } from 'commander';
import { isoTime } from '../../common/alert-json.ts';
import type { Clock } from '../../common/clock.ts';
import { readRange } from '../../common/contract/replay.ts';
import { type Direction, directions } from '../../common/direction.ts';
import { bytesText } from '../../common/format.ts';
import type { FoundHost, FoundHosts } from '../../common/model/hosts.ts';
import type { ScopeHistory } from '../../common/model/windows.ts';
import type { Phrase } from '../../common/phrases/phrase.ts';
import { say } from '../../common/phrases/say.ts';
import { epochMs } from '../../common/units.ts';
import { networkOrGroup, wholeNumber } from '../../settings/registry/kinds.ts';
import { checked } from '../../settings/sources/checked.ts';
import { optionOf } from '../../settings/sources/command-line.ts';
import { edgesIn, type RangeFlags } from '../instants-in-zone.ts';
import { inFolder, isEmpty } from '../open-folder.ts';
import type { Format } from '../options.ts';
import { withFolderOptions } from '../stored-options.ts';
import { print } from '../run-output.ts';
import { inPersonsLanguage, helpText } from '../person-language.ts';
import { atLeast, exactnessOf, formatTable, heads, timeHead } from '../text.ts';
import { formatTime } from '../../common/report/alert-prose.ts';

interface Flags {
  readonly dataDir: string;
  readonly format: Format;
  readonly count: number;
}

interface ShowFlags extends Flags, RangeFlags {
  readonly peer?: string;
  readonly direction?: Direction;
}

/** As long as pairs are kept, unless somebody says otherwise. */
const usualDays = 90;

/** `hosts search|show`. */
export function hostsVerb(program: Command, clock: Clock): void {
  const hosts = program.command('hosts').summary(helpText('verb.hosts'));
  withFolderOptions(hosts.command('search'))
    .summary(helpText('verb.hosts.search'))
    .argument('[text]', helpText('argument.hostText'), '')
    .addOption(optionOf('shown.count', { default: 24 }))
    .action((text: string, flags: Flags) => search(text, flags, clock));
  withFolderOptions(hosts.command('show'))
    .summary(helpText('verb.hosts.show'))
    .argument('<host>', helpText('argument.host'), checked(networkOrGroup.read))
    .addOption(optionOf('shown.peer'))
    .addOption(
      optionOf('limit.direction', {
        help: say('help.in.hosts.direction'),
        value: '<way>',
        choices: directions,
      }),
    )
    .addOption(optionOf('shown.from', { standard: say('standard.days90') }))
    .addOption(optionOf('shown.to', { standard: say('standard.now') }))
    .addOption(
      optionOf('shown.count', { help: say('help.in.hosts.peers'), parse: wholeNumber(0).parse, default: 10 }),
    )
    .action((host: string, flags: ShowFlags) => show(host, flags, clock));
}

async function search(text: string, { dataDir, format, count }: Flags, clock: Clock): Promise<void> {
  const { found, timeZone } = await inFolder(dataDir, clock, async (folder) => ({
    found: (await isEmpty(folder)) ? undefined : await folder.searchHosts({ text, addresses: [], count }),
    timeZone: await folder.getTimeZone(),
  }));
  const { hosts, matching, isWhole } = found ?? nothingStored;
  if (!found && format === 'table') return print(noHistory(dataDir));
  if (format === 'json') {
    for (const host of hosts) print(JSON.stringify(hostLine(host)));
    return print(JSON.stringify({ type: 'host-search', matching, isWhole }));
  }
  if (matching === 0) print(say(isWhole ? 'hosts.none' : 'hosts.noneListed'));
  else {
    const rows = hosts.map((host) => hostCells(host, timeZone));
    print(formatTable([heads('host', 'sent', 'received', 'firstSeen', 'lastSeen'), ...rows]));
    if (matching > hosts.length) print(say('hosts.of', { hosts: matching }));
  }
  if (!isWhole) print(say('hosts.incomplete'));
}

/** What there is to say of a data folder in which nothing was summed yet, or that isn't there. */
const noHistory = (folder: string): Phrase => say('history.noneWith', { folder });

const nothingStored: FoundHosts = { hosts: [], matching: 0, isWhole: true };

const hostCells = ({ address, sent, received, firstMs, lastMs }: FoundHost, timeZone: string): string[] => [
  ...[address, bytesText(sent), bytesText(received)],
  ...[formatTime(firstMs, timeZone), formatTime(lastMs, timeZone)],
];

const hostLine = ({ address, firstMs, lastMs, sent, received }: FoundHost): object => ({
  ...{
    type: 'host',
    address,
    sent,
    received,
    first: isoTime(epochMs(firstMs)),
    last: isoTime(epochMs(lastMs)),
  },
});

async function show(host: string, flags: ShowFlags, clock: Clock): Promise<void> {
  const peer = flags.peer ?? null;
  const { history, timeZone } = await inFolder(flags.dataDir, clock, async (folder) => {
    const edges = await edgesIn(folder, { ...flags, per: 'day', usualDays, nowMs: clock.now() });
    const { direction, count: peers } = flags;
    const of = { kind: 'scope', host, peer, peers, ...(direction && { direction }) } as const;
    const found = (await isEmpty(folder, [host, peer]))
      ? undefined
      : await readRange(folder, { edges, of, before: null, usual: null });
    return { history: found?.range, timeZone: await folder.getTimeZone() };
  });
  if (flags.format === 'json') return print(JSON.stringify(historyLine(host, flags, history)));
  if (!history) return print(noHistory(flags.dataDir));
  if (history.parts.length === 0) return print(say('windows.noneThen'));
  for (const line of historyLines(history, timeZone)) print(line);
}

function* historyLines(
  { parts, seen, peers, peerCount, arePeersAll, isWhole }: ScopeHistory,
  timeZone: string,
): Generator<string> {
  yield formatTable([
    [timeHead('day', timeZone), ...heads('sent', 'received', 'total', '')],
    ...parts.map((part) => [
      ...[formatTime(part.startMs, timeZone), bytesText(part.sent)],
      ...[bytesText(part.received), bytesText(part.bytes)],
      exactness(part),
    ]),
  ]);
  if (seen) {
    const [from, to] = [formatTime(seen.fromMs, timeZone), formatTime(seen.toMs, timeZone)];
    yield inPersonsLanguage(say('hosts.seen', { from, to }));
  }
  if (!isWhole) yield inPersonsLanguage(say('history.noTimeToSum'));
  if (peers.length === 0) return;
  yield inPersonsLanguage(say(arePeersAll ? 'hosts.peers' : 'hosts.peersAtLeast', { count: peerCount }));
  yield formatTable([
    heads('peer', 'sentToIt', 'receivedFromIt'),
    ...peers.map(({ address, sent, received }) => [address, bytesText(sent), bytesText(received)]),
  ]);
}

const exactness = ({ unknown, inexact }: ScopeHistory['parts'][number]): string =>
  unknown > 0
    ? atLeast(';', [say('lack.pairsUnknown', { bytes: bytesText(unknown) })])
    : inexact > 0
      ? atLeast(';', [say('lack.inWindows', { count: inexact })])
      : exactnessOf([], true);

const historyLine = (
  host: string,
  { peer, direction }: Pick<ShowFlags, 'peer' | 'direction'>,
  history: ScopeHistory | undefined,
): object => ({
  ...{
    type: 'host-history',
    host,
    peer: peer ?? null,
    ...(direction && { direction }),
    isWhole: history?.isWhole ?? true,
  },
  seen: history?.seen ? { from: isoTime(history.seen.fromMs), to: isoTime(history.seen.toMs) } : null,
  days: (history?.parts ?? []).map(
    ({ startMs, endMs, sent, received, bytes, packets, unknown, inexact }) => ({
      ...{ start: isoTime(startMs), end: isoTime(endMs), sent, received, bytes, packets },
      ...{ unknown, exact: unknown === 0 && inexact === 0 },
    }),
  ),
  ...{
    peers: history?.peers ?? [],
    peerCount: history?.peerCount ?? 0,
    arePeersAll: history?.arePeersAll ?? true,
  },
});

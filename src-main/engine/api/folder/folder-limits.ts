import type { Clock } from '../../../common/clock.ts';
import { MonitorError } from '../../../common/errors.ts';
import type {
  BadRow,
  Limit,
  LimitsAssessment,
  LimitsChange,
  LimitsPreview,
  LimitsStatus,
} from '../../../common/model/limits.ts';
import type { MonitorApi } from '../../../common/contract/monitor.ts';
import type { Text } from '../../../common/phrases/phrase.ts';
import { say } from '../../../common/phrases/say.ts';
import type { LimitEdit } from '../../limits/limit-edit.ts';
import { writeLimits } from '../../limits/limit-export.ts';
import { previewOf, requireRows } from '../../limits/limit-preview.ts';
import type { LimitRows } from '../../limits/limit-source.ts';
import type { ChangeCause } from '../../limits/limit-store.ts';
import { LimitSync } from '../../limits/limit-sync.ts';
import { openSource } from '../../limits/open-source.ts';
import { ownershipAfter, requireOwned } from './limits-owner.ts';
import { answer } from '../answer.ts';
import type { OpenedFolder } from './opened-folder.ts';
import { unjudgedReasons } from './unjudged-reasons.ts';

type LimitCalls =
  'listLimits' | 'listQuotas' | 'suggestLimits' | 'previewLimit' | 'undoLimitsImport' | 'exportLimits';

/** The rows of a source, and how it is named to people. */
export interface ReadSource extends LimitRows {
  readonly origin: string;
}

/** What became of the rows of a source. With one bad row nothing did, and all bad ones are named. */
export type TakenLimits =
  | { readonly badRows: readonly [BadRow, ...BadRow[]]; readonly origin: string }
  | {
      readonly badRows: readonly [];
      readonly origin: string;
      readonly preview: LimitsPreview;
      readonly limits: readonly Limit[];
      /** What the limits would have found in stored windows; undefined where there are none. */
      readonly past: LimitsAssessment | undefined;
      /** Why each limit can't be judged; null where it can. */
      readonly unjudged: readonly (Text | null)[];
      /** What the person should know of the source that is followed. */
      readonly notice?: Text;
    };

/** How a source is imported once, without being followed. */
export interface ImportOnce {
  readonly source: string;
  /** Shows what it would do, and changes nothing. */
  readonly isTrial: boolean;
  /** Takes a source without rows for what it says. */
  readonly allowsEmpty: boolean;
}

/** The calls about limits, which a folder answers by itself: an instance that runs on it takes the changes over. */
export interface FolderLimits extends Pick<MonitorApi, LimitCalls> {
  /** Changes limits in the followed source, or else in a file of the data folder, and takes them over. */
  editLimits(edit: LimitEdit): Promise<LimitsStatus>;
  /** Replaces the limits with those of a source, all or nothing, once; it is not followed. */
  importOnce(request: ImportOnce): Promise<TakenLimits>;
  /** Reads the source that is followed, now. */
  takeFollowed(): Promise<TakenLimits>;
  /** The source that is followed, chosen for good or by the newest run; null for none. */
  followedSource(): Promise<string | null>;
  /**
   * Adds limits to a source, and takes nothing over.
   *
   * @returns how the source is named to people
   */
  addTo(source: string, limits: readonly Limit[]): Promise<string>;
  /** The import or change by hand that an undo would take back; null for none. */
  nextUndo(): Promise<LimitsChange | null>;
  /** Why each limit can't be judged by the windows of the newest run; null where it can. */
  unjudgedReasons(limits: readonly Limit[]): Promise<readonly (Text | null)[]>;
}

/** Between two steps of a large change a running instance, which waits for the database, gets its turn. */
const pauseMs = 5;

/** The calls about limits over a folder. */
export function folderLimits(opened: OpenedFolder): FolderLimits {
  const { clock } = opened;
  const current = () => opened.reading?.limits.current() ?? [];
  return {
    listLimits: () => answer(() => current()),
    listQuotas: async (request) => opened.history().listQuotas(request),
    suggestLimits: async (scope) => opened.history().suggestLimits(scope),
    async previewLimit(request) {
      const { proposeLimit } = await import('../../history/limit-proposal.ts');
      return proposeLimit(opened.writing, opened.series, request, clock);
    },
    editLimits: (edit) => withSync(opened, (sync) => sync.edit(edit)),
    undoLimitsImport: () => undo(opened),
    exportLimits: ({ form, limits }) => answer(() => writeLimits(limits ?? current(), form)),
    importOnce: (request) => importOnce(opened, request),
    takeFollowed: () => takeFollowed(opened),
    followedSource: () => answer(() => opened.reading?.settings.liveLimits() ?? null),
    addTo: (source, limits) => addTo(opened, source, limits),
    nextUndo: () => answer(() => opened.reading?.limits.undoable() ?? null),
    unjudgedReasons: (limits) => unjudgedReasons(opened.reading, limits, clock),
  };
}

const pauseOf =
  ({ clock }: OpenedFolder) =>
  (): Promise<void> =>
    clock.after(pauseMs);

/** Runs a step on the source that is followed, and lets go of it then. */
async function withSync<T>(opened: OpenedFolder, run: (sync: LimitSync) => Promise<T>): Promise<T> {
  const { writing: folder, clock, dataDir } = opened;
  const refresh = { mode: 'manual' } as const;
  const sync = new LimitSync({
    ...{ repository: folder.limits, clock, refresh, dataDir, pause: pauseOf(opened) },
  });
  try {
    const live = folder.settings.liveLimits();
    if (live !== null) sync.attach(openSource(live, clock));
    return await run(sync);
  } finally {
    sync.dispose();
  }
}

async function undo(opened: OpenedFolder): Promise<LimitsChange> {
  const { limits } = opened.writing;
  if (limits.undoableEdit()) return withSync(opened, (sync) => sync.undo());
  requireOwned(opened.writing, opened.dataDir);
  return limits.undo(opened.clock.now(), pauseOf(opened));
}

/** Reads a source once, and changes nothing. */
export async function readSource(named: string, clock: Clock): Promise<ReadSource> {
  const source = openSource(named, clock);
  try {
    return { ...(await source.read()), origin: source.origin };
  } finally {
    source.dispose();
  }
}

async function importOnce(
  opened: OpenedFolder,
  { source, isTrial, allowsEmpty }: ImportOnce,
): Promise<TakenLimits> {
  const read = await readSource(source, opened.clock);
  const [bad, ...others] = read.badRows;
  if (bad) return { badRows: [bad, ...others], origin: read.origin };
  const { writing: folder, dataDir } = opened;
  if (!allowsEmpty)
    requireRows(read.origin, read.limits, folder.limits.current(), say('limits.remedy.emptyImport'));
  const { notice, ...follow } = ownershipAfter(folder, dataDir, read.origin);
  const followedBefore = folder.limits.followed();
  const cause = { kind: 'import', origin: read.origin, followedBefore, ...follow } as const;
  const taken = await take(opened, read, isTrial ? null : cause);
  return isTrial || notice === undefined ? taken : { ...taken, notice };
}

async function takeFollowed(opened: OpenedFolder): Promise<TakenLimits> {
  const { writing: folder } = opened;
  const followed = folder.settings.liveLimits();
  if (followed === null) throw nothingFollowed();
  const read = await readSource(followed, opened.clock);
  const [bad, ...others] = read.badRows;
  if (bad) return { badRows: [bad, ...others], origin: read.origin };
  requireRows(read.origin, read.limits, folder.limits.current(), say('limits.remedy.emptySync'));
  return take(opened, read, { kind: 'sync', origin: read.origin });
}

/** @param cause null where nothing is to be stored */
async function take(
  opened: OpenedFolder,
  { origin, ...rows }: ReadSource,
  cause: ChangeCause | null,
): Promise<TakenLimits & { badRows: readonly [] }> {
  const { writing: folder, clock } = opened;
  const { limits } = rows;
  const preview = previewOf(folder.limits.current(), rows, origin);
  if (cause) await folder.limits.store(limits, cause, clock.now(), pauseOf(opened));
  const past = await assess(opened, limits);
  return {
    badRows: [],
    origin,
    preview,
    limits,
    past,
    unjudged: await unjudgedReasons(folder, limits, clock),
  };
}

/** What limits would have found in the stored windows; undefined where there are none. */
async function assess(
  { writing: folder, clock }: OpenedFolder,
  limits: readonly Limit[],
): Promise<LimitsAssessment | undefined> {
  const series = folder.series.newest();
  if (!series) return undefined;
  const { PastWindows } = await import('../../history/past-windows.ts');
  const past = new PastWindows(folder.windows(series), series, clock, folder.networks.named);
  return past.assess(limits, clock.now());
}

async function addTo({ clock }: OpenedFolder, named: string, limits: readonly Limit[]): Promise<string> {
  const source = openSource(named, clock);
  try {
    await source.edit({ added: limits });
    return source.origin;
  } finally {
    source.dispose();
  }
}

/** The error of what needs a followed source. */
export const nothingFollowed = (): MonitorError =>
  new MonitorError('limits/unreadable', say('limits.nothingFollowed'), {
    remedy: say('limits.remedy.chooseSource'),
  });

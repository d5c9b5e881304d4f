import type { App } from '../state/app.svelte.ts';
import { t } from '../texts/texts.ts';

/** Something that takes files which are dropped on the window, by how their names end. */
export interface FileTaker {
  /** With the point, in lower case; null where it takes what nobody else does. */
  readonly endings: readonly string[] | null;
  /** What is said of it while files are held over the window. */
  readonly offer: string;
  readonly takesSeveral: boolean;
  readonly take: (paths: readonly string[]) => void;
}

/** Who takes dropped files; an ending belongs to one of them. */
export const fileTakers = (app: App): readonly FileTaker[] => [
  {
    endings: ['.json', '.csv', '.tsv'],
    offer: t().fileDrop.limits,
    takesSeveral: false,
    take: ([path]) => void app.limitsImport.open(path!),
  },
  {
    // Captures are called anything: `trace`, `dump.pcap7`, `monday.pcap.zst`. What is none, its reader says.
    endings: null,
    offer: t().fileDrop.captures,
    takesSeveral: true,
    take: (paths) => void app.attempt(() => app.captureFiles.open(paths)),
  },
];

/**
 * Hands dropped files to the one that takes them.
 *
 * @returns why nobody does; null where they were taken
 */
export function dropFiles(paths: readonly string[], takers: readonly FileTaker[]): string | null {
  const byTaker = Map.groupBy(paths, (path) => takerOf(path, takers));
  const [taker] = byTaker.keys();
  if (byTaker.size !== 1 || taker === undefined) return t().fileDrop.notTaken;
  if (paths.length > 1 && !taker.takesSeveral) return t().fileDrop.oneAtATime;
  taker.take(paths);
  return null;
}

/** What was dropped without being a file has no path. */
const takerOf = (path: string, takers: readonly FileTaker[]): FileTaker | undefined =>
  path === ''
    ? undefined
    : (takers.find(({ endings }) => endings?.some((ending) => path.toLowerCase().endsWith(ending))) ??
      takers.find(({ endings }) => endings === null));

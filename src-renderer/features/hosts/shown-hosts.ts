import { shownHosts } from '../monitor/largest.svelte.ts';

/** What stands above the lists at least, and their headings, in CSS pixels. */
const othersPx = 620;
/** A host takes a row in either list, and a list of pairs beside them two. */
const rowsPx = 44;

/** As many hosts as fit into each list of an overview of that height, in CSS pixels. */
export const hostsThatFit = (overviewPx: number): number =>
  Math.max(shownHosts.least, Math.min(shownHosts.most, Math.floor((overviewPx - othersPx) / rowsPx)));

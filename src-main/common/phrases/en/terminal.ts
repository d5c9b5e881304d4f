import { countedIn } from '../counted.ts';

const counted = countedIn('en');

/** What the verbs print for people. */
export const terminal = {
  'verdict.breached': '    BREACHED: {what}',
  'verdict.within': '    within: {what}',
  'verdict.open': '    not judged yet: {what}',
  'verdict.unchecked': '    not known: {what}',
  'verdict.against': '{observed} against {limit}',
  'verdict.notKept': 'pairs no longer kept, {limit}',
  'verdict.older': '    judged by limits that an older version did not store',
  'verdict.more': ({ count }: { count: number }) =>
    `    … and ${counted(count, 'more limit', 'more limits')}`,

  'projection.above': 'At this rate above {limit} in {wait}',
  'projection.below': 'At this rate below {limit} in {wait}',
  'projection.near': 'Near {limit}',
  'projection.share': '{projection}, {percent} % of it so far',

  'edit.added': 'Added {limit} ({id}) in {origin}',
  'edit.changed': 'Changed {limit} ({id}) in {origin}',
  'edit.removed': 'Removed {limit} ({id}) in {origin}',
  'edit.disabled': 'Disabled {limit} ({id}) in {origin}',
  'edit.enabled': 'Enabled {limit} ({id}) in {origin}',
  'edit.wouldAdd': 'Would add {limit}',
  'edit.wouldChange': 'Would change {limit}',
  'edit.wouldRemove': 'Would remove {limit}',
  'edit.accepted': 'Added {limit} to {origin}',

  'version.stored': '  {limit}, from {from} (stored {stored})',
  'version.removed': '  {limit}, from {from} (stored {stored}, removed {removed})',
} as const;

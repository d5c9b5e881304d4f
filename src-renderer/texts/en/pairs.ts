/** The view of pairs, and what tables say. */
export const pairs = {
  pairs: {
    filter: 'Filter pairs',
    filterHint:
      'Filter: 192.0.2.7, 10.0.0.0/8, src:10.20.0.5, dir:in, @office, a name, or a part of an address',
    empty: 'No pairs yet. Who sends to whom appears here with the first packet of the window.',
    showAll: 'Show All Pairs',
    noMatch: 'No pair matches the filter.',
    gone: 'The pairs of this window are no longer kept: see the settings of the history.',
    windows: 'Windows',
    noWindows: 'No windows yet.',
    onlyFrom: (address: string) => `Show Only from ${address}`,
    onlyTo: (address: string) => `Show Only to ${address}`,
    mute: 'Mute Alerts for This Pair',
    copyLimit: 'Copy as Row for a Limits File',
    copyFilter: 'Copy Capture Filter',
    muted: (pair: string) => `Alerts of limits for ${pair} are muted.`,
  },
  table: { copy: 'Copy Row', actions: 'Actions', actionsOf: (row: string) => `Actions for: ${row}` },
};

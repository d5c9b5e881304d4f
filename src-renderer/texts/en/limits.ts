import { counted } from '../counted.ts';

/** Limits: their view, their import, and what the past suggests. */
export const limits = {
  limitsView: {
    all: 'All limits',
    none: 'No limits yet',
    noneHint:
      'Import a file with the rows limit_name, limit_value and effective_date, as JSON or CSV, and totals are checked from then on.',
    followed: (source: string) => `Followed: ${source}`,
    notFollowed: 'No source is followed.',
    sync: 'Sync Now',
    undo: (origin: string) => `Undo Import of ${origin}`,
    undoEdit: (origin: string) => `Undo Change in ${origin}`,
    undone: 'The change was taken back.',
    export: (form: string) => `Export Limits as ${form}`,
    origin: 'From',
    changes: { import: 'imported', sync: 'changed', edit: 'changed by hand', undo: 'undone' },
    otherwise: (n: number, from: string, to: string) =>
      `${counted(n, 'stored window', 'stored windows')} would get a different verdict by these limits, from ${from} to ${to}. Past verdicts are kept.`,
  },
  limitTerms: {
    window: (length: string) => `windows of ${length}`,
    period: (period: string) => `per ${period}`,
    hours: (hours: string) => `${hours} only`,
    agent: (agent: string) => `agent ${agent} only`,
    warnAt: (percent: number) => `warned of from ${percent} %`,
    title: 'Holds for',
    usual: 'every window',
  },
  unjudged: {
    label: 'not judged',
    some: (n: number) => `${counted(n, 'limit', 'limits')} can't be judged in this run`,
    length: (period: string, length: string) =>
      `Not judged: ${period} can't be summed from windows of ${length}`,
    zone: (period: string, length: string, zone: string) =>
      `Not judged: in ${zone} the period ${period} does not begin where windows of ${length} do`,
  },
  limitImport: {
    title: (file: string) => (file === '' ? 'Import limits' : `Import limits from ${file}`),
    reading: 'Reading the limits…',
    import: 'Import',
    importing: 'Importing…',
    cancel: 'Cancel',
    close: 'Close',
    badRows: (n: number) =>
      `${counted(n, 'row', 'rows')} can't be used. Nothing is imported until they are fixed.`,
    nothingNew:
      'It holds what is in force already. Importing it makes it the source that is synced from now on.',
    follows: 'It becomes the source that is synced from now on.',
    kinds: { added: 'added', changed: 'changed', removed: 'removed', unchanged: 'unchanged' },
    all: 'all',
    undo: 'Undo',
    preview: 'Preview',
    postgres: {
      label: 'Address of the table',
      hint: 'A password in it is used while StreamChecker runs, and never stored. PGPASSWORD or ~/.pgpass keep one for the next start.',
    },
    past: {
      looking: 'Looking at what these limits would have found in the last 30 days…',
      none: 'There are no windows of the last 30 days to hold these limits against.',
      within: (windows: string) => `None of the ${windows} of the last 30 days would have left a limit.`,
      breached: (breached: string, windows: string) =>
        `Of ${windows} of the last 30 days, ${breached} would have left a limit:`,
      newest: 'Only the newest windows were looked at: there are very many.',
      otherwise: (n: number, from: string, to: string) =>
        `${counted(n, 'window', 'windows')} got another verdict at the close, from ${from} to ${to}. Past verdicts are kept.`,
      more: (n: number) => `and ${counted(n, 'limit', 'limits')} more`,
    },
  },
  verdicts: {
    title: 'Judged by',
    none: 'No limit was in force.',
    unknown: 'An older version stored this window, without the limits by which it was judged.',
    more: (n: number) => `and ${counted(n, 'limit', 'limits')} more`,
    pairsGone: 'The pairs of this window are no longer kept',
    from: (date: string) => `In force from ${date}`,
    outcomes: { breached: 'breached', within: 'within', open: 'not judged yet', unchecked: 'not known' },
  },
  limitSuggestions: {
    command: 'Suggest Limits…',
    forPair: 'Suggest a Limit…',
    title: (scope: string) => (scope === '' ? 'Suggested limits' : `Suggested limits for ${scope}`),
    reading: 'Looking at the windows of the last 30 days…',
    tooFew: 'Too few complete windows of the last 30 days to suggest limits from: 20 are needed.',
    basis:
      'A maximum lies a quarter above the 99th percentile of the complete windows of the last 30 days, a minimum a fifth below the first.',
    usual: 'Percentile',
    percentile: (percentile: number) => `${percentile} %:`,
    breaches: 'Would have left it',
    of: (breaches: string, windows: string) => `${breaches} of ${windows}`,
    accept: 'Accept',
    acceptLabel: (limit: string) => `Accept ${limit}`,
    question: (limit: string, bytes: string, source: string) => `Add ${limit} ${bytes} to ${source}?`,
    consequence: 'It is in force from the present window on; the other rows stay as they are.',
    add: 'Add',
    adding: 'Adding…',
    back: 'Back',
    added: (limit: string, bytes: string, source: string) => `${limit} ${bytes} was added to ${source}.`,
    noSource:
      'No source of limits is followed. Save the suggestions as a file; once imported, it is the source.',
    saveJson: 'Save as a File and Import…',
    saveSql: 'Save as SQL…',
    close: 'Close',
  },
};

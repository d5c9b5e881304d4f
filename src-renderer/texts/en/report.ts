/** Saving the report of a period. */
export const report = {
  report: {
    command: 'Export Report…',
    title: 'Export a report',
    hint: 'Totals, what is missing, quotas, the hosts with most traffic and alerts of a period, as the terminal’s “report” writes them.',
    period: 'Period',
    periods: 'day, week, month, month@15, year, 6h',
    day: 'A day of it',
    today: 'today, or 2026-01-31',
    badDay: (text: string) =>
      `“${text}” is not a date. Write it as 2026-01-31, or leave the field empty for today.`,
    form: 'Format',
    forms: { markdown: 'Markdown', html: 'HTML', pdf: 'PDF' },
    cancel: 'Cancel',
    save: 'Save…',
    saving: 'Saving…',
    saved: (path: string) => `Saved as ${path}.`,
  },
};

import type { report as english } from '../en/report.ts';

export const report: typeof english = {
  report: {
    command: 'Bericht exportieren…',
    title: 'Einen Bericht exportieren',
    hint: 'Summen, was fehlt, Kontingente, die Rechner mit dem meisten Verkehr und die Alarme eines Zeitraums, wie „report“ im Terminal sie schreibt: auf Englisch.',
    period: 'Zeitraum',
    periods: 'day, week, month, month@15, year, 6h',
    day: 'Ein Tag daraus',
    today: 'heute, oder 2026-01-31',
    badDay: (text) =>
      `„${text}“ ist kein Datum. Schreiben Sie es als 2026-01-31, oder lassen Sie das Feld für heute leer.`,
    form: 'Format',
    forms: { markdown: 'Markdown', html: 'HTML', pdf: 'PDF' },
    cancel: 'Abbrechen',
    save: 'Speichern…',
    saving: 'Speichert…',
    saved: (path) => `Gespeichert als ${path}.`,
  },
};

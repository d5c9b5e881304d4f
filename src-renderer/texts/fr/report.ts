import type { report as english } from '../en/report.ts';

export const report: typeof english = {
  report: {
    command: 'Exporter un rapport…',
    title: 'Exporter un rapport',
    hint: 'Totaux, ce qui manque, quotas, hôtes au plus fort trafic et alertes d’une période, comme les écrit « report » dans le terminal.',
    period: 'Période',
    periods: 'day, week, month, month@15, year, 6h',
    day: 'Un de ses jours',
    today: 'aujourd’hui, ou 2026-01-31',
    badDay: (text) =>
      `« ${text} » n’est pas une date. Écrivez-la comme 2026-01-31, ou laissez le champ vide pour aujourd’hui.`,
    form: 'Format',
    forms: { markdown: 'Markdown', html: 'HTML', pdf: 'PDF' },
    cancel: 'Annuler',
    save: 'Enregistrer…',
    saving: 'Enregistrement…',
    saved: (path) => `Enregistré sous ${path}.`,
  },
};

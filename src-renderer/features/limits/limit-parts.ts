import { bytesText } from '../../format.ts';
import { problemSentence } from '../../problem-words.ts';
import { t } from '../../texts/texts.ts';
import { importedText, sourceName } from '../../words.ts';
import type { Client } from '../../state/client.ts';
import { LimitForm } from './limit-form.svelte.ts';
import type { LimitGroups } from './limit-groups.svelte.ts';
import { LimitSuggestions } from './limit-suggestions.svelte.ts';
import { LimitsImport } from './limits-import.svelte.ts';
import type { Toasts } from '../../state/toasts.svelte.ts';

/** What tells how a change of limits went. */
interface Teller {
  readonly toasts: Toasts;
  readonly limitGroups: Pick<LimitGroups, 'reveal'>;
  attempt(step: (monitor: Client['monitor']) => Promise<unknown>, done: string): Promise<void>;
}

/** The import of limits and their suggestion, which leads to an import. */
export function limitParts(
  client: Client,
  app: Teller,
): { readonly limitsImport: LimitsImport; readonly limitSuggestions: LimitSuggestions } {
  const limitsImport = new LimitsImport({
    ...client,
    onImported: (path, report) =>
      app.toasts.show(`${t().labelled(sourceName(path), importedText(report))}.`, { action: undo(app) }),
  });
  const limitSuggestions = new LimitSuggestions({
    ...client,
    onAdded: (limit, source) => {
      const { name, value } = limit;
      app.limitGroups.reveal(limit);
      app.toasts.show(t().limitSuggestions.added(name, bytesText(value), sourceName(source)));
    },
    onSaved: (path) => void limitsImport.open(path),
  });
  return { limitsImport, limitSuggestions };
}

/** The form in which a limit is written by hand. */
export const newLimitForm = (client: Client, app: Teller): LimitForm =>
  new LimitForm({
    ...client,
    onDone: (done, limit, source) => {
      const { name, value } = limit;
      if (done !== 'removed') app.limitGroups.reveal(limit);
      app.toasts.show(t().limitForm.done[done](`${name} ${bytesText(value)}`, sourceName(source)), {
        action: undo(app),
      });
    },
    onFailed: (error) => app.toasts.show(problemSentence(error), { isProblem: true }),
  });

/** At once: the status, which says whether there is something to undo, may not have come yet. */
const undo = (app: Teller) => ({
  label: t().limitImport.undo,
  run: () => void app.attempt((monitor) => monitor.undoLimitsImport(), t().limitsView.undone),
});

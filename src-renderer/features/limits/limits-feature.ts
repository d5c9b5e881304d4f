import { t } from '../../texts/texts.ts';
import { LimitGroups } from './limit-groups.svelte.ts';
import LimitsSideBar from './LimitsSideBar.svelte';
import { limitCommands } from './limit-commands.ts';
import type { LimitForm } from './limit-form.svelte.ts';
import LimitFormDialog from './LimitFormDialog.svelte';
import { limitParts, newLimitForm } from './limit-parts.ts';
import type { LimitSuggestions } from './limit-suggestions.svelte.ts';
import LimitSuggestionsDialog from './LimitSuggestionsDialog.svelte';
import type { LimitsImport } from './limits-import.svelte.ts';
import LimitsImportDialog from './LimitsImportDialog.svelte';
import LimitsView from './LimitsView.svelte';
import { ShownScopeRules } from './scope-rules.svelte.ts';
import type { Feature } from '../../state/app.svelte.ts';

declare module '../../state/app.svelte.ts' {
  interface App {
    readonly limitsImport: LimitsImport;
    readonly limitSuggestions: LimitSuggestions;
    readonly limitForm: LimitForm;
    readonly limitGroups: LimitGroups;
    readonly scopeRules: ShownScopeRules;
  }
}

/** What traffic may be. */
export const limitsFeature: Feature = {
  open: (app, { client }) => ({
    ...limitParts(client, app),
    limitForm: newLimitForm(client, app),
    limitGroups: new LimitGroups(),
    scopeRules: new ShownScopeRules(client),
  }),
  views: [
    {
      ...{ id: 'limits', title: () => t().views.limits, icon: 'law' },
      ...{ component: LimitsView, sideBar: LimitsSideBar },
    },
  ],
  commands: limitCommands,
  overlays: [LimitsImportDialog, LimitSuggestionsDialog, LimitFormDialog],
};

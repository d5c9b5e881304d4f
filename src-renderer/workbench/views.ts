import type { Component } from 'svelte';
import Overview from '../views/overview/Overview.svelte';

/** A view of the workbench. */
export interface View {
  readonly id: string;
  readonly title: string;
  /** A codicon. */
  readonly icon: string;
  readonly component: Component;
}

/** Every view, in the activity bar's order; a new one is one entry here. */
export const views = [
  { id: 'overview', title: 'Overview', icon: 'pulse', component: Overview },
] as const satisfies readonly View[];

export type ViewId = (typeof views)[number]['id'];

import { helpCommands } from './help-commands.ts';
import WelcomeDialog from './WelcomeDialog.svelte';
import { Welcome } from './welcome.svelte.ts';
import type { Feature } from '../../state/app.svelte.ts';

declare module '../../state/app.svelte.ts' {
  interface App {
    readonly welcome: Welcome;
  }
}

/** The first steps, and help. */
export const welcomeFeature: Feature = {
  open: (_app, { client, memory }) => ({ welcome: new Welcome({ ...client, memory }) }),
  commands: helpCommands,
  overlays: [WelcomeDialog],
  giveWay: ({ welcome }) => welcome.giveWay(),
};

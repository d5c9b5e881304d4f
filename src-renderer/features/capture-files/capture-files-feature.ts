import { t } from '../../texts/texts.ts';
import { captureFileCommands } from './capture-file-commands.ts';
import { CaptureFiles } from './capture-files.svelte.ts';
import CaptureFilesSideBar from './CaptureFilesSideBar.svelte';
import CaptureFilesView from './CaptureFilesView.svelte';
import type { Feature } from '../../state/app.svelte.ts';

declare module '../../state/app.svelte.ts' {
  interface App {
    readonly captureFiles: CaptureFiles;
  }
}

/** What was captured elsewhere, played. */
export const captureFilesFeature: Feature = {
  open: (app, { client, clock }) => ({
    captureFiles: new CaptureFiles({
      ...{ ...client, clock },
      inAddresses: (filter) => app.hostNames.inAddresses(filter),
      onOpened: () => app.layout.show('captureFiles'),
    }),
  }),
  views: [
    {
      ...{ id: 'captureFiles', title: () => t().views.captureFiles, icon: 'file-binary' },
      ...{ component: CaptureFilesView, sideBar: CaptureFilesSideBar },
    },
  ],
  commands: captureFileCommands,
};

import { t } from '../../texts/texts.ts';
import PipelineSideBar from './PipelineSideBar.svelte';
import PipelineView from './PipelineView.svelte';
import type { Feature } from '../../state/app.svelte.ts';

/** The steps that packets pass. */
export const pipelineFeature: Feature = {
  views: [
    {
      ...{ id: 'pipeline', title: () => t().views.pipeline, icon: 'type-hierarchy-sub' },
      ...{ component: PipelineView, sideBar: PipelineSideBar },
    },
  ],
};

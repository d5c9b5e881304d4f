import { t } from '../../texts/texts.ts';
import type { PairTotal } from '../../../src-main/common/model/windows.ts';
import type { EpochMs } from '../../../src-main/common/units.ts';
import { pairText } from '../../format.ts';
import { PairList } from './pair-list.svelte.ts';
import PairsSideBar from './PairsSideBar.svelte';
import PairsView from './PairsView.svelte';
import type { Feature } from '../../state/app.svelte.ts';

declare module '../../state/app.svelte.ts' {
  interface App {
    readonly pairList: PairList;
    /** Shows all pairs of a window. */
    readonly showPairsOf: (startMs: EpochMs) => void;
    /** Nobody is notified about limits on this pair until it is unmuted. */
    readonly mutePair: (pair: Pick<PairTotal, 'source' | 'destination'>) => Promise<void>;
  }
}

/** Who sends to whom in a window. */
export const pairsFeature: Feature = {
  open: (app, { client }) => ({
    pairList: new PairList({
      ...client,
      presentMs: () => app.monitor.status?.window?.startMs ?? null,
      inAddresses: (filter) => app.hostNames.inAddresses(filter),
    }),
    showPairsOf: (startMs) => {
      app.pairList.pick(startMs);
      app.layout.show('pairs');
    },
    mutePair: ({ source, destination }) => {
      const scope = { limitName: null, source, destination, direction: null, agent: null, untilMs: null };
      const muted = t().pairs.muted(pairText({ source, destination }));
      return app.attempt((monitor) => monitor.muteScope(scope), muted);
    },
  }),
  views: [
    {
      ...{ id: 'pairs', title: () => t().views.pairs, icon: 'list-tree' },
      ...{ component: PairsView, sideBar: PairsSideBar },
    },
  ],
};

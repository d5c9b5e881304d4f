/** Entry of the process that replays capture files for the window, started by `shell/replay-host.ts`. */
import { replayContract } from './common/contract/replay.ts';
import { startReplay } from './engine/run/replay-session.ts';
import { systemClock } from './engine/run/system-clock.ts';
import { serveProcess } from './rpc/serve-process.ts';

serveProcess(
  // How far it has come, the page hears of the main process, which knows which replay it is.
  { own: replayContract, page: { calls: replayContract.calls, events: {} } },
  async (settings: Parameters<typeof startReplay>[0]) => {
    const session = await startReplay(settings);
    return { api: session.api, pageApi: session.api, stop: () => session.stop() };
  },
  systemClock,
);

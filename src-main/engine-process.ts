/** Entry of the engine's own process: an Electron utility process, started by `shell/engine-host.ts`. */
import { monitorContract, pageContract } from './common/contract/monitor.ts';
import { StatusFeed, trayStatuses } from './engine/api/status-feed.ts';
import { statusNews } from './engine/api/status-news.ts';
import { compileLater } from './engine/run/compile-later.ts';
import { startEngine } from './engine/run/engine.ts';
import type { EngineSettings } from './engine/run/settings.ts';
import { systemClock } from './engine/run/system-clock.ts';
import { serveProcess } from './rpc/serve-process.ts';

compileLater();
serveProcess(
  { own: monitorContract, page: pageContract },
  async (settings: EngineSettings, starting) => {
    const engine = await startEngine(settings, [], starting);
    const news = statusNews(engine.api.onStatusChanged);
    const page = new StatusFeed(news);
    const { onStatusChanged, onRatesSampled } = page;
    return {
      api: { ...engine.api, onStatusChanged: trayStatuses(news) },
      pageApi: { ...engine.api, onStatusChanged, onRatesSampled },
      attend: (attention) => page.attend(attention),
      stop: () => engine.stop(),
    };
  },
  systemClock,
);

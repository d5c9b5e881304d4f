/** Entry of the engine's own process: an Electron utility process, started by `shell/engine-host.ts`. */
import { monitorCalls, monitorEvents } from './common/monitor-api.ts';
import { StatusFeed } from './engine/api/status-feed.ts';
import { statusNews } from './engine/api/status-news.ts';
import { compileLater } from './engine/run/compile-later.ts';
import { startEngine } from './engine/run/engine.ts';
import type { EngineSettings } from './engine/run/settings.ts';
import { systemClock } from './engine/run/system-clock.ts';
import { serveProcess } from './rpc/serve-process.ts';

compileLater();
serveProcess(
  { calls: monitorCalls, events: [...monitorEvents, 'ratesSampled'] },
  async (settings: EngineSettings, onMigrated) => {
    const engine = await startEngine(settings, [], onMigrated);
    const feed = new StatusFeed(statusNews(engine.api.onStatusChanged));
    const { onStatusChanged, onRatesSampled } = feed;
    return {
      api: { ...engine.api, onStatusChanged, onRatesSampled },
      attend: (attention) => feed.attend(attention),
      stop: () => engine.stop(),
    };
  },
  systemClock,
);

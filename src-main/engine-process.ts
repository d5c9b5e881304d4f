/** Entry of the engine's own process: an Electron utility process, started by `shell/engine-host.ts`. */
import { monitorCalls, monitorEvents } from './common/monitor-api.ts';
import { statusNews } from './engine/api/status-news.ts';
import { compileLater } from './engine/run/compile-later.ts';
import { startEngine } from './engine/run/engine.ts';
import type { EngineSettings } from './engine/run/settings.ts';
import { systemClock } from './engine/run/system-clock.ts';
import { serveProcess } from './rpc/serve-process.ts';

compileLater();
serveProcess(
  { calls: monitorCalls, events: monitorEvents },
  async (settings: EngineSettings, onMigrated) => {
    const engine = await startEngine(settings, [], onMigrated);
    const api = { ...engine.api, onStatusChanged: statusNews(engine.api.onStatusChanged) };
    return { api, stop: () => engine.stop() };
  },
  systemClock,
);

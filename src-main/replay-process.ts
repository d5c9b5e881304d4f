/** Entry of the process that replays capture files for the window, started by `shell/replay-host.ts`. */
import { replayCalls, replayEvents } from './common/replay-api.ts';
import { startReplay } from './engine/run/replay-session.ts';
import { systemClock } from './engine/run/system-clock.ts';
import { serveProcess } from './rpc/serve-process.ts';

serveProcess({ calls: replayCalls, events: replayEvents }, startReplay, systemClock);

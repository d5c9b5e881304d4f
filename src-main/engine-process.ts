/** Entry of the engine's own process: an Electron utility process, started by `shell/engine-host.ts`. */
import { Emitter } from './common/event.ts';
import { startEngine } from './engine/engine.ts';
import { EngineServer } from './rpc/engine-server.ts';
import type { ToEngine } from './rpc/engine-protocol.ts';

type Settings = Parameters<typeof startEngine>[0];

const parent = process.parentPort;
const received = new Emitter<ToEngine<Settings>>();
const server = new EngineServer<Settings>({
  port: { post: (message) => parent.postMessage(message), onMessage: received.event },
  startEngine,
  exit: (status) => process.exit(status),
  log: (error) => console.error(error),
});

parent.on('message', (event: { data: ToEngine<Settings> }) => received.fire(event.data));
// Not in Electron's types, but its port hands on what the message port under it emits.
(parent as NodeJS.EventEmitter).on('close', () => void server.stop());
process.on('SIGTERM', () => void server.stop());
// Ctrl-C reaches every process of the terminal; the main process decides about this one.
process.on('SIGINT', () => undefined);

import type { Clock } from '../common/clock.ts';
import { Emitter } from '../common/event.ts';
import { type Contract, EngineServer, type EngineStarter } from './engine-server.ts';
import type { ToEngine } from './engine-protocol.ts';

/** Makes this process, an Electron utility process, the server of one engine to the main process. */
export function serveProcess(
  contract: Contract,
  /** Started with whatever the main process sends: it knows which engine this is. */
  startEngine: EngineStarter<never>,
  clock: Clock,
): void {
  const parent = process.parentPort;
  const received = new Emitter<ToEngine<never>>();
  const server = new EngineServer<never>({
    clock,
    contract,
    port: { post: (message) => parent.postMessage(message), onMessage: received.event },
    startEngine,
    exit: (status) => process.exit(status),
    log: (error) => console.error(error),
  });
  parent.on('message', (event: { data: ToEngine<never> }) => received.fire(event.data));
  // Not in Electron's types, but its port hands on what the message port under it emits.
  (parent as NodeJS.EventEmitter).on('close', () => void server.stop());
  process.on('SIGTERM', () => void server.stop());
  // Ctrl-C reaches every process of the terminal; the main process decides about this one.
  process.on('SIGINT', () => undefined);
}

import { join } from 'node:path';
import { type MessagePortMain, utilityProcess } from 'electron';
import { Emitter } from '../common/event.ts';
import type { FromEngine } from '../rpc/engine-protocol.ts';
import type { EngineChild } from './engine-host.ts';

/** Which engine: the live one, or one that replays capture files. */
export type EngineKind = 'engine' | 'replay';

/**
 * Starts an engine's process: a utility process, so that a blocked or dying engine never stops the window. It is called
 * `StreamChecker engine` or `StreamChecker replay` in `app.getAppMetrics()`, and in task managers that show it.
 */
export function forkEngine<Settings>(kind: EngineKind): EngineChild<Settings, MessagePortMain> {
  const received = new Emitter<FromEngine>();
  const exited = new Emitter<number>();
  const closed = new Emitter<undefined>();
  const child = utilityProcess.fork(join(import.meta.dirname, `${kind}-process.js`), [], {
    serviceName: `StreamChecker ${kind}`,
    // What an engine makes is soon garbage: a large nursery for it costs 100 MB and saves no time.
    execArgv: ['--enable-source-maps', '--max-semi-space-size=8', ...inspector(kind)],
    stdio: 'inherit',
  });
  child.on('message', (message: FromEngine) => received.fire(message));
  child.on('exit', (status) => {
    exited.fire(status);
    closed.fire(undefined);
  });
  child.on('error', (type, location) =>
    console.error(`The process of the ${kind} failed: ${type} at ${location}`),
  );
  return {
    post: (message) => child.postMessage(message),
    onMessage: received.event,
    onClosed: closed.event,
    onExit: exited.event,
    connectPage: (line, port) => child.postMessage({ kind: 'connectPage', line }, [port]),
    // Its line ends with its process.
    close: () => undefined,
    kill: () => endNow(child.pid),
  };
}

/** Where a debugger can attach itself to an engine, in development only. */
const inspector = (kind: EngineKind): readonly string[] =>
  __DEVELOPMENT__ === null ? [] : [`--inspect=127.0.0.1:${__DEVELOPMENT__.inspectors[kind]}`];

function endNow(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ESRCH') throw thrown;
  }
}

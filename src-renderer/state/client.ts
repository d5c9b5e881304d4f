import type { Bridge, LineName } from '../../src-main/common/bridge.ts';
import { type PageApi, pageContract } from '../../src-main/common/contract/monitor.ts';
import { type ReplayCalls, replayContract } from '../../src-main/common/contract/replay.ts';
import { type ShellApi, shellContract } from '../../src-main/common/contract/shell.ts';
import { toDisposable } from '../../src-main/common/disposable.ts';
import { MonitorError } from '../../src-main/common/errors.ts';
import type { Event } from '../../src-main/common/event.ts';
import { type Caller, clientOf } from '../../src-main/common/rpc/client.ts';
import { Line } from '../../src-main/common/rpc/line.ts';
import { messagePort } from '../../src-main/common/rpc/message-port.ts';
import type { ToServer } from '../../src-main/common/rpc/messages.ts';
import type { Port } from '../../src-main/common/rpc/port.ts';

/** How the page reaches others: the shell through preload, engines over ports of its own. */
export interface PageBridge extends Pick<Bridge, 'pathOf'> {
  readonly shell: Caller;
  readonly engine: Caller & Pick<Line, 'onClosed'>;
  readonly replay: Caller & Pick<Line, 'renew'>;
}

/** The engine, the shell and the replay of capture files as the renderer sees them. */
export interface Client {
  readonly monitor: PageApi;
  readonly shell: ShellApi;
  readonly replay: ReplayCalls;
  /** The line to the engine was closed: until the next call, none of its events is heard. */
  readonly onLineClosed: Event<undefined>;
  /** The replay is another one from now on. */
  renewReplay(): void;
}

/** Makes the typed client of a bridge; its members come from the contracts. */
export const createClient = ({ engine, shell, replay }: PageBridge): Client => ({
  monitor: clientOf(pageContract, engine),
  shell: clientOf(shellContract, shell),
  replay: clientOf(replayContract, replay),
  onLineClosed: engine.onClosed,
  renewReplay: () => replay.renew(),
});

/** The bridge of a page, by what preload has put on it. */
export function pageBridge(bridge: Bridge, page: Window): PageBridge {
  return {
    shell: {
      call: (name, request) => bridge.call(name, request),
      on: (name, listener) => toDisposable(bridge.on(name, listener)),
    },
    engine: new Line(() => openPort(bridge, page, 'engine')),
    replay: new Line(() => openPort(bridge, page, 'replay')),
    pathOf: (file) => bridge.pathOf(file),
  };
}

let tickets = 0;

/** Has a port handed over; a message of the window to itself brings it. */
async function openPort(bridge: Bridge, page: Window, line: LineName): Promise<Port<unknown, ToServer>> {
  const ticket = `${line} ${(tickets += 1)}`;
  const [arrived, waiting] = [Promise.withResolvers<MessagePort>(), new AbortController()];
  const take = ({ source, data, ports: [port] }: MessageEvent<unknown>): void => {
    if (source === page && data === ticket && port !== undefined) arrived.resolve(port);
  };
  page.addEventListener('message', take, { signal: waiting.signal });
  try {
    const answer = await bridge.connect(line, ticket);
    if (!answer.ok) throw MonitorError.fromData(answer.error);
    return messagePort(await arrived.promise);
  } finally {
    waiting.abort();
  }
}

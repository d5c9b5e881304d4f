import type { MessagePortMain } from 'electron';
import type { Clock } from '../common/clock.ts';
import type { Contract } from '../common/contract/contract.ts';
import { hostContract, sourceOf } from '../common/contract/host.ts';
import { Emitter } from '../common/event.ts';
import { clientOf } from '../common/rpc/client.ts';
import { connect } from '../common/rpc/connect.ts';
import type { Port } from '../common/rpc/port.ts';
import type { FromEngine, ToEngine } from './engine-protocol.ts';
import { EngineServer, type EngineStarter, type ServedContracts } from './engine-server.ts';
import { electronMessagePort } from './transports/electron-message-port.ts';

interface FromParent {
  readonly data: ToEngine<never>;
  readonly ports: readonly MessagePortMain[];
}

/** Makes this process, an Electron utility process, the server of one engine to the main process and to the page. */
export function serveProcess<Own extends Contract, Page extends Contract>(
  contracts: ServedContracts<Own, Page>,
  /** Started with whatever the main process sends: it knows which engine this is. */
  startEngine: EngineStarter<never, Own, Page>,
  clock: Clock,
): void {
  const parent = process.parentPort;
  const received = new Emitter<ToEngine<never>>();
  const closed = new Emitter<undefined>();
  const port: Port<ToEngine<never>, FromEngine> = {
    post: (message) => parent.postMessage(message),
    onMessage: received.event,
    onClosed: closed.event,
    close: () => undefined,
  };
  const host = clientOf(hostContract, connect(port));
  const server = new EngineServer<never, Own, Page>({
    ...{ clock, contracts, port, startEngine },
    async allowPage(name, request) {
      const source = sourceOf(name, request);
      if (source !== null) await host.agreeToSource({ source });
    },
    exit: (status) => process.exit(status),
    log: (error) => console.error(error),
  });
  parent.on('message', ({ data, ports: [page] }: FromParent) => {
    if (data.kind !== 'connectPage') received.fire(data);
    else if (page) server.connectPage(data.line, electronMessagePort(page));
  });
  // Not in Electron's types, but its port hands on what the message port under it emits.
  (parent as NodeJS.EventEmitter).on('close', () => {
    closed.fire(undefined);
    void server.stop();
  });
  process.on('SIGTERM', () => void server.stop());
  // Ctrl-C reaches every process of the terminal; the main process decides about this one.
  process.on('SIGINT', () => undefined);
}

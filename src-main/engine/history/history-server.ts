import type { MessagePort } from 'node:worker_threads';
import type { Clock } from '../../common/clock.ts';
import { DataFolder } from '../store/data-folder.ts';
import { LogCheckpoints } from './log-checkpoints.ts';
import type { History } from './history.ts';
import type { FromHistory, HistoryPlace, ToHistory } from './history-line.ts';
import { storedHistory } from './stored-history.ts';

/**
 * Serves the history of a series to the thread that sums it, over a connection of its own.
 *
 * @throws MonitorError `store/*`
 */
export function serveHistory(port: MessagePort, { dataDir, series, kept }: HistoryPlace, clock: Clock): void {
  const folder = DataFolder.beside(dataDir);
  const history = storedHistory(folder, series, clock, kept);
  const checkpoints = new LogCheckpoints(folder, clock);
  const running = new Map<number, AbortController>();
  port.on('message', (message: ToHistory) => {
    if (message.kind === 'call') void answer(message);
    else if (message.kind === 'cancel') running.get(message.id)?.abort();
    else {
      checkpoints.dispose();
      folder.dispose();
      port.close();
    }
  });

  async function answer({ id, name, request }: ToHistory & { kind: 'call' }): Promise<void> {
    const controller = new AbortController();
    running.set(id, controller);
    let message: FromHistory;
    try {
      message = { id, value: await call(history, name, request, controller.signal) };
    } catch (thrown) {
      message = { id, error: folder.explain(thrown).toData() };
    }
    running.delete(id);
    port.postMessage(message);
  }
}

/** The other thread has the types of the calls. */
const call = (
  history: History,
  name: keyof History,
  request: unknown,
  signal: AbortSignal,
): Promise<unknown> =>
  (history[name] as (request: unknown, signal: AbortSignal) => Promise<unknown>)(request, signal);

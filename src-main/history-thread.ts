/** Entry of the thread that reads the history beside the one that sums: a worker, started by `history/threaded-history.ts`. */
import { parentPort, workerData } from 'node:worker_threads';
import type { HistoryPlace } from './engine/history/history-line.ts';
import { serveHistory } from './engine/history/history-server.ts';
import { systemClock } from './engine/run/system-clock.ts';

if (parentPort) serveHistory(parentPort, workerData as HistoryPlace, systemClock);

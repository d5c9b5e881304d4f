import { lostPackets } from '../common/loss.ts';
import { bytesText, countText, plural } from '../common/format.ts';
import type { MonitorStatus } from '../common/model/status.ts';
import type { WindowDetail } from '../common/model/windows.ts';
import { say } from '../common/phrases/say.ts';
import { limitsStatusText } from './limit-text.ts';
import { inPersonsLanguage } from './person-language.ts';
import { streamLines } from './stream-text.ts';
import {
  formatTable,
  projectionText,
  pairLines,
  windowCells,
  windowHead,
  exactnessText,
  outstanding,
} from './text.ts';
import { alertText } from '../common/report/alert-prose.ts';

const closedShown = 8;
const alertsShown = 3;
const projectionsShown = 5;

/** The screen of a terminal while it monitors: redrawn with each status. */
export class LiveTable {
  readonly #out: NodeJS.WriteStream;
  readonly #timeZone: string | undefined;
  readonly #closed: WindowDetail[] = [];
  #open: WindowDetail | null = null;

  /** @param timeZone that of the machine where none is named */
  constructor(out: NodeJS.WriteStream, timeZone?: string) {
    this.#out = out;
    this.#timeZone = timeZone;
  }

  /** Records a window that closed. */
  window(window: WindowDetail): void {
    const at = this.#closed.findIndex(({ startMs }) => startMs === window.startMs);
    if (at >= 0) this.#closed[at] = window;
    else this.#closed.push(window);
    if (this.#closed.length > closedShown) this.#closed.shift();
  }

  /** Draws the screen anew. */
  draw(status: MonitorStatus): void {
    // A window that is over waits for late records before it closes: it stays in sight as it was seen last.
    if (this.#open && this.#open.startMs !== status.window?.startMs) this.#keepUnlessClosed(this.#open);
    this.#open = status.window;
    const width = this.#out.columns || 120;
    const height = this.#out.rows || 40;
    const lines = screen(status, this.#closed, this.#timeZone).slice(0, height - 1);
    this.#out.write(`\x1b[H${lines.map((line) => `${line.slice(0, width)}\x1b[K\n`).join('')}\x1b[J`);
  }

  #keepUnlessClosed(window: WindowDetail): void {
    if (!this.#closed.some(({ startMs }) => startMs === window.startMs)) this.window(window);
  }

  /** Clears the screen before the first drawing. */
  begin(): void {
    this.#out.write('\x1b[2J');
  }
}

function screen(status: MonitorStatus, closed: readonly WindowDetail[], timeZone?: string): string[] {
  const { window } = status;
  const open = window && !closed.some(({ startMs }) => startMs === window.startMs) ? [window] : [];
  const rows = [...closed, ...open];
  return [
    ...stateLines(status),
    limitsStatusText(status.limits, status.atMs),
    ...status.problems.map(problemText),
    '',
    ...formatTable([
      windowHead(),
      ...rows.map((row) => windowCells(row, row.closed ? [] : outstanding(status), timeZone)),
    ]).split('\n'),
    ...(window && window.pairs.length > 0
      ? ['', inPersonsLanguage(say('live.pairs')), ...pairLines(window)]
      : []),
    ...status.projection.slice(0, projectionsShown).flatMap((one) => projectionText(one, status.atMs) ?? []),
    ...firingLines(status, timeZone),
    '',
    inPersonsLanguage(say('live.end')),
  ];
}

/** The newest alerts that are firing, and how many more there are. */
function firingLines({ firing, firingCount }: MonitorStatus, timeZone?: string): string[] {
  const shown = firing.slice(-alertsShown);
  if (shown.length === 0) return [];
  const more = firingCount - shown.length;
  return [
    '',
    ...(more > 0 ? [inPersonsLanguage(say('live.olderAlerts', { count: more }))] : []),
    ...shown.map((alert) => inPersonsLanguage(alertText(alert, timeZone))),
  ];
}

/** States of the capture, where there is one, and of the stream. */
function stateLines(status: MonitorStatus): string[] {
  const { capture, stream, atMs } = status;
  const captures = capture.interfaces.length > 0 || stream.kind === 'embedded';
  return [...(captures ? [captureText(status)] : []), ...streamLines(stream, atMs)];
}

/** State of the capture in one line. */
export function captureText({ capture }: Pick<MonitorStatus, 'capture'>): string {
  const { totals, interfaces, state } = capture;
  const names = interfaces.map(({ name }) => name).join(', ') || 'no interface yet';
  const rate = `${countText(Math.round(capture.packetsPerSecond))} packets/s, ${bytesText(Math.round(capture.bytesPerSecond))}/s`;
  const dropped = countText(lostPackets(totals));
  return `${state} on ${names}: ${rate}; ${capture.countsDrops ? `${dropped} dropped` : 'drops unknown'}`;
}

const problemText = ({ message, remedy }: { message: string; remedy?: string }): string =>
  `! ${message}${remedy ? `: ${remedy}` : ''}`;

/** The open window in one line, for output that is not a terminal. */
export function progressText(status: MonitorStatus, timeZone?: string): string {
  const { window } = status;
  const states = stateLines(status).join('; ');
  if (!window) return states;
  const limit = window.limits.max === null ? '' : ` of at most ${bytesText(window.limits.max)}`;
  const total = `${plural(window.bytes, 'byte')}${limit}, ${plural(window.packets, 'packet')}`;
  return `${windowCells(window, [], timeZone)[0]!}  ${total}, ${plural(window.pairCount, 'pair')}, ${window.status}, ${exactnessText(window, outstanding(status))}; ${states}`;
}

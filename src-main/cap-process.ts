/** Entry of the capture through `cap`: a process of its own on plain Node, which speaks the capture helper's protocol. */
import { readSync, writeSync } from 'node:fs';
import { uptime } from 'node:os';
import { CapCapture } from './engine/capture/cap/cap-capture.ts';
import { loadCap } from './engine/capture/cap/cap-module.ts';
import { parseCapOptions } from './engine/capture/cap/cap-options.ts';
import { systemInterfaces } from './engine/capture/cap/system-interfaces.ts';
import { systemClock } from './engine/run/system-clock.ts';
import type { NetworkInterface } from './engine/capture/interfaces.ts';

/** What is in the kernel's ring when the end is asked for is still counted. */
const lastLookMs = 100;

const cap = loadCap();
const interfaces = (): NetworkInterface[] => systemInterfaces(cap.Cap.deviceList().map(({ name }) => name));
const options = parseCapOptions(process.argv.slice(2));
const capture = new CapCapture({
  cap,
  options,
  write,
  interfaces,
  now: () => systemClock.now(),
  steady,
  busy: endIfAsked,
  giveUp: () => process.exit(1),
});

/** Where there is only one such clock, it stands for both. Of the one that goes on while suspended, Node knows 10 ms. */
function steady(): { monotonicMs: number; bootMs: number } {
  const monotonicMs = Number(process.hrtime.bigint() / 1_000_000n);
  const bootMs = process.platform === 'linux' ? Math.round(uptime() * 1000) : monotonicMs;
  return { monotonicMs, bootMs };
}

/** Waits until all is written: the reader's pace is the capture's. A reader that is gone ends it. */
function write(frame: Buffer): void {
  try {
    for (let written = 0; written < frame.length;) written += writeSync(1, frame, written);
  } catch (reason) {
    if ((reason as NodeJS.ErrnoException).code === 'EPIPE') process.exit(0);
    throw reason;
  }
}

let isEndAsked = false;

/**
 * While packets come without a pause, the end of stdin must be looked for. It is obeyed when they have not paused by
 * the next look either: after a pause its event is heard, and the kernel's ring is empty by then.
 */
function endIfAsked(): void {
  if (isEndAsked) end();
  try {
    isEndAsked = readSync(0, Buffer.alloc(1)) === 0;
  } catch (reason) {
    if ((reason as NodeJS.ErrnoException).code !== 'EAGAIN') throw reason;
  }
}

/** As the helper does: the end of stdin and the signals that end a program ask for the last flush. */
function awaitEnd(): void {
  const endSoon = (): void => void systemClock.once(lastLookMs, end);
  process.stdin.resume().once('end', endSoon);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.once(signal, endSoon);
}

function end(): never {
  capture.end();
  process.exit(0);
}

if (options.isList) console.log(JSON.stringify(interfaces()));
else {
  awaitEnd();
  capture.start();
  systemClock.every(options.flushMs, () => capture.flush());
}

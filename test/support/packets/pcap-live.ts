import { chmodSync } from 'node:fs';
import { capProgram } from '../../../src-main/engine/capture/cap-source.ts';
import type { CaptureMessage, CaptureSource } from '../../../src-main/engine/capture/capture-source.ts';
import { findHelper } from '../../../src-main/engine/capture/helper-path.ts';
import type { CaptureFolder } from './pcap-replay.ts';

/** Whether tests may open interfaces and make network namespaces. */
export const mayCapture = process.platform === 'linux' && process.getuid?.() === 0;

/** Whether the npm package `cap` could be built here. */
export function hasCap(): boolean {
  try {
    capProgram();
    return true;
  } catch {
    return false;
  }
}

export const opened = (message: CaptureMessage): boolean => message.kind === 'opened';

export const openingOf =
  (name: string) =>
  (message: CaptureMessage): boolean =>
    message.kind === 'opened' && message.interface.name === name;

/** Packets and bytes by interface. */
export function sumsOf(
  messages: readonly CaptureMessage[],
): Record<string, [packets: number, bytes: number]> {
  const sums: Record<string, [number, number]> = {};
  for (const message of messages) {
    if (message.kind !== 'flows') continue;
    const { interface: name, packets, bytes } = message.batch;
    const [beforePackets, beforeBytes] = sums[name] ?? [0, 0];
    sums[name] = [beforePackets + packets, beforeBytes + bytes];
  }
  return sums;
}

/** A helper that is started in another way, as a script. */
export const helperThrough = (folder: CaptureFolder, ...command: string[]): string =>
  startedThrough(folder, ...command, findHelper());

/** A helper that this command starts. */
export function startedThrough(folder: CaptureFolder, ...command: string[]): string {
  const file = folder.write(Buffer.from(`#!/bin/sh\nexec ${command.join(' ')} "$@"\n`));
  chmodSync(file, 0o755);
  chmodSync(folder.path, 0o755);
  return file;
}

/** A helper that an emulator runs, built for another machine. */
export const emulatedHelper = (folder: CaptureFolder, emulator: string, helper: string): string =>
  startedThrough(folder, emulator, helper);

/** A helper that is given more options. */
export const helperWith = (folder: CaptureFolder, ...options: string[]): string =>
  startedThrough(folder, findHelper(), ...options);

type Handler = (message: CaptureMessage, all: readonly CaptureMessage[]) => unknown;

/** Captures until `handle` returns true, or fails after `limitMs`; ends the capture in the proper way. */
export async function captureUntil(
  capture: CaptureSource,
  handle: Handler,
  limitMs = 15_000,
): Promise<CaptureMessage[]> {
  const abort = new AbortController();
  const limit = setTimeout(() => abort.abort(), limitMs);
  const messages: CaptureMessage[] = [];
  for await (const message of capture.messages(abort.signal)) {
    messages.push(message);
    if (!abort.signal.aborted && (await handle(message, messages)) === true) abort.abort();
  }
  clearTimeout(limit);
  return messages;
}

type Step = readonly [until: (all: readonly CaptureMessage[]) => boolean, then: () => unknown];

/** Captures, taking one step each time the one before came true and a flush has passed; ends with the last one. */
export function captureInSteps(capture: CaptureSource, steps: readonly Step[]): Promise<CaptureMessage[]> {
  let step = 0;
  return captureUntil(
    capture,
    async (message, all) => {
      const next = steps[step];
      if (message.kind !== 'flushed' || next?.[0](all) !== true) return false;
      step++;
      await next[1]();
      return step === steps.length;
    },
    30_000,
  );
}

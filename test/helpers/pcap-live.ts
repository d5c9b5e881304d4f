import { chmodSync } from 'node:fs';
import { capProgram } from '../../src-main/engine/capture/cap-source.ts';
import type { CaptureMessage, CaptureSource } from '../../src-main/engine/capture/capture-source.ts';
import { findHelper } from '../../src-main/engine/capture/helper-path.ts';
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

/** A helper that is started in another way, as a script. */
export function helperThrough(folder: CaptureFolder, ...command: string[]): string {
  const script = folder.write(Buffer.from(`#!/bin/sh\nexec ${command.join(' ')} ${findHelper()} "$@"\n`));
  chmodSync(script, 0o755);
  chmodSync(folder.path, 0o755);
  return script;
}

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

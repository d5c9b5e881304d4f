import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flowSize, type FlowBatch } from '../../../src-main/engine/flow-records/layout.ts';
import type { CaptureMessage, CaptureSource } from '../../../src-main/engine/capture/capture-source.ts';
import { findHelper } from '../../../src-main/engine/capture/helper-path.ts';
import { ReplaySource, type ReplaySourceOptions } from '../../../src-main/engine/capture/replay-source.ts';
import { type CaptureTotals, emptyTotals } from './reference-decoder.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

/** A folder for the files of one test file, and the way to be rid of it. */
export class CaptureFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'streamchecker-capture-'));
  #count = 0;

  write(content: Uint8Array): string {
    const file = join(this.path, `${this.#count++}.pcap`);
    writeFileSync(file, content);
    return file;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** All messages of a source that ends by itself. */
export async function collect(
  source: CaptureSource,
  signal = new AbortController().signal,
): Promise<CaptureMessage[]> {
  const messages: CaptureMessage[] = [];
  for await (const message of source.messages(signal)) messages.push(message);
  return messages;
}

function addFlows(totals: CaptureTotals, { family, flows, fromMs }: FlowBatch): void {
  const bytes = Buffer.from(flows.buffer, flows.byteOffset, flows.length);
  const address = family === 4 ? 4 : 16;
  for (let at = 0; at < bytes.length; at += flowSize(family)) {
    const hex = (from: number): string => bytes.toString('hex', at + from, at + from + address);
    const key = `${fromMs} ${hex(0)} ${hex(address)}`;
    const sum = totals.flows.get(key) ?? { bytes: 0n, packets: 0n };
    totals.flows.set(key, {
      bytes: sum.bytes + bytes.readBigUInt64LE(at + 2 * address),
      packets: sum.packets + bytes.readBigUInt64LE(at + 2 * address + 8),
    });
  }
}

/** Sums over messages, in the form of the reference decoder. A damaged file tells it in a problem. */
export function totalsOf(messages: Iterable<CaptureMessage>): CaptureTotals {
  const totals = emptyTotals();
  for (const message of messages) {
    if (message.kind === 'flows') addFlows(totals, message.batch);
    if (message.kind === 'problem') totals.damaged ||= message.problem.code === 'capture/bad-file';
    if (message.kind !== 'counters') continue;
    for (const name of ['records', 'ip', 'nonIp', 'malformed', 'unsupportedLink'] as const) {
      totals[name] += message.counters[name];
    }
  }
  return totals;
}

/** Messages of a capture file, through the real helper. */
export const replay = (file: string, options: Partial<ReplaySourceOptions> = {}): Promise<CaptureMessage[]> =>
  collect(new ReplaySource({ clock: systemClock, helperPath: findHelper(), file, ...options }));

#!/usr/bin/env node
/**
 * Stands in for the capture helper in development: replays a capture file in real time, again and again, as the traffic
 * of an interface named `recording`. The real helper reads the file, so filters, link types and damaged files are as ever.
 * What isn't a live capture (reading a file, say) the real helper does itself.
 */
import { spawnSync } from 'node:child_process';
import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Recording } from './recorded-frames.ts';

const interfaceName = 'recording';
const { STREAMCHECKER_RECORDING: file = '', STREAMCHECKER_RECORDING_HELPER: helper = '' } = process.env;
const argv = process.argv.slice(2);

if (argv.includes('--list')) list();
else if (argv.includes('--interface')) play();
else process.execve!(helper, [helper, ...argv], process.env);

function list(): void {
  const facts = { up: true, running: true, loopback: false, master: null, masterKind: null, addresses: [] };
  process.stdout.write(`${JSON.stringify([{ name: interfaceName, description: file, ...facts }])}\n`);
}

function play(): void {
  const { filter, eachPacket, intervalMs, flushMs } = liveOptions();
  const read = ['--read', file, '--interval-ms', String(intervalMs)];
  if (filter !== undefined) read.push('--filter', filter);
  if (eachPacket) read.push('--each-packet');
  const recording = new Recording(readAll(read), { intervalMs, name: interfaceName, startMs: Date.now() });
  process.stdout.on('error', () => process.exit(0));
  process.stdout.write(recording.opening);
  const timer = setInterval(() => process.stdout.write(recording.upTo(Date.now())), flushMs);
  const end = (): void => {
    clearInterval(timer);
    process.stdout.write(recording.end(Date.now()), () => process.exit(0));
  };
  process.stdin.on('end', end).resume();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, end);
}

/** Those of the helper's options that mean something here. */
function liveOptions(): {
  filter: string | undefined;
  eachPacket: boolean;
  intervalMs: number;
  flushMs: number;
} {
  const text = { type: 'string' } as const;
  const options = {
    filter: text,
    'interval-ms': text,
    'flush-ms': text,
    'each-packet': { type: 'boolean' },
  } as const;
  const { values } = parseArgs({ args: argv, options, strict: false, allowPositionals: true });
  return {
    filter: values.filter as string | undefined,
    eachPacket: values['each-packet'] === true,
    intervalMs: Number(values['interval-ms'] ?? 1000),
    flushMs: Number(values['flush-ms'] ?? 500),
  };
}

/** What the helper says of the whole file. Where it refuses, that is all that there is to tell. */
function readAll(args: readonly string[]): Buffer {
  const { stdout, status } = spawnSync(helper, args, {
    maxBuffer: 1 << 30,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status === 0) return stdout;
  writeSync(1, stdout);
  process.exit(1);
}

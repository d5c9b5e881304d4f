#!/usr/bin/env node
/**
 * Stands in for the capture helper (src-capture/PROTOCOL.md): says what that one would say of FLOOD_PACKETS, FLOOD_RATE a
 * second, each of a pair of its own. It begins after FLOOD_AFTER_MS. Few machines can send as many beside a monitor.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../setup/paths.mjs';

const [packets, perSecond, afterMs] = ['FLOOD_PACKETS', 'FLOOD_RATE', 'FLOOD_AFTER_MS'].map((name) =>
  Number(process.env[name]),
);
const stepMs = 50;
const flushMs = 500;
const intervalMs = 1_000;
/** As the helper's: entries of a frame, and those after which a table is full. */
const [frameEntries, tableEntries] = [2_048, 130_000];
const entryBytes = 24;
const noInterface = 0xffff;
/** Bytes of each packet. */
const length = 100;

const frame = (type, payload, index = 0) => {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(payload.length);
  head.writeUInt8(type, 4);
  head.writeUInt16LE(index, 6);
  process.stdout.write(head);
  if (payload.length > 0) process.stdout.write(payload);
};

/** A number of 64 bits each. */
const words = (...values) => Buffer.from(BigUint64Array.from(values, BigInt).buffer);

let pairs = 0;
let pending = 0;
let counted = 0;

/** Sources that look like chance, and don't repeat. */
const nextSource = () => {
  pairs += 1;
  const mixed = Math.imul(pairs ^ (pairs >>> 16), 0x9e37_79b1);
  return mixed ^ (mixed >>> 15);
};

function sendFlows(fromMs) {
  while (pending > 0) {
    const count = Math.min(pending, frameEntries);
    const head = Buffer.alloc(24);
    head.writeBigInt64LE(BigInt(fromMs));
    head.writeUInt32LE(intervalMs, 8);
    head.writeUInt8(4, 12);
    head.writeUInt32LE(count, 16);
    const entries = new Uint32Array((count * entryBytes) / 4);
    for (let at = 0; at < entries.length; at += 6)
      entries.set([nextSource(), 0x0100_000a, length, 0, 1, 0], at);
    frame(3, Buffer.concat([head, words(count, count * length), Buffer.from(entries.buffer)]));
    pending -= count;
    counted += count;
  }
}

let reachedMs;
let sentMs;

function flush(nowMs) {
  sendFlows(reachedMs - (reachedMs % intervalMs));
  const monotonicMs = Math.floor(performance.now());
  frame(9, words(reachedMs, nowMs, monotonicMs, monotonicMs, 1));
  frame(4, words(nowMs, counted, counted, 0, 0, 0, counted, 0, 0));
  frame(6, Buffer.alloc(0), noInterface);
  reachedMs = nowMs;
  counted = 0;
}

function step(endMs) {
  const nowMs = Date.now();
  const untilMs = Math.max(sentMs, Math.min(nowMs, endMs));
  pending += (perSecond * (untilMs - sentMs)) / 1_000;
  sentMs = untilMs;
  const isDue = Math.floor(nowMs / flushMs) > Math.floor(reachedMs / flushMs);
  if (isDue) flush(nowMs - (nowMs % flushMs));
  else if (pending >= tableEntries) sendFlows(nowMs - (nowMs % intervalMs));
}

function capture(name) {
  reachedMs = Date.now();
  sentMs = reachedMs + afterMs;
  const endMs = sentMs + (packets / perSecond) * 1_000;
  const version = Buffer.alloc(4);
  version.writeUInt32LE(2);
  frame(1, Buffer.concat([version, Buffer.from('flood')]), noInterface);
  frame(2, Buffer.concat([words(1), Buffer.from(name)]));
  setInterval(step, stepMs, endMs);
  process.stdin.resume().on('end', () => {
    flush(Date.now());
    frame(7, Buffer.alloc(0), noInterface);
    process.stdout.end(() => process.exit(0));
  });
}

const args = process.argv.slice(2);
if (args[0] === '--list')
  process.stdout.write(execFileSync(join(root, 'src-capture/build/streamchecker-capture'), ['--list']));
else capture(args[args.indexOf('--interface') + 1]);

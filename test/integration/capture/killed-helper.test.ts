import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findHelper } from '../../../src-main/engine/capture/helper-path.ts';
import { ReplaySource } from '../../../src-main/engine/capture/replay-source.ts';
import { ethernet, etherTypes, ipv4, pcapFile } from '../../support/packets/pcap-writer.ts';
import { CaptureFolder, collect, replay, totalsOf } from '../../support/packets/pcap-replay.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

const folder = new CaptureFolder();
afterAll(() => folder.remove());

describe('a helper that is killed in the middle of a file', () => {
  /** More pairs than the table holds, so that there are several flushes. */
  const manyPairs = pcapFile(
    Array.from({ length: 400_000 }, (_, i) => {
      const source = `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`;
      return {
        seconds: i >> 17,
        data: ethernet(etherTypes.ipv4, ipv4({ source, totalLength: 20 + (i % 1000) })),
      };
    }),
  );

  it('changes nothing in the totals', async () => {
    const file = folder.write(manyPairs);
    const undisturbed = await replay(file);
    const pids: number[] = [];
    const source = new ReplaySource({
      clock: systemClock,
      helperPath: findHelper(),
      file,
      onStarted: (pid) => pids.push(pid),
    });
    const messages = [];
    let kills = 0;
    for await (const message of source.messages(new AbortController().signal)) {
      if (message.kind !== 'problem') messages.push(message);
      if (message.kind === 'flows' && kills < 3 && messages.length > 3 * kills) {
        process.kill(pids.at(-1) ?? 0, 'SIGKILL');
        kills++;
      }
    }
    expect(pids.length).toBeGreaterThan(1);
    expect(messages.map(({ kind }) => kind)).toEqual(undisturbed.map(({ kind }) => kind));
    expect(totalsOf(messages)).toEqual(totalsOf(undisturbed));
  });

  /** Reads a file with a helper that always dies; tells how often it was started. */
  const startsOver = async (file: string): Promise<{ started: number; error: unknown }> => {
    const helperPath = folder.write(Buffer.from('#!/bin/sh\nkill -9 $$\n'));
    chmodSync(helperPath, 0o755);
    let started = 0;
    const source = new ReplaySource({ clock: systemClock, helperPath, file, onStarted: () => started++ });
    const error = await collect(source).catch((reason: unknown) => reason);
    return { started, error };
  };

  it('is given up when it never gets anywhere', async () => {
    expect(await startsOver(folder.write(Buffer.alloc(0)))).toMatchObject({
      started: 6,
      error: { code: 'capture/failed' },
    });
  });

  it('is not started again on a pipe, which can’t be read a second time', async () => {
    const pipe = join(folder.path, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(await startsOver(pipe)).toMatchObject({
      started: 1,
      error: { code: 'capture/failed', message: expect.stringContaining('second time') as unknown },
    });
  });

  it('is not needed any more when the reader leaves', async () => {
    let helper = 0;
    const file = folder.write(manyPairs);
    const source = new ReplaySource({
      clock: systemClock,
      helperPath: findHelper(),
      file,
      onStarted: (pid) => (helper = pid),
    });
    for await (const message of source.messages(new AbortController().signal))
      if (message.kind === 'flows') break;
    expect(existsSync(`/proc/${helper}`)).toBe(false);
  });

  it('ends when aborted', async () => {
    const abort = new AbortController();
    const source = new ReplaySource({
      clock: systemClock,
      helperPath: findHelper(),
      file: folder.write(manyPairs),
    });
    for await (const message of source.messages(abort.signal)) if (message.kind === 'flows') abort.abort();
    expect(abort.signal.aborted).toBe(true);
  });
});

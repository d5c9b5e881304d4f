import { describe, expect, test } from 'vitest';
import { beginning, type ReplayStatus } from '../../../src-main/common/model/replay.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { CaptureFiles } from '../../../src-renderer/features/capture-files/capture-files.svelte.ts';
import { createClient } from '../../../src-renderer/state/client.ts';
import {
  readShare,
  replayText,
  subjectText,
} from '../../../src-renderer/features/capture-files/replay-words.ts';
import { FakeBridge, settle } from './fake-bridge.ts';
import { nowMs, sampleWindow, windowMs } from './samples.ts';

const begun: ReplayStatus = {
  ...beginning({ files: ['/tmp/a.pcap'], windowMs, filter: '', sources: [], destinations: [] }),
  id: 1,
};
const window = sampleWindow(0);
const span = { startMs: window.startMs, endMs: window.endMs };
const breach = { id: 'b', window: { startMs: epochMs(window.startMs + windowMs) } };

describe('capture files', () => {
  const open = (): { bridge: FakeBridge; files: CaptureFiles; opened: () => number } => {
    const bridge = new FakeBridge({
      'replay.getRange': () => ({
        range: { parts: [], windows: [window], open: null, isWhole: true },
        ...{ before: null, usual: [] },
      }),
      'replay.listBreaches': () => [breach],
      'replay.listPairs': () => ({ window, matching: 0, bytes: 0, packets: 0, pairs: [] }),
    });
    let opened = 0;
    const clock = { now: () => nowMs };
    const files = new CaptureFiles({
      ...createClient(bridge),
      clock,
      inAddresses: (filter) => filter,
      onOpened: () => (opened += 1),
    });
    return { bridge, files, opened: () => opened };
  };

  test('come into view once, however they were opened', () => {
    const { bridge, opened } = open();
    bridge.fire('replayChanged', begun);
    bridge.fire('replayChanged', { ...begun, readBytes: 5 });
    expect(opened()).toBe(1);
    bridge.fire('replayChanged', { ...begun, id: 2 });
    expect(opened()).toBe(2);
  });

  test('are shown from their first window to the last, growing with what is read', async () => {
    const { bridge, files } = open();
    bridge.fire('replayChanged', { ...begun, span });
    await settle();
    expect(files.range).toMatchObject(span);
    const further = { ...span, endMs: epochMs(span.endMs + windowMs) };
    bridge.fire('replayChanged', { ...begun, span: further });
    await settle();
    expect(files.range).toMatchObject(further);
  });

  test('stay where the person has moved to', async () => {
    const { bridge, files } = open();
    bridge.fire('replayChanged', { ...begun, span });
    await settle();
    await files.range.zoom(2);
    const { startMs, endMs } = files.range;
    bridge.fire('replayChanged', { ...begun, span: { ...span, endMs: epochMs(span.endMs + windowMs) } });
    await settle();
    expect(files.range).toMatchObject({ startMs, endMs });
  });

  test('show the pairs of the window that breached first', async () => {
    const { bridge, files } = open();
    bridge.fire('replayChanged', { ...begun, span });
    await settle();
    expect(files.pairList.pickedMs).toBe(breach.window.startMs);
    bridge.fire('replayChanged', null);
    expect([files.status, files.breaches, files.range.bars, files.pairList.count]).toEqual([null, [], [], 0]);
  });
});

describe('what is said of a replay', () => {
  const half = { ...begun, readBytes: 50, totalBytes: 100 };

  test.each([
    [half, 'Reading: 50 %'],
    [begun, 'Reading…'],
    [{ ...half, state: 'done' } as const, 'Read to the end'],
    [{ ...half, state: 'cancelled' } as const, 'Cancelled at 50 %: what follows is missing'],
    [{ ...half, state: 'failed' } as const, ''],
  ])('%#', (progress, text) => {
    expect(replayText(progress)).toBe(text);
  });

  test('the share is never above the whole, and unknown for a pipe', () => {
    expect(readShare({ ...half, readBytes: 120 })).toBe(1);
    expect(readShare(begun)).toBeNull();
  });

  test('what was left out of the sums', () => {
    expect(subjectText(begun)).toBe('windows of 5 min');
    expect(subjectText({ ...begun, filter: 'udp', sources: ['10.0.0.0/8', '192.0.2.1'] })).toBe(
      'windows of 5 min; only udp; only from 10.0.0.0/8, 192.0.2.1',
    );
  });
});

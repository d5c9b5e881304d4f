import { describe, expect, test } from 'vitest';
import type { TopHosts } from '../../../src-main/common/model/windows.ts';
import { Largest } from '../../../src-renderer/features/monitor/largest.svelte.ts';
import { sampleDetail } from './samples.ts';

const pair = { source: '10.0.0.1', destination: '10.0.0.2', bytes: 60, packets: 1 };
const grown = (bytes: number, changes = {}) => sampleDetail(0, { bytes, pairs: [pair], ...changes });

describe('the largest of a window', () => {
  /** Bytes of the window when the hosts are asked for. */
  let now = 0;
  const open = () => {
    let asked = 0;
    const listTopHosts = (): Promise<TopHosts> => {
      asked += 1;
      const host = { address: '10.0.0.1', bytes: asked, packets: 1, pairs: 1 };
      return Promise.resolve({
        bytes: now,
        pairs: [pair],
        sources: [host],
        destinations: [],
      });
    };
    return { largest: new Largest({ monitor: { listTopHosts } }), asked: () => asked };
  };

  const show = (largest: Largest, bytes: number, atMs: number): Promise<void> => {
    now = bytes;
    return largest.show(grown(bytes), atMs);
  };

  test('have total, pairs and hosts of one moment', async () => {
    const later = { source: '10.0.0.1', destination: '10.0.0.2', bytes: 90, packets: 2 };
    const host = { address: '10.0.0.1', bytes: 90, packets: 2, pairs: 1 };
    const answer = {
      bytes: 90,
      pairs: [later],
      sources: [host],
      destinations: [],
    };
    const largest = new Largest({ monitor: { listTopHosts: () => Promise.resolve(answer) } });
    await largest.show(grown(90), 0);
    expect([largest.window?.bytes, largest.window?.pairs, largest.hosts?.sources[0]?.bytes]).toEqual([
      ...[90, [later], 90],
    ]);
  });

  test('are never more than the total that was reported: what is read after it waits for the next report', async () => {
    const { largest } = open();
    now = 5_000;
    await largest.show(grown(1_000), 0);
    expect([largest.window?.bytes, largest.hosts]).toEqual([1_000, null]);
    await largest.show(grown(6_000), 1_000);
    expect([largest.window?.bytes, largest.hosts?.bytes]).toEqual([5_000, 5_000]);
  });

  test('are drawn anew every few seconds while it grows, all of the same time', async () => {
    const { largest, asked } = open();
    for (let second = 0; second <= 9; second += 1) await show(largest, 1_000 + second, second * 1000);
    expect(asked()).toBe(2);
    expect(largest.window?.bytes).toBe(1_005);
    expect(largest.hosts?.sources[0]?.bytes).toBe(2);
  });

  test('are drawn at once where it rests, as the next report may be long in coming', async () => {
    const { largest } = open();
    await show(largest, 1_000, 0);
    await show(largest, 1_010, 1_000);
    await show(largest, 1_010, 6_000);
    expect(largest.window?.bytes).toBe(1_010);
  });

  test('are drawn sooner when it grows by a share that can be seen', async () => {
    const { largest } = open();
    for (const [second, bytes] of [1_000, 1_250, 1_251, 1_252].entries()) {
      await show(largest, bytes, second * 1000);
      expect(largest.window?.bytes).toBe(second < 3 ? 1_000 : 1_251);
    }
  });

  test.each([
    ['its first pair', grown(100, { pairs: [] }), grown(160)],
    ['its end', grown(160, { closed: false }), grown(160, { closed: true })],
    ['another window', grown(160), sampleDetail(-1, { pairs: [pair] })],
    ['none', grown(160), null],
  ])('are drawn at once with %s', async (_, before, after) => {
    const { largest } = open();
    now = after?.bytes ?? 0;
    await largest.show(before, 0);
    await largest.show(after, 1);
    expect(largest.window?.startMs).toBe(after?.startMs);
    expect(largest.window?.closed).toBe(after?.closed);
    expect(largest.hosts === null).toBe(after === null);
  });

  test('of a window that has ended are not overtaken by those of the time before', async () => {
    const answers: ((hosts: TopHosts) => void)[] = [];
    const listTopHosts = (): Promise<TopHosts> => new Promise((resolve) => answers.push(resolve));
    const largest = new Largest({ monitor: { listTopHosts } });
    const hosts = (bytes: number): TopHosts => ({
      ...{ bytes, pairs: [pair] },
      sources: [{ address: '10.0.0.1', bytes, packets: 1, pairs: 1 }],
      destinations: [],
    });
    const shown = [
      largest.show(grown(100, { closed: false }), 0),
      largest.show(grown(200, { closed: false }), 9_000),
      largest.show(grown(300, { closed: true }), 10_000),
    ];
    answers[2]!(hosts(300));
    answers[1]!(hosts(200));
    answers[0]!(hosts(100));
    await Promise.all(shown);
    await largest.show(grown(300, { closed: true }), 11_000);
    expect([largest.window?.bytes, largest.hosts?.sources[0]?.bytes]).toEqual([300, 300]);
  });

  test('come at once also where the clock was set back', async () => {
    const { largest } = open();
    await show(largest, 100, 3_600_000);
    await show(largest, 101, 0);
    await show(largest, 102, 1);
    expect(largest.window?.bytes).toBe(101);
  });
});

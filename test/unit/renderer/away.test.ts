import { describe, expect, test } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import { Away, awayMs } from '../../../src-renderer/features/alerts/away.svelte.ts';
import { createClient } from '../../../src-renderer/state/client.ts';
import { FakeBridge, settle } from './fake-bridge.ts';
import { nowMs, sampleAlert, sampleStatus } from './samples.ts';

const minuteMs = 60_000;

describe('a person who was away', () => {
  const open = (values = new Map<string, string>()) => {
    const alerts = [20, 5].map((minutes) =>
      sampleAlert({ id: `${minutes}`, firedMs: epochMs(nowMs + minutes * minuteMs) }),
    );
    const day = { windows: 3, bytes: 700, incomplete: 1 };
    const bridge = new FakeBridge({ listRollups: () => [day, day], listAlerts: () => alerts });
    const memory = {
      getItem: (key: string) => values.get(key) ?? null,
      setItem: (key: string, value: string) => void values.set(key, value),
    };
    const away = new Away({ ...createClient(bridge), memory });
    const see = async (minutes: number): Promise<void> => {
      bridge.fire('statusChanged', sampleStatus({ atMs: epochMs(nowMs + minutes * minuteMs) }));
      await settle();
    };
    return { away, see, values };
  };

  test('is told what happened meanwhile', async () => {
    const { away, see } = open();
    await see(0);
    expect(away.digest).toBeNull();
    await see(15);
    expect(away.digest).toMatchObject({ windows: 6, bytes: 1400, incomplete: 2, fromMs: nowMs });
    expect(away.digest?.fired.map(({ id }) => id)).toEqual(['5']);
    away.dismiss();
    await see(15.1);
    expect(away.digest).toBeNull();
  });

  test('needs not put it away: it goes by itself once it was in sight for a while', async () => {
    const { away, see } = open();
    await see(0);
    await see(15);
    await see(16.9);
    expect(away.digest).not.toBeNull();
    await see(17);
    expect(away.digest).toBeNull();
  });

  test('is told at the next start, too', async () => {
    const { values, see } = open();
    await see(0);
    const again = open(values);
    await again.see(30);
    expect(again.away.digest?.fired).toHaveLength(2);
  });

  test('is told nothing after a moment, or at the first start', async () => {
    const { away, see } = open();
    await see(0);
    await see(awayMs / minuteMs - 0.1);
    expect(away.digest).toBeNull();
  });
});

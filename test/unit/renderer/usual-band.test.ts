import { expect, it } from 'vitest';
import { UsualBand } from '../../../src-renderer/features/history/usual-band.svelte.ts';

const dayMs = 86_400_000;

it('shows nothing of a range that is longer than is told, and does not take that for a failure', async () => {
  const asked: number[] = [];
  const band = new UsualBand({
    getUsual({ fromMs, toMs }) {
      asked.push((toMs - fromMs) / dayMs);
      return Promise.resolve([]);
    },
  });
  const show = (days: number, of: 'days' | 'hours'): Promise<void> =>
    band.show({ startMs: 0, endMs: days * dayMs, of, stamp: 0 });
  await show(5 * 365, 'days');
  await show(90, 'hours');
  expect([asked, band.hasFailed]).toEqual([[], false]);
  await show(365, 'days');
  await show(30, 'hours');
  expect(asked).toEqual([365, 30]);
});

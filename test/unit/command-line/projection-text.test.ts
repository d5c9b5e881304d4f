import { describe, expect, it } from 'vitest';
import { projectionText } from '../../../src-main/command-line/text.ts';
import { waitText } from '../../../src-main/common/report/alert-prose.ts';
import type { LimitProjection } from '../../../src-main/common/model/alerts.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { limitOf } from '../../support/records/flows.ts';

const projection = (parts: Partial<LimitProjection> = {}): LimitProjection => ({
  ...{ limit: limitOf('max', 2_000_000), observed: 1_500_000, standing: 'within', pendingWindows: 0 },
  forecast: { expectedBytes: 3_000_000, breachMs: epochMs(100_000) },
  ...parts,
});

describe('the projection in words', () => {
  it('says when a maximum will be crossed at this rate', () => {
    expect(projectionText(projection(), 500)).toBe(
      'At this rate above max 2,000,000 bytes in 1 min 40 s, 75 % of it so far',
    );
  });

  it('says when a minimum will be missed, and whose', () => {
    const limit = limitOf('min', 1_000, { source: '10.0.0.1' });
    expect(projectionText(projection({ limit, observed: 0 }), 40_000)).toBe(
      'At this rate below min 1,000 bytes for 10.0.0.1 → any in 1 min, 0 % of it so far',
    );
  });

  it('says what is near without being on its way there', () => {
    const forecast = { expectedBytes: 1_900_000, breachMs: null };
    const near = projection({ observed: 1_900_000, standing: 'warning', forecast });
    expect(projectionText(near, 0)).toBe('Near max 2,000,000 bytes, 95 % of it so far');
  });

  it('is silent where all is well, and where the alert speaks', () => {
    expect(projectionText(projection({ forecast: null }), 0)).toBeNull();
    expect(projectionText(projection({ standing: 'firing' }), 0)).toBeNull();
  });
});

it.each([
  [1, '1 s'],
  [59_001, '1 min'],
  [100_000, '1 min 40 s'],
  [3_600_000, '1 h'],
  [6_000_000, '1 h 40 min'],
])('%d ms are a wait of %s', (ms, text) => {
  expect(waitText(ms)).toBe(text);
});

import { describe, expect, it } from 'vitest';
import type { LimitProjection, LimitStanding } from '../../../src-main/common/model/alerts.ts';
import type { LimitName } from '../../../src-main/common/model/limits.ts';
import {
  barredLimits,
  limitBars,
  limitsWithoutBar,
} from '../../../src-renderer/features/limits/limit-bars.ts';
import { limitOf } from '../../support/records/flows.ts';

const at = (
  name: LimitName,
  value: number,
  observed: number,
  standing: LimitStanding = 'within',
  source: string | null = null,
): LimitProjection => ({
  limit: limitOf(name, value, { source }),
  ...{ observed, standing, pendingWindows: 0, forecast: null },
});

describe('the bars of a window’s limits', () => {
  it('leave out as many as are in force without one, also where not all of them were sent', () => {
    const projection = Array.from({ length: 40 }, () => at('max', 200, 50));
    expect(limitsWithoutBar({ projection, projectionCount: 700 })).toBe(695);
    expect(limitsWithoutBar({ projection })).toBe(35);
    expect(limitsWithoutBar({ projection: projection.slice(0, 3), projectionCount: 3 })).toBe(0);
  });

  it('are full where the limit is', () => {
    expect(limitBars([at('max', 200, 50)])).toMatchObject([
      { fill: 25, excess: 0, mark: 100, tone: 'neutral' },
    ]);
    expect(limitBars([at('max', 200, 200, 'warning')])).toMatchObject([
      { fill: 100, excess: 0, tone: 'warning' },
    ]);
  });

  it('show how far a maximum is exceeded', () => {
    expect(limitBars([at('max', 100, 400, 'firing')])).toMatchObject([
      { fill: 25, excess: 75, mark: 25, tone: 'bad' },
    ]);
  });

  it('are good once a minimum is reached, and no fuller then', () => {
    expect(limitBars([at('min', 100, 40)])).toMatchObject([{ fill: 40, isReached: false, tone: 'neutral' }]);
    expect(limitBars([at('min', 100, 400)])).toMatchObject([
      { fill: 100, excess: 0, isReached: true, tone: 'good' },
    ]);
  });

  it('hold for a limit of nothing', () => {
    expect(limitBars([at('max', 0, 0)])).toMatchObject([{ fill: 0, excess: 0 }]);
    expect(limitBars([at('max', 0, 7, 'firing')])).toMatchObject([{ fill: 0, excess: 100, mark: 0 }]);
  });

  it('begin with what fires, then what is near, then all traffic, then the fullest', () => {
    const hosts = [at('max', 100, 10, 'within', '10.0.0.1'), at('max', 100, 90, 'within', '10.0.0.2')];
    const bars = limitBars([
      ...hosts,
      at('min', 100, 1),
      at('max', 100, 95, 'warning', '10.0.0.3'),
      at('max', 100, 120, 'firing', '10.0.0.4'),
    ]);
    expect(bars.map(({ limit }) => limit.source)).toEqual([
      '10.0.0.4',
      '10.0.0.3',
      null,
      '10.0.0.2',
      '10.0.0.1',
    ]);
  });

  it('are no more than there is room for', () => {
    const many = Array.from({ length: 90 }, (_, i) => at('max', 100, i, 'within', `10.0.0.${i}`));
    expect(limitBars(many)).toHaveLength(barredLimits);
  });
});

import { describe, expect, it } from 'vitest';
import { historyFields } from '../../../src-renderer/features/limits/chart-limits.ts';

describe('a limit that is made of a bar of the history', () => {
  const ofAll = { scope: null, direction: null } as const;
  const ofHost = { scope: { host: '192.0.2.1', peer: '192.0.2.2' }, direction: null } as const;
  const incoming = { scope: null, direction: 'in' } as const;
  const period = (parts: typeof ofAll | typeof ofHost | typeof incoming) =>
    (['window', 'hour', 'day'] as const).map((level) => historyFields({ ...parts, level }).period);

  it('is on the time whose bytes the bar shows', () => {
    expect(period(ofHost)).toEqual(['', '1h', 'day']);
    expect(period(incoming)).toEqual(['', '1h', 'day']);
  });

  it('is on windows where the bar is as high as its largest window', () => {
    expect(period(ofAll)).toEqual(['', '', '']);
  });

  it('is on the traffic that the bar shows', () => {
    expect(historyFields({ ...ofHost, level: 'hour' })).toMatchObject({
      ...{ source: '192.0.2.1', destination: '192.0.2.2', direction: '' },
    });
    expect(historyFields({ ...incoming, level: 'hour' })).toMatchObject({ source: '', direction: 'in' });
    // The bars of a host are of both ways, whatever was chosen before.
    expect(historyFields({ ...ofHost, direction: 'in', level: 'hour' }).direction).toBe('');
  });
});

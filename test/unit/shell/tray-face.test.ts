import { describe, expect, it } from 'vitest';
import type { MonitorStatus } from '../../../src-main/common/model.ts';
import { trayFace } from '../../../src-main/shell/tray-face.ts';

const running = { state: 'running', problem: null } as const;
const within = {
  capture: { state: 'capturing', problem: null },
  window: { bytes: 1_572_864 },
  limits: { limitCount: 2 },
  firing: [],
} as unknown as MonitorStatus;
const firing = (name: 'min' | 'max', value: number) => ({ limit: { name, value } });

describe('tray', () => {
  it('shows the total of the window within its limits', () => {
    expect(trayFace(running, within)).toEqual({
      icon: 'within',
      total: '1.50 MiB in this window',
      line: 'Within limits',
    });
  });

  it('says that there are no limits', () => {
    const status = { ...within, limits: { limitCount: 0 } } as MonitorStatus;
    expect(trayFace(running, status).line).toBe('No limits set');
  });

  it.each([
    [[firing('max', 1024)], 'Above the maximum of 1.00 KiB'],
    [[firing('min', 10)], 'Below the minimum of 10 B'],
    [[firing('max', 1), firing('min', 1)], '2 limits breached'],
  ])('shows a breach', (alerts, line) => {
    const status = { ...within, firing: alerts } as unknown as MonitorStatus;
    expect(trayFace(running, status)).toMatchObject({ icon: 'breach', line });
  });

  it('says why nothing is captured', () => {
    const problem = { code: 'capture/not-permitted', message: 'May not capture on eth0', retriable: false };
    const status = { ...within, capture: { state: 'failed', problem } } as unknown as MonitorStatus;
    expect(trayFace(running, status)).toMatchObject({ icon: 'idle', line: 'May not capture on eth0' });
  });

  it.each([
    [{ state: 'starting', problem: null }, 'Starting'],
    [{ state: 'restarting', problem: 'It died.' }, 'Restarting'],
    [{ state: 'failed', problem: 'In use.' }, 'In use.'],
  ] as const)('shows the engine when it does not run', (engine, line) => {
    expect(trayFace(engine, within)).toEqual({ icon: 'idle', total: 'No total yet', line });
  });
});

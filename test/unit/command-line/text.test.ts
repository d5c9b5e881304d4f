import { describe, expect, it } from 'vitest';
import { lossLines, windowCells, windowHead } from '../../../src-main/command-line/text.ts';
import { noCounts } from '../../../src-main/common/loss.ts';
import type { WindowSummary } from '../../../src-main/common/model/windows.ts';
import { sampleWindow } from '../renderer/samples.ts';

const total = (more: Partial<WindowSummary>): string =>
  windowCells(sampleWindow(-1, more))[windowHead.indexOf('total')]!;

describe('a window’s total', () => {
  it('is called exact where nothing is missing', () => {
    expect(total({})).toBe('exact');
  });

  it.each([
    [{ complete: false }, 'at least (not captured from start to end)'],
    [{ missed: 1 }, 'at least (1 packet missed)'],
    [{ dropsKnown: false }, 'at least (drops unknown)'],
    [
      { missed: 2, reconciliation: { captured: 60, aggregated: 10, late: 20, dropped: 30 } },
      'at least (2 packets missed, 30 packets dropped, 20 packets late)',
    ],
  ])('says what it lacks: %j', (more, text) => {
    expect(total(more)).toBe(text);
  });

  it('is followed by what each interface lost', () => {
    const interfaces = [
      { interface: 'lo', agent: null, packets: 7, ...noCounts, kernelReceived: 7 },
      {
        interface: 'eth0',
        agent: null,
        packets: 1000,
        ...noCounts,
        kernelReceived: 1005,
        kernelDropped: 5,
        queueDropped: 3,
      },
    ];
    expect(lossLines(sampleWindow(-1, { interfaces }))).toEqual([
      '    eth0: 1,000 packets; received by the kernel 1,005, dropped by the kernel 5, by the interface 0, in the queue 3',
    ]);
  });
});

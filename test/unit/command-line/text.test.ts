import { describe, expect, it } from 'vitest';
import { speak } from '../../../src-main/command-line/person-language.ts';
import { lossLines, verdictLines, windowCells, windowHead } from '../../../src-main/command-line/text.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { noCounts } from '../../../src-main/common/loss.ts';
import type { WindowSummary } from '../../../src-main/common/model/windows.ts';
import { progressText } from '../../../src-main/command-line/live-table.ts';
import { sampleProblem, sampleStatus, sampleStream, sampleWindow } from '../renderer/samples.ts';

const total = (more: Partial<WindowSummary>): string => windowCells(sampleWindow(-1, more)).at(-1)!;

describe('a window’s total', () => {
  it('is called exact where nothing is missing', () => {
    expect(total({})).toBe('exact');
  });

  it.each([
    [[{ reason: 'not-captured' }], 'at least (not captured from start to end)'],
    [[{ reason: 'kernel-dropped', packets: 1 }], 'at least (1 packet dropped by the kernel)'],
    [[{ reason: 'drops-unknown' }], 'at least (drops unknown)'],
    [
      [
        { reason: 'queue-dropped', packets: 30 },
        { reason: 'late', packets: 20 },
      ],
      'at least (30 packets dropped in the queue, 20 packets late)',
    ],
  ] as const)('says what it lacks: %j', (lacks, text) => {
    expect(total({ exact: false, lacks })).toBe(text);
  });

  it('says it in the language of the environment as a whole', async () => {
    await speak('de');
    try {
      const lacks = [{ reason: 'kernel-dropped', packets: 1 }] as const;
      expect(total({ exact: false, lacks })).toBe('mindestens (1 Paket im Kernel verloren)');
      expect(total({})).toBe('exakt');
      expect(windowHead().join(' ')).toBe('Fenster Bytes Pakete Paare min max Status Summe');
      const open = windowCells(sampleWindow(-1, { status: 'unchecked', closed: false }));
      expect(open[6]).toBe('nicht geprüft (unter min, aber es kann etwas fehlen, noch offen)');
    } finally {
      await speak('en');
    }
  });

  it('of an open window is exact so far', () => {
    expect(total({ closed: false, exact: false, lacks: [{ reason: 'not-over' }] })).toBe('exact so far');
  });

  it('is at least that while traffic that has passed is not counted', () => {
    const spool = { records: 12, bytes: 288, oldestMs: null, droppedPackets: 0 };
    const status = sampleStatus({ problems: [sampleProblem()], stream: sampleStream({ spool }) });
    expect(progressText(status)).toContain(
      'at least (traffic is not counted at the moment, 12 records waiting for the brokers)',
    );
    expect(progressText(sampleStatus())).toContain('exact so far');
  });

  it('that nobody checked says why', () => {
    const status = (more: Partial<WindowSummary>): string =>
      windowCells(sampleWindow(-1, { status: 'unchecked', ...more }))[windowHead().indexOf('status')]!;
    expect(status({ limits: { min: null, max: null } })).toBe('unchecked (no limit in force)');
    expect(status({})).toBe('unchecked (below min, but something may be missing)');
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

it('says of a verdict without pairs by which limit it was', () => {
  const limit = { name: 'max', value: 500, effectiveMs: epochMs(0), windowSeconds: null } as const;
  const verdict = {
    limit: { ...limit, source: '10.0.0.1', destination: null },
    outcome: 'breached',
  } as const;
  const lines = (observed: number | null): string[] =>
    verdictLines({ inForce: 1, verdicts: [{ ...verdict, observed }] });
  expect(lines(600)).toEqual(['    BREACHED: 600 bytes against max 500 bytes for 10.0.0.1 → any']);
  expect(lines(null)).toEqual(['    BREACHED: pairs no longer kept, max 500 bytes for 10.0.0.1 → any']);
});

import { describe, expect, it } from 'vitest';
import type { LimitProjection } from '../../../src-main/common/model/alerts.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { boundStatus } from '../../../src-main/engine/run/status-bounds.ts';
import { limitOf } from '../../support/records/flows.ts';
import { noTotals, sampleAlert, sampleDetail, sampleProblem, sampleStatus } from '../renderer/samples.ts';
import { ofLimit } from '../../support/store/episodes.ts';

const address = (i: number): string => `2001:db8:ffff:ffff:ffff:ffff:ffff:${(0x1000 + i).toString(16)}`;
const many = <T>(count: number, of: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => of(i));
const bytes = Number.MAX_SAFE_INTEGER;
const pair = (i: number) => ({ source: address(i), destination: address(i), bytes, packets: bytes });
const limit = (i: number) => limitOf('max', bytes, { source: address(i), destination: address(i) });
const totals = {
  ...{ records: bytes, ip: bytes, nonIp: bytes, malformed: bytes, unsupportedLink: bytes },
  ...{ kernelReceived: bytes, kernelDropped: bytes, interfaceDropped: bytes, queueDropped: bytes },
};

const projectionOf = (i: number, standing: LimitProjection['standing']): LimitProjection => ({
  ...{ limit: limit(i), observed: bytes, standing, pendingWindows: 9 },
  forecast: { expectedBytes: bytes, breachMs: epochMs(1_800_000_000_000) },
});

describe('a status', () => {
  it('is at most 64 KiB, whatever there is to say', () => {
    const detail = sampleDetail(0);
    const window = {
      ...detail,
      pairs: many(10, pair),
      interfaces: many(10_000, (i) => ({
        ...detail.interfaces[0]!,
        ...totals,
        interface: `veth${i}abcdefgh`,
      })),
      lacks: many(10_000, (i) => ({
        ...{ reason: 'not-captured' as const, packets: bytes, fromMs: epochMs(1e12), toMs: epochMs(2e12) },
        ...{ agent: '0123456789abcdef0123456789abcdef', interface: `veth${i}abcdefgh` },
      })),
    };
    const problem = sampleProblem({ message: 'x'.repeat(10_000), remedy: 'y'.repeat(10_000) });
    const acknowledged = { by: 'someone', atMs: epochMs(1e12), comment: 'z'.repeat(200) };
    const firing = many(8, (i) =>
      sampleAlert({
        id: `${i}`.padStart(32),
        subject: ofLimit(limit(i)),
        topPairs: many(5, pair),
        acknowledged,
      }),
    );
    const status = boundStatus({
      ...sampleStatus({ window, firing, firingCount: 12_000 }),
      capture: {
        ...sampleStatus().capture,
        ...{ interfaces: many(10_000, (i) => ({ name: `veth${i}abcdefgh`, ...totals })), problem },
      },
      projection: many(100, (i) => projectionOf(i, 'within')),
      notices: many(20, (i) => `${i}${'n'.repeat(5_000)}`),
      problems: many(100, () => problem),
      channels: many(5, () => ({
        ...{ name: 'webhook host.example', waiting: 1, lost: 2, refused: 3, problem, refusal: problem },
      })),
    });
    expect(Buffer.byteLength(JSON.stringify(status))).toBeLessThanOrEqual(64 * 1024);
    expect(status.firingCount).toBe(12_000);
  });

  it('lists the interfaces with most packets, and sums up the others', () => {
    const capture = {
      ...sampleStatus().capture,
      interfaces: many(30, (i) => ({ ...noTotals, name: `eth${i}`, records: i, kernelDropped: 1 })),
      unlisted: { ...noTotals, count: 2, records: 7 },
    };
    const { interfaces, unlisted } = boundStatus(sampleStatus({ capture })).capture;
    expect(interfaces.map(({ name }) => name)).toEqual(many(16, (i) => `eth${i + 14}`));
    expect(unlisted).toEqual({ ...noTotals, count: 16, records: 7 + 91, kernelDropped: 14 });
  });

  it('keeps the limits that something is to be said of, in their order', () => {
    const projection = many(100, (i) => projectionOf(i, i % 10 === 9 ? 'warning' : 'within'));
    const kept = boundStatus(sampleStatus({ projection })).projection;
    expect(kept.filter(({ standing }) => standing === 'warning')).toHaveLength(10);
    expect(kept).toHaveLength(40);
    expect(kept.map((one) => projection.indexOf(one))).toEqual(
      kept.map((one) => projection.indexOf(one)).sort((a, b) => a - b),
    );
  });

  it('keeps those that fire, where more are near than it holds', () => {
    const projection = many(100, (i) => projectionOf(i, i >= 95 ? 'firing' : 'warning'));
    const kept = boundStatus(sampleStatus({ projection })).projection;
    expect(kept.filter(({ standing }) => standing === 'firing')).toHaveLength(5);
  });

  it('that is small is left as it is', () => {
    const status = sampleStatus();
    expect(boundStatus(status)).toEqual(status);
  });
});

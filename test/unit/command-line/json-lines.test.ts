import { describe, expect, it } from 'vitest';
import { alertLine, judgedLine, summaryLine, windowLine } from '../../../src-main/command-line/json-lines.ts';
import { limitRow } from '../../../src-main/common/limit-row.ts';
import type { AlertTransition } from '../../../src-main/common/model/alerts.ts';
import type { Lack, WindowDetail } from '../../../src-main/common/model/windows.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { isoTime } from '../../../src-main/common/alert-json.ts';
import { episodeIn, ofAgent, ofLimit } from '../../support/store/episodes.ts';
import { flow, limitOf } from '../../support/records/flows.ts';

const at = (iso: string) => epochMs(Date.parse(iso));
const start = '2026-01-31T08:00:00.000Z';
const end = '2026-01-31T08:05:00.000Z';
const limit = limitOf('max', 1_000, {
  effectiveMs: at('2026-01-01'),
  source: '10.0.0.0/8',
  windowSeconds: 300,
});

const window: WindowDetail = {
  ...{
    startMs: at(start),
    endMs: at(end),
    revision: 1,
    closed: true,
    complete: true,
    exact: true,
    lacks: [],
    bytes: 1_500,
    packets: 3,
    missed: 0,
    dropsKnown: true,
    interfaces: [],
  },
  ...{ pairCount: 2, status: 'above', limits: { min: null, max: 1_000 } },
  reconciliation: { captured: 6, aggregated: 3, late: 2, dropped: 1 },
  pairs: [flow('10.0.0.1', '::ffff:192.0.2.1', 1_500, 3)],
};

/** The lines of the documented form, character by character: scripts read them. */
describe('a JSON line', () => {
  it('of a window', () => {
    expect(JSON.stringify(windowLine(window))).toBe(
      `{"type":"window","start":"${start}","end":"${end}","revision":1,"bytes":1500,"packets":3,"pairCount":2,` +
        `"status":"above","exact":true,"lacks":[],"limits":{"min":null,"max":1000},` +
        `"reconciliation":{"captured":6,"aggregated":3,"late":2,"dropped":1},` +
        `"pairs":[{"source":"10.0.0.1","destination":"::ffff:192.0.2.1","bytes":1500,"packets":3}]}`,
    );
  });

  it('of a window whose total lacks something', () => {
    const lacks: Lack[] = [
      { reason: 'kernel-dropped', packets: 12, agent: 'a', interface: 'eth0' },
      { reason: 'not-captured', fromMs: window.startMs, toMs: window.endMs, interface: 'eth0' },
      { reason: 'agent-silent', agent: 'b' },
    ];
    expect(JSON.stringify(windowLine({ ...window, exact: false, lacks }))).toContain(
      `"status":"above","exact":false,"lacks":[` +
        `{"reason":"kernel-dropped","packets":12,"agent":"a","interface":"eth0"},` +
        `{"reason":"not-captured","from":"${start}","to":"${end}","interface":"eth0"},` +
        `{"reason":"agent-silent","agent":"b"}],"limits":`,
    );
  });

  it('of a window with the limits by which it was judged', () => {
    const line = JSON.stringify(windowLine(window)).slice(0, -1);
    const judged = { inForce: 2, verdicts: [{ limit, observed: 1_500, outcome: 'breached' as const }] };
    expect(JSON.stringify(judgedLine(window, judged))).toBe(
      `${line},"verdicts":[{"limit":{"name":"max","value":1000,"effectiveDate":"2026-01-01T00:00:00.000Z",` +
        `"source":"10.0.0.0/8","destination":null,"windowSeconds":300},"observed":1500,"outcome":"breached"}]}`,
    );
    expect(JSON.stringify(judgedLine(window, null))).toBe(`${line},"verdicts":null}`);
  });

  const alert: AlertTransition = {
    ...{ id: 'abc', state: 'firing', subject: ofLimit(limit), ...episodeIn(at(start), at(end), 900) },
    ...{ atMs: at(end), firedMs: at(start), topPairs: [] },
  };
  const alertStart =
    `"limit":{"name":"max","value":1000,"effectiveDate":"2026-01-01T00:00:00.000Z","source":"10.0.0.0/8",` +
    `"destination":null},"window":{"start":"${start}","end":"${end}"},"observed":900,` +
    `"began":{"start":"${start}","end":"${end}"}`;

  it('of an alert that fires', () => {
    expect(JSON.stringify(alertLine(alert))).toBe(
      `{"type":"alert","id":"abc","state":"firing",${alertStart},"ended":null,"windows":1,` +
        `"resolvedBy":null,"at":"${end}"}`,
    );
  });

  it('of an alert that ended: its peak and all of its length, and what resolved it', () => {
    const later = { startMs: at(end), endMs: epochMs(at(end) + 300_000) };
    const resolved: AlertTransition = {
      ...{ ...alert, state: 'resolved', windows: 2, resolveReason: 'within' },
      ...{ latest: { window: later, observed: 800 }, resolvedBy: { window: later, observed: 10 } },
    };
    const span = `{"start":"${end}","end":"${new Date(later.endMs).toISOString()}"}`;
    const line = JSON.stringify(alertLine(resolved));
    expect(line).toBe(
      `{"type":"alert","id":"abc","state":"resolved",${alertStart},"ended":${span},"windows":2,` +
        `"resolvedBy":{"window":${span},"observed":10},"at":"${end}"}`,
    );
    expect(alertLine({ ...resolved, resolvedBy: null, resolveReason: 'series-left' })).toMatchObject({
      ...{ resolvedBy: null, reason: 'series-left' },
    });
  });

  it('of an agent that fell silent, and of its return', () => {
    const silent: AlertTransition = {
      ...alert,
      subject: ofAgent('office'),
      ...episodeIn(at(start), at(end), 0),
    };
    const window = `{"start":"${start}","end":"${end}"}`;
    const begin = (state: string): string =>
      `{"type":"alert","id":"abc","state":"${state}","limit":null,"agent":"office","window":${window},"observed":null,` +
      `"began":${window},`;
    expect(JSON.stringify(alertLine(silent))).toBe(
      `${begin('firing')}"ended":null,"windows":1,"resolvedBy":null,"at":"${end}"}`,
    );
    const back = { ...silent, state: 'resolved', resolveReason: 'agent-back' } as const;
    expect(JSON.stringify(alertLine(back))).toBe(
      `${begin('resolved')}"ended":${window},"windows":1,"resolvedBy":null,"reason":"agent-back","at":"${end}"}`,
    );
  });

  it('of the summary', () => {
    const summary = {
      ...{
        records: 10,
        ip: 5,
        nonIp: 3,
        malformed: 1,
        unsupportedLink: 1,
        kernelReceived: 17,
        kernelDropped: 7,
        interfaceDropped: 9,
        queueDropped: 0,
        interfaces: [],
        countsDrops: true,
      },
      ...{ late: 2, deadLetters: 4 },
    };
    expect(JSON.stringify(summaryLine(summary))).toBe(
      '{"type":"summary","records":10,"ip":5,"nonIp":3,"malformed":1,"unsupportedLink":1,"kernelDropped":7,' +
        '"late":2,"deadLetters":4}',
    );
  });

  it('of a limit has the names of the columns', () => {
    expect(JSON.stringify(limitRow(limit))).toBe(
      '{"limit_name":"max","limit_value":1000,"effective_date":"2026-01-01T00:00:00.000Z",' +
        '"source":"10.0.0.0/8","destination":null,"window_seconds":300}',
    );
  });

  it('has instants that no date can hold as they are', () => {
    expect(isoTime(8.64e15 + 1)).toBe('8640000000000001');
    expect(isoTime(-1)).toBe('1969-12-31T23:59:59.999Z');
  });
});

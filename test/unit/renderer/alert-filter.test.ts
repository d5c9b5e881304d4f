import { describe, expect, it } from 'vitest';
import { matching, subjectGroup, subjectValue } from '../../../src-renderer/features/alerts/alert-filter.ts';
import { limitScope, muteText, namedPair } from '../../../src-renderer/words.ts';
import { sampleAlert, sampleLimit } from './samples.ts';

const label = (address: string): string => (address === '192.0.2.1' ? 'Printer (192.0.2.1)' : address);

describe('the list of alerts', () => {
  const host = sampleAlert({
    subject: { kind: 'limit', limit: sampleLimit({ value: 7, source: '192.0.2.1' }) },
    ...{ id: 'host', observed: 9 },
  });
  const agent = sampleAlert({
    topPairs: [],
    id: 'agent',
    state: 'resolved',
    subject: { kind: 'agent', agent: 'office' },
  });
  const all = [host, agent];
  const found = (query: string, state: 'all' | 'firing' | 'resolved' = 'all', subject = ''): string[] =>
    matching(all, { state, query, subject }, label).map(({ id }) => id);

  it('is searched by what is read of each, with the names of hosts', () => {
    expect(found('printer above')).toEqual(['host']);
    expect(found('office')).toEqual(['agent']);
    expect(found('', 'resolved')).toEqual(['agent']);
    expect(found('printer', 'resolved')).toEqual([]);
  });

  it('is chosen by what its alerts are about', () => {
    expect(found('', 'all', subjectValue(agent))).toEqual(['agent']);
    expect(found('', 'all', subjectValue(host))).toEqual(['host']);
    expect(found('', 'firing', subjectValue(agent))).toEqual([]);
    expect(found('nothing says this', 'all', subjectValue(host))).toEqual([]);
    expect(found('', 'all', 'an agent that is forgotten')).toEqual(['host', 'agent']);
  });
});

it('the traffic of an alert stays the same when its host gets a name', () => {
  const alert = sampleAlert({
    subject: { kind: 'limit', limit: sampleLimit({ source: '192.0.2.1' }) },
  });
  const [named, unnamed] = [subjectGroup(alert, label), subjectGroup(alert, (address) => address)];
  expect([named.text, unnamed.text]).toEqual(['Printer (192.0.2.1) → any', '192.0.2.1 → any']);
  expect(named.value).toBe(unnamed.value);
});

describe('a host', () => {
  it('stands with its name beside the address: in limits, mutes and pairs', () => {
    const scope = { source: '192.0.2.1', destination: null };
    expect(limitScope(sampleLimit(scope), label)).toBe('Printer (192.0.2.1) → any');
    const mute = {
      ...scope,
      id: 1,
      limitName: null,
      direction: null,
      agent: null,
      untilMs: null,
      createdMs: sampleAlert().atMs,
    };
    expect(muteText(mute, label)).toBe('Printer (192.0.2.1) → any');
    expect(muteText({ ...mute, direction: 'in' }, label)).toBe('Printer (192.0.2.1) → any, in');
    expect(namedPair({ source: '192.0.2.2', destination: '192.0.2.1' }, label)).toBe(
      '192.0.2.2 → Printer (192.0.2.1)',
    );
  });
});

it('a limit says for what else it holds', () => {
  const terms = { period: 'day', hours: '22:00-06:00', agent: 'office', warnPercent: 80 };
  expect(limitScope(sampleLimit(terms))).toBe(
    'per day, 22:00-06:00 only, agent office only, warning at 80 %',
  );
  expect(limitScope(sampleLimit({ windowSeconds: 300 }))).toBe('windows of 5 min');
  expect(['month@15', '6h'].map((period) => limitScope(sampleLimit({ period })))).toEqual([
    'per month from the 15th',
    'per 6h',
  ]);
});

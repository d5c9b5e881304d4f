import { describe, expect, it } from 'vitest';
import {
  LimitGroups,
  termsGroup,
  trafficGroup,
} from '../../../src-renderer/features/limits/limit-groups.svelte.ts';
import { everything, groupChoices, presentGroup } from '../../../src-renderer/ui/groups.ts';
import { sampleLimit } from './samples.ts';

describe('the groups of limits', () => {
  const daily = sampleLimit({ period: 'day' });
  const dailyToo = sampleLimit({ period: 'day', value: 7 });
  const onHost = sampleLimit({ source: '192.0.2.1' });
  const all = [daily, dailyToo, onHost];
  const bare = (address: string): string => address;

  function groupsOf(terms: string, traffic: string): LimitGroups {
    const groups = new LimitGroups();
    Object.assign(groups, { terms, traffic });
    return groups;
  }

  it('show what is in both, also where that is nothing', () => {
    const [ofDays, onThatHost] = [termsGroup(daily).value, trafficGroup(onHost, bare).value];
    expect(groupsOf(ofDays, everything).shown(all)).toEqual([daily, dailyToo]);
    expect(groupsOf(everything, onThatHost).shown(all)).toEqual([onHost]);
    expect(groupsOf(ofDays, onThatHost).shown(all)).toEqual([]);
  });

  it('hold nothing back once they are gone', () => {
    const ofMonths = termsGroup(sampleLimit({ period: 'month' })).value;
    expect(groupsOf(ofMonths, everything).shown(all)).toEqual(all);
    expect(presentGroup(all, (limit) => termsGroup(limit).value, ofMonths)).toBe(everything);
  });

  it('give way to a limit that they would hide', () => {
    const ofDays = termsGroup(daily).value;
    const groups = groupsOf(ofDays, everything);
    groups.reveal(dailyToo);
    expect(groups.terms).toBe(ofDays);
    groups.reveal(onHost);
    expect(groups.shown(all)).toEqual(all);
  });

  it('stay apart though they read the same, the largest first', () => {
    const hosts = ['192.0.2.1', '192.0.2.2', '192.0.2.2'].map((source) => sampleLimit({ source }));
    const choices = groupChoices(hosts, (limit) => trafficGroup(limit, () => 'printer'), 'all');
    expect(choices.map(({ text, note }) => `${text}: ${note}`)).toEqual([
      ...['all: 3', 'printer → any: 2', 'printer → any: 1'],
    ]);
    expect(new Set(choices.map(({ value }) => value)).size).toBe(3);
  });
});

import { describe, expect, it } from 'vitest';
import { lackPhrases, sumLacks } from '../../../src-main/common/lacks.ts';
import { lostPackets, noCounts, uncheckedBecause } from '../../../src-main/common/loss.ts';
import type { Language } from '../../../src-main/common/language.ts';
import { render } from '../../../src-main/common/phrases/phrase.ts';
import { catalogues } from '../../../src-main/common/phrases/sentences.ts';
import type { Lack } from '../../../src-main/common/model/windows.ts';

const lackTexts = (lacks: readonly Lack[], language: Language = 'en'): (string | undefined)[] =>
  lackPhrases(lacks).map((phrase) => render(catalogues[language], phrase));

describe('what a total lacks', () => {
  it('is summed by reason, with all to whom it happened', () => {
    const lacks: Lack[] = [
      { reason: 'kernel-dropped', packets: 3, agent: 'a', interface: 'eth0' },
      { reason: 'kernel-dropped', packets: 4, agent: 'a', interface: 'eth1' },
      { reason: 'not-captured', agent: 'a', interface: 'eth0' },
      { reason: 'agent-silent', agent: 'b' },
    ];
    expect(sumLacks(lacks)).toEqual([
      { reason: 'kernel-dropped', packets: 7, owners: ['eth0', 'eth1'] },
      { reason: 'not-captured', packets: null, owners: ['eth0'] },
      { reason: 'agent-silent', packets: null, owners: ['b'] },
    ]);
    expect(lackTexts(lacks)).toEqual([
      '7 packets dropped by the kernel',
      'not captured from start to end on eth0',
      'no report from agent b',
    ]);
    expect(lackTexts(lacks, 'de')).toEqual([
      '7 Pakete im Kernel verloren',
      'nicht durchgehend aufgezeichnet auf eth0',
      'keine Meldung von Agent b',
    ]);
  });

  it('is not known in number where one of a kind was not counted', () => {
    const lacks: Lack[] = [{ reason: 'records-lost', packets: 5 }, { reason: 'records-lost' }];
    expect(sumLacks(lacks)).toEqual([{ reason: 'records-lost', packets: null, owners: [] }]);
  });

  it('is nothing where a window just goes on', () => {
    expect(lackTexts([{ reason: 'not-over' }])).toEqual([]);
  });

  it('names three interfaces at most', () => {
    const lacks = ['a', 'b', 'c', 'd'].map((name) => ({ reason: 'not-captured' as const, interface: name }));
    expect(lackTexts(lacks)).toEqual(['not captured from start to end on a, b, c, …']);
  });
});

it('a window is unchecked for want of limits, or because its minimum may be reached by what is missing', () => {
  expect(uncheckedBecause({ limits: { min: null, max: null } })).toBe('no-limit');
  expect(uncheckedBecause({ limits: { min: 5, max: 10 } })).toBe('may-lack');
});

it('loses packets in three places', () => {
  expect(lostPackets(noCounts)).toBe(0);
  expect(lostPackets({ kernelDropped: 1, interfaceDropped: 20, queueDropped: 300 })).toBe(321);
});

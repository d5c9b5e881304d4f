import { describe, expect, it } from 'vitest';
import { InterfaceNames } from '../../../src-main/engine/capture/interface-names.ts';

const opened = (index: number, name: string) =>
  ({ type: 'interface', index, linkType: 1, snapLength: 96, name }) as const;
const problem = (index: number, text: string) =>
  ({ type: 'problem', index, severity: 'warning', code: 'failed', text }) as const;

describe('the names of the helper’s interfaces', () => {
  const named = (...frames: Parameters<InterfaceNames['learn']>[0][]): InterfaceNames => {
    const names = new InterfaceNames(['eth0', 'eth1']);
    for (const frame of frames) names.learn(frame);
    return names;
  };

  it('are those of the command line, in its order', () => {
    expect([0, 1].map((index) => named().nameOf(index))).toEqual(['eth0', 'eth1']);
  });

  it('are told of interfaces that auto finds, or that can’t be opened', () => {
    const names = named(opened(2, 'lo'), problem(3, 'wlan0: the interface is down'));
    expect([2, 3].map((index) => names.nameOf(index))).toEqual(['lo', 'wlan0']);
    expect([1, 2].map((index) => names.isNamed(index))).toEqual([true, false]);
  });

  it('may change', () => {
    expect(named(opened(2, 'veth0'), opened(2, 'veth1')).nameOf(2)).toBe('veth1');
  });
});

import { describe, expect, it } from 'vitest';
import { takeShownView } from '../../../src-main/command-line/shown-view.ts';

describe('the view to show', () => {
  it.each([
    [[], null, []],
    [['--window', '1m'], null, ['--window', '1m']],
    [['--show', 'alerts'], 'alerts', []],
    [['--window', '1m', '--show=history', './a.pcap'], 'history', ['--window', '1m', './a.pcap']],
  ])('is taken from the arguments: %j', (argv, view, others) => {
    expect(takeShownView(argv)).toEqual({ view, others });
  });

  it.each([[['--show']], [['--show=']], [['--show', 'nonsense']]])(
    'is refused where it is none: %j',
    (argv) => {
      expect(() => takeShownView(argv)).toThrow(/There is no view .*to show/);
    },
  );
});

import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asksForVerb, pathOf, userArguments } from '../../../src-main/command-line/user-arguments.ts';

describe('user arguments', () => {
  it.each([
    [['electron', '.'], []],
    [
      ['electron', '--no-sandbox', '.', '--duration', '30s'],
      ['--duration', '30s'],
    ],
    [['electron', '--no-sandbox', '--remote-debugging-port=0', '/src', '--no-sandbox'], ['--no-sandbox']],
    [['electron', '--inspect=0', '.', 'stray'], ['stray']],
  ])('come after the folder in a checkout: %j', (argv, expected) => {
    expect(userArguments(argv, false)).toEqual(expected);
  });

  it.each([
    [['streamchecker'], []],
    [
      ['streamchecker', '--no-sandbox', '--window', '1m', '--ozone-platform=wayland'],
      ['--window', '1m'],
    ],
    [
      ['streamchecker', '--nonsense', 'stray'],
      ['--nonsense', 'stray'],
    ],
  ])('are all but the switches of the runtime in a package: %j', (argv, expected) => {
    expect(userArguments(argv, true)).toEqual(expected);
  });

  it.each([
    [
      ['streamchecker', '--no-sandbox', '--log-level=3', '--', 'monitor', '--log-level=0'],
      ['monitor', '--log-level=0'],
    ],
    [
      ['streamchecker', '--', 'replay', '--', '-strange.pcap'],
      ['replay', '--', '-strange.pcap'],
    ],
    [
      ['streamchecker', 'replay', '--', '-strange.pcap'],
      ['replay', '--', '-strange.pcap'],
    ],
  ])('are all after the switches where a package is told so: %j', (argv, expected) => {
    expect(userArguments(argv, true)).toEqual(expected);
  });
});

describe('the command line', () => {
  it.each([['monitor'], ['nonsense'], ['help'], ['--help'], ['-h'], ['--version'], ['-V']])(
    'answers %s',
    (first) => {
      expect(asksForVerb([first, '--verbose'])).toBe(true);
    },
  );

  it.each([
    [[]],
    [['--interface', 'lo']],
    [['/home/ann/office.pcap']],
    [['./office.pcap']],
    [['file:///home/ann/a%20b.pcap']],
  ])('leaves %j to the desktop app', (args) => {
    expect(asksForVerb(args)).toBe(false);
  });

  it('finds files by path and by address', () => {
    expect(pathOf('file:///home/ann/a%20b.pcap')).toBe('/home/ann/a b.pcap');
    expect(pathOf('./b.pcap')).toBe(resolve('b.pcap'));
  });
});

import { describe, expect, it } from 'vitest';
import { userArguments } from '../../../src-main/shell/user-arguments.ts';

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
});

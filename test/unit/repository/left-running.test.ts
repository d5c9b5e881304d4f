import { expect, it } from 'vitest';
import { CommandLine } from '../../support/process/command-line.ts';

const sleeping = { program: ['sleep', '600'] };
let left: CommandLine | undefined;

it.fails('a test that fails before it has ended what it started', () => {
  left = new CommandLine([], sleeping);
  expect(left.isRunning()).toBe(false);
});

it('leaves nothing running', async () => {
  await left!.end();
  expect(left!.process.signalCode).toBe('SIGKILL');
});

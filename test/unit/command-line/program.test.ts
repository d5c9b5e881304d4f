import { expect, it } from 'vitest';
import { ExitStatus } from '../../../src-main/command-line/exit-status.ts';
import { commandLine } from '../../../src-main/command-line/program.ts';
import { TemporaryFolder } from '../../support/process/command-line.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

it('says above the options of a verb what it does', async () => {
  const program = await commandLine('1.0.0', new ExitStatus(), systemClock);
  const silent = [...program.commands].filter((verb) => !/\n\n[A-Z].*\n/.test(verb.helpInformation()));
  expect(silent.map((verb) => verb.name())).toEqual([]);
  expect(program.commands[0]!.helpInformation()).toMatch(
    /^Usage: .* monitor .*\n\nWatch live traffic: the whole pipeline, headless\n\nOptions:/,
  );
});

it.each([
  [['--cluster'], '--cluster needs --brokers'],
  [['--sums', 'traffic-sums'], '--sums names a topic, and there are no brokers'],
])('lets doctor look at no cluster without brokers: %j', async (options, message) => {
  using folder = new TemporaryFolder();
  const program = await commandLine('1.0.0', new ExitStatus(), systemClock, 'doctor');
  const asked = program.parseAsync(['doctor', '--data-dir', folder.path, ...options], { from: 'user' });
  await expect(asked).rejects.toMatchObject({ code: 'settings/invalid', message });
});

import { describe, expect, it } from 'vitest';
import { CommandLine, TemporaryFolder } from '../../support/process/command-line.ts';

/** A module that keeps the process that loads it, as a connection does that a library forgot. */
const keeper = `data:text/javascript,setInterval(() => {}, 60_000)`;

describe('a verb that is done', () => {
  it('ends with its status, also where something is left open', async () => {
    using folder = new TemporaryFolder();
    const run = new CommandLine(['windows', 'list', '--data-dir', folder.path, '--format', 'xml'], {
      env: { NODE_OPTIONS: `--import "${keeper}"` },
    });
    expect(await run.end()).toBe(2);
    expect(run.errors).toContain('xml');
  });
});

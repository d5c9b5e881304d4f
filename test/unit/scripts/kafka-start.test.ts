import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { freePorts } from '../../../scripts/free-ports.ts';
import { listens } from '../../../scripts/kafka/kafka-cluster.ts';
import { TemporaryFolder } from '../../support/process/command-line.ts';

describe('a broker that starts', () => {
  /** A program that does something when it has written so many lines, one each tenth of a second. */
  function start(folder: TemporaryFolder, lines: number, then: string): ChildProcess {
    const output = openSync(folder.file('output'), 'w');
    const program = `let left = ${lines};
      const timer = setInterval(() => {
        if (left-- > 0) return console.log('still starting');
        clearInterval(timer);
        ${then};
      }, 100);`;
    return spawn(process.execPath, ['-e', program], { stdio: ['ignore', output, output] });
  }

  it('is waited for as long as it writes its log', async () => {
    using folder = new TemporaryFolder();
    const [port = 0] = await freePorts(1);
    const child = start(folder, 40, `require('net').createServer().listen(${port}, '127.0.0.1')`);
    await listens(child, port, folder.file('output'), 3_000);
    child.kill();
  });

  it('is given up where it says no more, with the end of its log', async () => {
    using folder = new TemporaryFolder();
    const [port = 0] = await freePorts(1);
    const child = start(folder, 2, `setInterval(() => undefined, 1000)`);
    await expect(listens(child, port, folder.file('output'), 1_500)).rejects.toThrow(
      /did not start:\nstill starting\nstill starting/,
    );
    child.kill();
  });
});

import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CommandLine, TemporaryFolder } from '../support/process/command-line.ts';
import { canPackage, packages } from '../support/packages/packages.ts';
import { etherTypes, ethernet, ipv4, pcapFile } from '../support/packets/pcap-writer.ts';

const command = join(packages.unpacked, 'bin/streamchecker');

/** A server: no display, no desktop session, no Node in the path. */
const server = { PATH: '/usr/bin:/bin', HOME: '/nonexistent', LANG: 'C.UTF-8' };
const clean = Object.fromEntries(Object.keys(process.env).map((name) => [name, undefined]));

const env = { ...clean, ...server };
const start = (...args: string[]): CommandLine => new CommandLine(args, { program: [command], env });

type Ended = CommandLine & { status: number | null };
const ended = async (line: CommandLine): Promise<Ended> => Object.assign(line, { status: await line.end() });

const run = (...args: string[]): Promise<Ended> => ended(start(...args));
const runBuilt = (...args: string[]): Promise<Ended> => ended(new CommandLine(args, { env }));

describe.skipIf(!canPackage)('the command line of a package, without a display', () => {
  it('answers, with nothing on its standard error', async () => {
    const { status, lines, errors } = await run('--version');
    expect({ status, lines, errors }).toEqual({ status: 0, lines: [packages.version], errors: '' });
  });

  it('says its verbs, and what is wrong with one, as the built one does', async () => {
    for (const args of [['--help'], ['monitor', '--help'], ['nonsense'], ['monitor', '--window', '0']]) {
      const [packaged, built] = [await run(...args), await runBuilt(...args)];
      expect(packaged.lines).toEqual(built.lines);
      expect(packaged.errors).toBe(built.errors);
      expect(packaged.status).toBe(built.status);
    }
  });

  it('replays a capture file with the same lines as the built one', async () => {
    using folder = new TemporaryFolder();
    const file = folder.file('a.pcap');
    const frame = ethernet(
      etherTypes.ipv4,
      ipv4({ source: '192.0.2.1', destination: '192.0.2.2', totalLength: 700 }),
    );
    writeFileSync(file, pcapFile([0, 1, 301].map((seconds) => ({ data: frame, seconds }))));
    const args = ['replay', file, '--format', 'json'];
    const [packaged, built] = [await run(...args), await runBuilt(...args)];
    expect(packaged.windows().map(({ bytes }) => bytes)).toEqual([1400, 700]);
    expect(packaged.lines).toEqual(built.lines);
    expect(packaged.errors).toBe('');
    expect(packaged.status).toBe(0);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends in order on %s, as a server', async (signal) => {
    using folder = new TemporaryFolder();
    const short = ['--window', '1s', '--lateness', '0', '--format', 'json'];
    const line = start('monitor', '--interface', 'lo', ...short, '--data-dir', folder.path);
    await line.until((run) => run.lines.length > 0);
    expect(childrenOf(line.process.pid!)).toHaveLength(1);
    line.kill(signal);
    expect(await line.end()).toBe(0);
    expect(line.summary()).toMatchObject({ type: 'summary', deadLetters: 0 });
    expect(line.errors).toBe('');
  });

  it('ends without a word when its reader has seen enough', () => {
    using folder = new TemporaryFolder();
    const script = `'${command}' interfaces --format json | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script], {
      env: { ...server, HOME: folder.path },
      encoding: 'utf8',
    });
    expect(stdout).toMatch(/^\{"type":"interface".*\}\n0\n$/);
    expect(stderr).toBe('');
  });

  it('obeys no variable that would make it a plain Node', async () => {
    const hostile = { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '--require=/nonexistent.cjs' };
    const line = new CommandLine(['--version'], {
      program: [command],
      env: { ...env, ...hostile },
    });
    expect(await line.end()).toBe(0);
    expect(line.lines).toEqual([packages.version]);
  });

  it('does for a verb what the program itself does', () => {
    const program = join(packages.unpacked, 'streamchecker');
    const options = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const out = execFileSync(program, [...options, '--version'], {
      env: server,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(out).toBe(`${packages.version}\n`);
  });
});

/** The names of a process's children, as the kernel cuts them. */
function childrenOf(pid: number): string[] {
  const { stdout } = spawnSync('ps', ['-o', 'comm=', '--ppid', String(pid)], { encoding: 'utf8' });
  return stdout.split('\n').filter((name) => name !== '');
}

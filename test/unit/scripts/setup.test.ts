import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findElectron } from '../../../scripts/electron-runtime.mjs';
import { hasDisplay } from '../../../scripts/setup/display.mjs';
import { checkIntegrity } from '../../../scripts/offline/npm-tarball.mjs';
import { withLock } from '../../../scripts/setup/lock.mjs';
import { matches } from '../../../scripts/setup/node-packages.mjs';
import { chooseNames, missingFrom } from '../../../scripts/setup/package-names.mjs';
import { dateOutputs, isStale } from '../../../scripts/setup/staleness.mjs';
import { inTurn, type Step, together } from '../../../scripts/setup/steps.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'streamchecker-setup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('integrity', () => {
  const integrity =
    'sha512-MJ7MSJwS1utMxA9QyQLytNDtd+5RGnx6m808qG1M2G+YndNbxf9JlnDaNCVbRbDP2DDoH2Bdz33FVC6TrpzXbw==';

  it('accepts the file that was meant', async () => {
    writeFileSync(join(folder, 'file.tgz'), 'hello world');
    await expect(checkIntegrity(join(folder, 'file.tgz'), integrity)).resolves.toBeUndefined();
  });

  it('refuses a file in which one byte differs', async () => {
    writeFileSync(join(folder, 'file.tgz'), 'hello worle');
    await expect(checkIntegrity(join(folder, 'file.tgz'), integrity)).rejects.toThrow('checksum differs');
  });
});

describe('staleness', () => {
  const source = (): string => join(folder, 'source');
  const output = (): string => join(folder, 'output');

  beforeEach(() => {
    mkdirSync(join(source(), 'build'), { recursive: true });
    writeFileSync(join(source(), 'a.c'), '');
    age(join(source(), 'a.c'), 100);
    age(source(), 100);
    writeFileSync(output(), '');
    age(output(), 50);
  });

  it('is fresh when every output is newer than every input', () => {
    expect(isStale([output()], [source(), join(folder, 'not-there')])).toBe(false);
  });

  it('is stale when an output is missing', () => {
    expect(isStale([output(), join(folder, 'other')], [source()])).toBe(true);
  });

  it('is stale when an input deep in a folder is newer', () => {
    age(join(source(), 'a.c'), 10);
    expect(isStale([output()], [source()])).toBe(true);
  });

  it('is stale when an input was removed', () => {
    rmSync(join(source(), 'a.c'));
    expect(isStale([output()], [source()])).toBe(true);
  });

  it('leaves out what was built inside the folder of sources', () => {
    writeFileSync(join(source(), 'build', 'a.o'), '');
    expect(isStale([output()], [source()])).toBe(false);
  });

  it('is stale when an input changed while the output was made', () => {
    const startMs = Date.now() - 20_000;
    age(join(source(), 'a.c'), 15);
    writeFileSync(output(), '');
    dateOutputs([output()], startMs);
    expect(isStale([output()], [source()])).toBe(true);
  });
});

describe('system packages', () => {
  const groups = [['gcc'], ['libgtk-3-0t64', 'libgtk-3-0']];

  it('takes either name of a package for it', () => {
    expect(missingFrom(groups, new Set(['gcc', 'libgtk-3-0']))).toEqual([]);
    expect(missingFrom(groups, new Set(['libgtk-3-0t64']))).toEqual([['gcc']]);
  });

  it('chooses the name that the system knows', () => {
    expect(chooseNames(groups, new Set(['gcc', 'libgtk-3-0']))).toEqual(['gcc', 'libgtk-3-0']);
    expect(chooseNames(groups, new Set(['gcc', 'libgtk-3-0t64']))).toEqual(['gcc', 'libgtk-3-0t64']);
  });

  it('keeps the plain name of a package that the system does not know, for apt to complain of', () => {
    expect(chooseNames(groups, new Set())).toEqual(['gcc', 'libgtk-3-0']);
  });
});

describe('node packages', () => {
  const wanted = { packages: { '': {}, a: { version: '1.0.0' }, b: { version: '2.0.0', optional: true } } };

  it('lets only optional packages be missing', () => {
    expect(matches({ packages: { a: { version: '1.0.0' } } }, wanted)).toBe(true);
    expect(matches({ packages: { b: { version: '2.0.0' } } }, wanted)).toBe(false);
  });

  it('notices another version', () => {
    expect(matches({ packages: { a: { version: '1.0.1' } } }, wanted)).toBe(false);
  });
});

describe('steps', () => {
  const steps = (...names: string[]): { taken: string[]; of: (name: string) => Step } => {
    const taken: string[] = [];
    const of = (name: string): Step => ({
      isDone: () => taken.includes(name) || !names.includes(name),
      async run() {
        await new Promise(setImmediate);
        if (name === 'bad') throw new Error('bad');
        taken.push(name);
      },
    });
    return { taken, of };
  };

  it('are taken in turn, but for those that are done', async () => {
    const { taken, of } = steps('packages', 'app');
    const all = inTurn(of('packages'), of('helper'), of('app'));
    expect(await all.isDone()).toBe(false);
    await all.run();
    expect(taken).toEqual(['packages', 'app']);
    expect(await all.isDone()).toBe(true);
  });

  it('are taken side by side, to the end also where one fails', async () => {
    const { taken, of } = steps('bad', 'packages', 'app');
    await expect(together(of('bad'), inTurn(of('packages'), of('app'))).run()).rejects.toThrow('bad');
    expect(taken).toEqual(['packages', 'app']);
  });
});

describe('set-up lock', () => {
  it('lets one set-up at a time work', async () => {
    let working = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++working);
      await new Promise(setImmediate);
      working--;
    };
    await Promise.all([withLock(work, { folder }), withLock(work, { folder })]);
    expect(most).toBe(1);
  });

  it('takes over from a set-up that died', async () => {
    writeFileSync(join(folder, 'setup.lock'), '999999999');
    let worked = false;
    await withLock(() => Promise.resolve(void (worked = true)), { folder });
    expect(worked).toBe(true);
  });

  it('gives up in time on one that hangs', async () => {
    writeFileSync(join(folder, 'setup.lock'), String(process.pid));
    await expect(withLock(() => Promise.resolve(), { folder, waitMs: 0 })).rejects.toThrow('does not end');
  });
});

describe('display', () => {
  it('is X11 or Wayland, and always there on macOS', () => {
    expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true);
    expect(hasDisplay({ DISPLAY: '', WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
    expect(hasDisplay({ DISPLAY: '' }, 'linux')).toBe(false);
    expect(hasDisplay({}, 'darwin')).toBe(true);
  });
});

describe('Electron runtime', () => {
  it.runIf(process.platform === 'linux')('is the one that was asked for', () => {
    writeFileSync(join(folder, 'electron'), '');
    writeFileSync(join(folder, 'version'), 'v45.0.0\n');
    const path = join(folder, 'electron');
    const found = findElectron({ ELECTRON_OVERRIDE_DIST_PATH: folder });
    expect(found).toEqual({ path, version: '45.0.0', origin: 'override' });
  });

  it('refuses a folder without one', () => {
    expect(() => findElectron({ ELECTRON_OVERRIDE_DIST_PATH: folder })).toThrow('no Electron in it');
  });
});

function age(path: string, seconds: number): void {
  const then = Date.now() / 1000 - seconds;
  utimesSync(path, then, then);
}

import { execFileSync, spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from 'vitest';
import { manPage } from '../../../scripts/package/man-page.ts';
import { verbsOf } from '../../../src-main/command-line/completion/verbs.ts';

import { ExitStatus } from '../../../src-main/command-line/exit-status.ts';
import { commandLine } from '../../../src-main/command-line/program.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

const verbs = verbsOf(await commandLine('1.2.3', new ExitStatus(), systemClock));
const page = manPage(verbs, { version: '1.2.3', dataFolder: '~/.local/share/streamchecker' });

describe('the manual page', () => {
  let shown: string;
  beforeAll(() => {
    const env = { ...process.env, MANWIDTH: '200', MAN_KEEP_FORMATTING: '', LC_ALL: 'C.UTF-8' };
    shown = execFileSync('man', ['--local-file', '-'], { input: page, encoding: 'utf8', env });
  });

  it('is one that man finds nothing wrong with', () => {
    const warnings = spawnSync('man', ['--local-file', '--warnings=w', '-'], {
      input: page,
      encoding: 'utf8',
    });
    expect(warnings.stderr).toBe('');
  });

  it('says each verb with all its options, as --help does', () => {
    const own = verbs.filter(({ path, verbs: some }) => path !== '' && some.length === 0);
    for (const { path, options } of own) {
      const from = shown.search(new RegExp(`^ {3}${path}( |$)`, 'm'));
      expect(from, path).toBeGreaterThan(0);
      const text = shown.slice(from).split(/\n {3}\S/)[0]!;
      const missing = options.filter(({ long, description }) => {
        return long !== '--help' && !(text.includes(long!) && text.includes(description));
      });
      expect(missing.map(({ long }) => `${path} ${long!}`)).toEqual([]);
    }
  });

  it('names version, exit statuses and files', () => {
    expect(shown).toContain('StreamChecker 1.2.3');
    expect(shown).toContain('~/.local/share/streamchecker');
    expect(shown).toMatch(/3\s+a limit was breached, with --fail-on-breach/);
  });
});

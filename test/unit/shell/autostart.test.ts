import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { autostartFolder, setAutostart } from '../../../src-main/shell/autostart.ts';

describe('starting at login', () => {
  let folder: string;
  const entry = (): string => join(folder, 'autostart', 'streamchecker.desktop');
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'streamchecker-autostart-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const set = (isWanted: boolean, args: readonly string[] = []): void =>
    setAutostart(join(folder, 'autostart'), { path: '/opt/Stream Checker/app', args }, isWanted);

  it('makes an entry that the desktop finds, and removes it again', () => {
    set(true, ['--data-dir', '/home/me/100% "mine"']);
    const text = readFileSync(entry(), 'utf8');
    expect(text).toMatch(/^\[Desktop Entry\]\nType=Application\n/);
    expect(text).toContain('Exec="/opt/Stream Checker/app" "--data-dir" "/home/me/100%% \\\\"mine\\\\""\n');
    set(false);
    expect(existsSync(entry())).toBe(false);
    set(false);
  });

  it('keeps passwords out of the entry, which only its owner may read', () => {
    mkdirSync(join(folder, 'autostart'));
    writeFileSync(entry(), 'of an older version', { mode: 0o644 });
    for (const written of ['postgres://reader:s3cret@db/limits', 'postgres://reader:a s3cret@b@db/limits'])
      for (const args of [['--limits', written], [`--limits=${written}`]]) {
        set(true, args);
        const text = readFileSync(entry(), 'utf8');
        expect(text).not.toContain('s3cret');
        expect(text).toContain('postgres://reader@db/limits"');
        expect(statSync(entry()).mode & 0o777).toBe(0o600);
      }
  });

  it('keeps the login of a webhook out, and its address as it is', () => {
    set(true, ['--webhook', 'https://me:s3cret@hooks.example/x', '--webhook=https://hooks.example/@me/y']);
    expect(readFileSync(entry(), 'utf8')).toContain(
      '"--webhook" "https://hooks.example/x" "--webhook=https://hooks.example/@me/y"',
    );
  });

  it('makes an entry that others may read one of its owner alone', () => {
    set(true);
    chmodSync(entry(), 0o644);
    set(true);
    expect(statSync(entry()).mode & 0o777).toBe(0o600);
  });

  it('looks where the desktop does', () => {
    expect(autostartFolder({ XDG_CONFIG_HOME: '/etc/mine' })).toBe('/etc/mine/autostart');
  });
});

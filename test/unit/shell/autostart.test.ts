import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
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

  it('looks where the desktop does', () => {
    expect(autostartFolder({ XDG_CONFIG_HOME: '/etc/mine' })).toBe('/etc/mine/autostart');
  });
});

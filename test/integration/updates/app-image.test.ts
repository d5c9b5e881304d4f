import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { replaceAppImage, startAppImage } from '../../../src-main/shell/updates/installed-package.ts';
import { TemporaryFolder } from '../../support/process/command-line.ts';

const sumOfNew = createHash('sha512').update('new').digest('base64');

it('replaces an AppImage as a whole, and can run it', async () => {
  using folder = new TemporaryFolder();
  const [older, newer] = [folder.file('App.AppImage'), folder.file('download')];
  writeFileSync(older, 'old');
  writeFileSync(newer, 'new');
  await replaceAppImage(newer, older, sumOfNew);
  expect(readFileSync(older, 'utf8')).toBe('new');
  expect(statSync(older).mode & 0o777).toBe(0o755);
  expect(readdirSync(folder.path)).toEqual(['App.AppImage']);
});

it('does not replace it by what has changed since it was downloaded', async () => {
  using folder = new TemporaryFolder();
  const [older, newer] = [folder.file('App.AppImage'), folder.file('download')];
  writeFileSync(older, 'old');
  writeFileSync(newer, 'new and more');
  await expect(replaceAppImage(newer, older, sumOfNew)).rejects.toMatchObject({ code: 'update/not-trusted' });
  expect(readFileSync(older, 'utf8')).toBe('old');
  expect(readdirSync(folder.path).sort()).toEqual(['App.AppImage', 'download']);
});

it('leaves the older one as it was where it can not be replaced', async () => {
  using folder = new TemporaryFolder();
  const [older, newer] = [folder.file('App.AppImage'), folder.file('download')];
  writeFileSync(newer, 'new');
  mkdirSync(older);
  writeFileSync(join(older, 'inside'), '');
  await expect(replaceAppImage(newer, older, sumOfNew)).rejects.toMatchObject({
    code: 'update/failed',
    remedy: expect.stringContaining('make its folder writable') as string,
  });
  expect(readdirSync(folder.path).sort()).toEqual(['App.AppImage', 'download']);
});

it('starts the newer one with the same arguments, and without what the older one was given by its runtime', async () => {
  using folder = new TemporaryFolder();
  const [program, told] = [folder.file('App.AppImage'), folder.file('told')];
  writeFileSync(program, `#!/bin/sh\necho "$APPIMAGE|$APPDIR|$KEPT|$*" > '${told}'\n`, { mode: 0o755 });
  startAppImage(program, ['--data-dir', '/x y'], {
    ...{ PATH: '/usr/bin:/bin', APPIMAGE: 'old', APPDIR: 'old', KEPT: 'kept' },
  });
  await vi.waitFor(() => expect(readFileSync(told, 'utf8')).toBe('||kept|--data-dir /x y\n'));
});

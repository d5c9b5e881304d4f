import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { resolveElectron } from '../../../scripts/electron-runtime.mjs';

const module = join(import.meta.dirname, '../../../src-main/engine/run/compile-later.ts');
const program = `import(${JSON.stringify(module)}).then(({ compileLater }) => { compileLater(); console.log('set'); })`;

it.each([
  ['Node', () => Promise.resolve({ path: process.execPath })],
  ['Electron', resolveElectron],
])('has V8 compile later in %s, which knows the words for it', async (_name, find) => {
  const { path } = await find();
  const { stdout, stderr } = spawnSync(path, ['--no-warnings', '-e', program], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    encoding: 'utf8',
  });
  expect([stdout, stderr]).toEqual(['set\n', '']);
});

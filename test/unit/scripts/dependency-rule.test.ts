import { ESLint } from 'eslint';
import ts from 'typescript-eslint';
import { describe, expect, it } from 'vitest';
import { dependencyRule } from '../../../scripts/lint/dependency-rule.mjs';

const eslint = new ESLint({
  overrideConfigFile: true,
  overrideConfig: {
    files: ['**/*.ts'],
    languageOptions: { parser: ts.parser },
    plugins: { streamchecker: { rules: { dependencies: dependencyRule } } },
    rules: { 'streamchecker/dependencies': 'error' },
  },
});

async function faults(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath });
  return result!.messages.map(({ message }) => message);
}

describe('dependency rule', () => {
  it.each([
    ['src-main/common/units.ts', "import * as v from 'valibot';"],
    ['src-main/common/units.ts', "import { bytes } from './units.ts';"],
    ['src-main/engine/windows/clock.ts', "import { bytes } from '../../common/units.ts';"],
    ['src-main/engine/windows/clock.ts', "import { topic } from '../log/message-log.ts';"],
    ['src-main/engine/store/migrations/one.ts', "import { alert } from '../../alerts/alert.ts';"],
    ['src-main/engine/store/database.ts', "import Database from 'better-sqlite3';"],
    ['src-main/engine/run/engine.ts', "import { open } from '../store/database.ts';"],
    ['src-main/shell/tray.ts', "import { Tray } from 'electron';"],
    ['src-main/preload.ts', "import { contextBridge } from 'electron';"],
    ['src-main/engine-process.ts', "import type { ParentPort } from 'electron';"],
    ['src-main/cli.ts', "import { startEngine } from './engine/engine.ts';"],
    ['src-renderer/features/traffic.ts', "import { bytes } from '../../src-main/common/units.ts';"],
    [
      'src-renderer/features/traffic.ts',
      "import { settings } from '../../src-main/settings/registry/index.ts';",
    ],
    ['src-main/settings/engine-settings.ts', "import { settings } from './registry/index.ts';"],
    ['src-main/settings/engine-settings.ts', "import type { T } from '../engine/run/settings.ts';"],
    ['src-main/settings/sources/file.ts', "import { readFileSync } from 'node:fs';"],
    ['src-main/settings/sources/file.ts', "import { makeFolder } from '../../system/make-folder.ts';"],
    ['src-main/engine/store/database.ts', "import { makeFolder } from '../../system/make-folder.ts';"],
    ['src-main/command-line/verbs/a.ts', "import { openFolder } from '../../engine/api/folder/a.ts';"],
    ['src-main/command-line/verbs/a.ts', "import { replay } from '../../engine/run/replay.ts';"],
    ['src-main/command-line/verbs/a.ts', "import { values } from '../../settings/resolve.ts';"],
    [
      'test/unit/store/database.test.ts',
      "import { open } from '../../../src-main/engine/store/database.ts';",
    ],
  ])('lets %s say %s', async (filePath, code) => {
    expect(await faults(filePath, code)).toEqual([]);
  });

  it.each([
    ['src-main/common/units.ts', "import { readFile } from 'node:fs';", 'common imports no package'],
    ['src-main/common/units.ts', "import { app } from 'electron';", 'common imports no package'],
    ['src-main/common/units.ts', "import { x } from '../engine/engine.ts';", 'nothing outside common'],
    ['src-main/common/units.ts', "import { x } from '../../scripts/setup.mjs';", 'nothing outside common'],
    [
      'src-main/engine/windows/clock.ts',
      "import { x } from '../store/database.ts';",
      'windows does not import store',
    ],
    [
      'src-main/engine/log/codec.ts',
      "export { x } from '../windows/window.ts';",
      'log does not import windows',
    ],
    ['src-main/engine/log/codec.ts', "void import('../alerts/alert.ts');", 'log does not import alerts'],
    ['src-main/engine/log/codec.ts', "import { x } from '../run/engine.ts';", 'log does not import run'],
    ['src-main/engine/store/database.ts', "import { app } from 'electron';", 'only shell'],
    ['src-main/engine/run/engine.ts', "import { x } from '../../shell/tray.ts';", 'only common'],
    ['src-main/cli.ts', "import { app } from 'electron/main';", 'only shell'],
    ['src-main/cli.ts', "import { x } from './shell/tray.ts';", 'import the shell'],
    ['src-main/preload.ts', "import { join } from 'path';", 'sandboxed'],
    ['src-renderer/main.ts', "import { ipcRenderer } from 'electron';", 'only shell'],
    ['src-renderer/main.ts', "import { x } from '../src-main/rpc/answer.ts';", 'only src-main/common'],
    ['src-renderer/main.ts', "import { x } from '../src-main/settings/combined.ts';", 'settings/registry'],
    ['src-main/common/units.ts', "import { x } from '../settings/registry/index.ts';", 'outside common'],
    ['src-main/settings/registry/index.ts', "import { readFile } from 'node:fs';", 'no package but'],
    ['src-main/settings/registry/index.ts', "import { x } from '../combined.ts';", 'only common'],
    ['src-main/settings/registry/index.ts', "import { x } from '../../engine/a.ts';", 'only common'],
    ['src-main/settings/combined.ts', "import { x } from '../command-line/run.ts';", 'common and system'],
    ['src-main/settings/combined.ts', "import { x } from '../shell/tray.ts';", 'common and system'],
    ['src-main/settings/combined.ts', "import { x } from '../engine/run/engine.ts';", 'types of the engine'],
    ['src-main/system/make-folder.ts', "import { x } from '../settings/combined.ts';", 'only common'],
    ...['store/data-folder', 'history/totals', 'limits/open-source', 'capture/interfaces'].map(
      (room): [string, string, string] => [
        'src-main/command-line/verbs/totals.ts',
        `import { x } from '../../engine/${room}.ts';`,
        'engine/api and engine/run',
      ],
    ),
    ['src-main/command-line/run.ts', "import type { X } from '../engine/store/a.ts';", 'engine/api and'],
    ['src-main/command-line/run.ts', "import { x } from '../shell/tray.ts';", 'engine/api and engine/run'],
    ['src-main/shell/tray.ts', "import { x } from '../command-line/text.ts';", 'not import the command line'],
    ['src-main/engine/run/engine.ts', "import { x } from '../../settings/combined.ts';", 'only common'],
  ])('forbids %s to say %s', async (filePath, code, reason) => {
    expect(await faults(filePath, code)).toEqual([expect.stringContaining(reason)]);
  });
});

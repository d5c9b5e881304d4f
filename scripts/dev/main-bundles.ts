import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBuilder } from 'vite';

/** Whose code is another one since the bundles were made before. */
export type Changed = 'app' | 'engine' | 'nothing';

/** What is built into the bundles of main and engine; see `__DEVELOPMENT__`. */
export type Development = NonNullable<typeof __DEVELOPMENT__>;

interface BundleParts {
  readonly root: string;
  /** Where they go. */
  readonly folder: string;
  readonly development: Development;
}

/** The bundles by whose program loads them. The name of a chunk says what is in it, so each tells of all its imports. */
const appBundles = ['main/main.js', 'preload/preload.cjs'];
const engineBundles = ['main/engine-process.js', 'main/history-thread.js', 'main/cap-process.js'];

/** The bundles of Electron's main process, its preload script and the engine. */
export class MainBundles {
  readonly #parts: BundleParts;
  #before: Readonly<Record<'app' | 'engine', string>> = { app: '', engine: '' };

  constructor(parts: BundleParts) {
    this.#parts = parts;
  }

  /**
   * Makes them.
   *
   * @throws Error where the code can't be bundled; the bundles are those from before then
   */
  async build(): Promise<Changed> {
    const { root, folder, development } = this.#parts;
    const outDir = (name: string) => ({ build: { outDir: join(folder, name), emptyOutDir: false } });
    const builder = await createBuilder({
      configFile: join(root, 'vite.config.ts'),
      mode: 'development',
      define: { __DEVELOPMENT__: JSON.stringify(development) },
      environments: { main: outDir('main'), preload: outDir('preload') },
    });
    await builder.build(builder.environments.main!);
    await builder.build(builder.environments.preload!);
    return this.#compare();
  }

  #compare(): Changed {
    const before = this.#before;
    this.#before = { app: this.#read(appBundles), engine: this.#read(engineBundles) };
    if (this.#before.app !== before.app) return 'app';
    return this.#before.engine === before.engine ? 'nothing' : 'engine';
  }

  #read(names: readonly string[]): string {
    return names.map((name) => readFileSync(join(this.#parts.folder, name), 'utf8')).join('\n');
  }
}

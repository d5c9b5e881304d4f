import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type EnvironmentOptions } from 'vite';

const root = import.meta.dirname;
const { version } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as { version: string };

/** Native modules and what the runtime itself brings; everything else is bundled. */
const external = ['electron', 'better-sqlite3'];
const builtins = [/^node:/, ...builtinModules];

function entries(...names: string[]): Record<string, string> {
  const paths = names.map((name) => [name, resolve(root, 'src-main', `${name}.ts`)] as const);
  return Object.fromEntries(paths.filter(([, path]) => existsSync(path)));
}

/** Svelte workbench, run by Electron's sandboxed renderer. */
const renderer: EnvironmentOptions = {
  build: {
    outDir: resolve(root, 'dist/renderer'),
    emptyOutDir: true,
    target: 'chrome148',
    sourcemap: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
};

/** Electron's main process, the engine's process and the command line, on Node 24. */
const main: EnvironmentOptions = {
  consumer: 'server',
  resolve: { noExternal: true, external, builtins },
  build: {
    outDir: resolve(root, 'dist/main'),
    emptyOutDir: true,
    target: 'node24',
    sourcemap: true,
    copyPublicDir: false,
    rolldownOptions: {
      input: entries('main', 'cli', 'engine-process'),
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
};

/** A sandboxed preload can load nothing but `electron`: one CommonJS file. */
const preload: EnvironmentOptions = {
  consumer: 'server',
  resolve: { noExternal: true, external: ['electron'] },
  build: {
    outDir: resolve(root, 'dist/preload'),
    emptyOutDir: true,
    target: 'chrome148',
    sourcemap: true,
    copyPublicDir: false,
    rolldownOptions: {
      input: entries('preload'),
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
};

const source = (name: string): string => resolve(root, name);
const targets = {
  client: existsSync(source('src-renderer/index.html')),
  main: Object.keys(entries('main', 'cli', 'engine-process')).length > 0,
  preload: existsSync(source('src-main/preload.ts')),
};

export default defineConfig({
  root: resolve(root, 'src-renderer'),
  base: './',
  appType: 'mpa',
  logLevel: 'warn',
  define: { __APP_VERSION__: JSON.stringify(version) },
  plugins: [svelte({ configFile: false })],
  environments: { client: renderer, main, preload },
  builder: {
    async buildApp(builder) {
      for (const [name, isWanted] of Object.entries(targets)) {
        const environment = builder.environments[name];
        if (isWanted && environment) await builder.build(environment);
      }
    },
  },
});

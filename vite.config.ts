import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { resolve } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type EnvironmentOptions } from 'vite';
import { bundledPackages } from './scripts/package/bundled-packages-plugin.ts';

const root = import.meta.dirname;
const { version } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as { version: string };

/** Native modules and what the runtime itself brings; everything else is bundled. */
const external = ['electron', 'better-sqlite3', 'snappy', 'lz4-napi'];
const builtins = [/^node:/, ...builtinModules];

const entry = (name: string): string => resolve(root, 'src-main', `${name}.ts`);

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

/** Electron's main process, the engine's process and its thread, and the command line, on Node 24. */
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
      input: [
        'start',
        'main',
        'cli',
        'engine-process',
        'history-thread',
        'replay-process',
        'cap-process',
      ].map(entry),
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
      input: entry('preload'),
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
};

/** Vite has an `ssr` environment of its own besides, which is not built. */
const environments = { client: renderer, main, preload };

export default defineConfig({
  root: resolve(root, 'src-renderer'),
  base: './',
  appType: 'mpa',
  logLevel: 'warn',
  define: { __APP_VERSION__: JSON.stringify(version), __DEVELOPMENT__: 'null' },
  plugins: [svelte({ configFile: false }), bundledPackages()],
  environments,
  builder: {
    async buildApp(builder) {
      for (const name of Object.keys(environments)) await builder.build(builder.environments[name]!);
    },
  },
});

import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import TestOrder from './scripts/test-order.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

/** Files that run at a time where some work and some wait. */
const besides = availableParallelism() + 3;
const withServers = ['test/integration/{stream,limits}/**/*.test.ts'];

/**
 * One kind of test; those of one order run together.
 * Each test gets a second try, also with other random input: one that needed it is named at the end, as a fault to find.
 */
function kind(name: string, order: number, testTimeout: number, more = {}) {
  return {
    extends: true as const,
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      testTimeout,
      hookTimeout: testTimeout,
      maxWorkers: 1,
      retry: 1,
      expect: { poll: { timeout: name === 'unit' ? 1_000 : 10_000 } },
      sequence: { groupOrder: order },
      ...more,
    },
  };
}

export default defineConfig({
  // Its warnings are about the source maps of packages.
  logLevel: 'error',
  define: { __APP_VERSION__: JSON.stringify(version), __DEVELOPMENT__: 'null' },
  plugins: [svelte({ configFile: false })],
  test: {
    environment: 'node',
    allowOnly: false,
    sequence: { sequencer: TestOrder },
    reporters: ['default', './scripts/summary-reporter.ts'],
    projects: [
      // These work, and those of the next kind wait for most of their time: about three of them run beside two of these.
      kind('unit', 1, 30_000, {
        maxWorkers: besides,
        setupFiles: './test/support/process/give-way.ts',
        // The parser of workflows imports JSON in a way that Node doesn't know.
        server: { deps: { inline: ['@actions/workflow-parser'] } },
      }),
      kind('integration', 1, 60_000, { exclude: withServers, maxWorkers: besides }),
      // They wait for brokers and databases of their own more than they work.
      kind('servers', 2, 60_000, { include: withServers, maxWorkers: 4 }),
      // They wait for windows to end and for the app to draw; each has a desktop of its own.
      kind('e2e', 3, 120_000, { setupFiles: './test/support/process/clean-retries.ts', maxWorkers: 3 }),
      // Each installs into a copy of the system.
      kind('package', 4, 120_000, { globalSetup: './test/support/packages/package-build.ts', maxWorkers: 2 }),
    ],
  },
});

import { readFileSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

const withServers = ['test/integration/{stream,limits}/**/*.test.ts'];

/**
 * One kind of test; the kinds run one after the other.
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
    reporters: ['default', './scripts/summary-reporter.ts'],
    projects: [
      // The parser of workflows imports JSON in a way that Node doesn't know.
      kind('unit', 1, 30_000, {
        maxWorkers: '100%',
        server: { deps: { inline: ['@actions/workflow-parser'] } },
      }),
      kind('integration', 2, 60_000, { exclude: withServers, maxWorkers: 3 }),
      // They wait for brokers and databases of their own more than they work.
      kind('servers', 3, 60_000, { include: withServers, maxWorkers: 3 }),
      // They wait for windows to end and for the app to draw; each has a desktop of its own.
      kind('e2e', 4, 120_000, { setupFiles: './test/support/process/clean-retries.ts', maxWorkers: 3 }),
      // Each installs into a copy of the system.
      kind('package', 5, 120_000, { globalSetup: './test/support/packages/package-build.ts', maxWorkers: 2 }),
    ],
  },
});

/** `npm run test:spark`: not among the ordinary tests, as it needs a download of 450 MB. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/spark/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    reporters: ['verbose'],
  },
});

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clusterJar } from '../../../scripts/setup/cluster.mjs';

const source = join(import.meta.dirname, '../../../src-cluster');
const reports = join(source, 'build/surefire-reports');
const canRun = existsSync(clusterJar) || process.env.CI !== undefined;

describe.skipIf(!canRun)('the job that sums in a cluster', () => {
  it('passes its own tests', { timeout: 180_000 }, () => {
    const tests = ['--batch-mode', '--quiet', '--file', join(source, 'pom.xml'), 'test'];
    const { status, stdout } = spawnSync('mvn', tests, { encoding: 'utf8' });
    expect(status === 0 ? '' : stdout).toBe('');
    const counts = readdirSync(reports)
      .filter((name) => name.endsWith('.xml'))
      .map((name) =>
        Number(/<testsuite [^>]* tests="(\d+)"/.exec(readFileSync(join(reports, name), 'utf8'))?.[1]),
      );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(10);
  });
});

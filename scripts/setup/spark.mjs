import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command.mjs';
import { withLock } from './lock.mjs';
import { cacheFolder, root } from './paths.mjs';
import { say } from './say.mjs';

const pom = join(root, 'scripts/spark/pom.xml');
const version =
  /<artifactId>spark-sql-kafka-0-10_2\.13<\/artifactId>\s*<version>([^<]+)</.exec(
    readFileSync(pom, 'utf8'),
  )?.[1] ?? '';

/** Apache Spark in a Python environment of its own, as PyPI has it. */
export const sparkHome = join(cacheFolder, `pyspark-${version}`);

/** What it reads Kafka with, as Maven Central has it. */
export const sparkJars = join(cacheFolder, `spark-jars-${version}`);

/** An environment knows its path: it is made in place, and gets this file when all of it is there. */
const isComplete = () => existsSync(join(sparkHome, 'bin/spark-submit'));

async function fetchSpark() {
  say(`fetching Apache Spark ${version} (450 MB)`);
  rmSync(sparkHome, { recursive: true, force: true });
  await command('python3', ['-m', 'venv', sparkHome]);
  await command(join(sparkHome, 'bin/pip'), ['install', '--quiet', `pyspark==${version}`]);
}

async function fetchJars() {
  const temporary = mkdtempSync(`${sparkJars}-`);
  try {
    const copy = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${temporary}`];
    await command('mvn', ['--batch-mode', '--quiet', '--file', pom, ...copy], { cwd: temporary });
    renameSync(temporary, sparkJars);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Apache Spark, for `npm run test:spark` alone. */
export const spark = {
  isDone: () => isComplete() && existsSync(sparkJars),
  run: () =>
    withLock(
      async () => {
        if (!isComplete()) await fetchSpark();
        if (!existsSync(sparkJars)) await fetchJars();
      },
      { folder: cacheFolder },
    ),
};

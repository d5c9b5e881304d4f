import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command.mjs';
import { withLock } from './lock.mjs';
import { cacheFolder, node, root } from './paths.mjs';
import { say } from './say.mjs';

/** @param {string} name */
const releaseOf = (name) => {
  const pom = join(root, 'scripts/kafka', name);
  const version = /<artifactId>kafka_2\.13<\/artifactId>\s*<version>([^<]+)</.exec(
    readFileSync(pom, 'utf8'),
  )?.[1];
  return { pom, version, libraries: join(cacheFolder, `kafka-${version}`) };
};

const present = releaseOf('pom.xml');
const old = releaseOf('old-pom.xml');

/** Apache Kafka with all that it needs, as Maven Central has it. */
export const kafkaLibraries = present.libraries;

/** Its classes as a broker once loaded them, from which Java starts another one in half the time. */
export const kafkaClasses = `${present.libraries}.jsa`;

/** A release from before topics had ids. */
export const oldKafkaLibraries = old.libraries;

/**
 * @param {ReturnType<typeof releaseOf>} release
 * @param {number} megabytes
 */
async function fetchRelease({ pom, version, libraries }, megabytes) {
  say(`fetching Apache Kafka ${version} (${megabytes} MB)`);
  const temporary = mkdtempSync(`${libraries}-`);
  try {
    const copy = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${temporary}`];
    await command('mvn', ['--batch-mode', '--quiet', '--file', pom, ...copy], { cwd: temporary });
    renameSync(temporary, libraries);
  } catch (error) {
    const [line] = /** @type {Error} */ (error).message.split('\n');
    say(`Apache Kafka ${version} can't be fetched, so what needs it does not run: ${line}`);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/**
 * @param {ReturnType<typeof releaseOf>} release
 * @param {number} megabytes
 */
const stepFor = ({ pom, version, libraries }, megabytes) => ({
  isDone: () => existsSync(libraries),

  // Checkouts share the cache folder, and each has a lock of its own: two may come here at once.
  run: () =>
    withLock(
      async () => {
        if (!existsSync(libraries)) await fetchRelease({ pom, version, libraries }, megabytes);
      },
      { folder: cacheFolder },
    ),
});

/** A real broker for tests, and to try the product with. What can't be fetched is said; the rest does without. */
export const kafka = stepFor(present, 45);

/** The same of long ago, for tests. */
export const oldKafka = stepFor(old, 33);

/** Lets the many brokers of the tests start sooner. Without it, they start all the same. */
export const archivedClasses = {
  isDone: () => existsSync(kafkaClasses) || !existsSync(kafkaLibraries),

  async run() {
    try {
      await command(node, [join(root, 'scripts/kafka/archive-classes.ts')]);
    } catch (error) {
      const [line] = /** @type {Error} */ (error).message.split('\n');
      say(`brokers of tests start slowly: ${line}`);
    }
  },
};

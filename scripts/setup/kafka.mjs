import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { command } from './command.mjs';
import { cacheFolder, root } from './paths.mjs';
import { say } from './say.mjs';

const pom = join(root, 'scripts/kafka/pom.xml');
const version = /<artifactId>kafka_2\.13<\/artifactId>\s*<version>([^<]+)</.exec(
  readFileSync(pom, 'utf8'),
)?.[1];

/** Apache Kafka with all that it needs, as Maven Central has it. */
export const kafkaLibraries = join(cacheFolder, `kafka-${version}`);

/** A real broker for tests, and to try the product with. What can't be fetched is said; the rest does without. */
export const kafka = {
  isDone: () => existsSync(kafkaLibraries),

  async run() {
    say(`fetching Apache Kafka ${version} (45 MB)`);
    mkdirSync(dirname(kafkaLibraries), { recursive: true });
    const temporary = mkdtempSync(`${kafkaLibraries}-`);
    try {
      const copy = [
        'dependency:copy-dependencies',
        '-DincludeScope=runtime',
        `-DoutputDirectory=${temporary}`,
      ];
      await command('mvn', ['--batch-mode', '--quiet', '--file', pom, ...copy], { cwd: temporary });
      renameSync(temporary, kafkaLibraries);
    } catch (error) {
      const [line] = /** @type {Error} */ (error).message.split('\n');
      say(`Apache Kafka can't be fetched, so what needs a broker does not run: ${line}`);
    } finally {
      rmSync(temporary, { recursive: true, force: true });
    }
  },
};

import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command.mjs';
import { withLock } from './lock.mjs';
import { cacheFolder, root } from './paths.mjs';
import { say } from './say.mjs';
import { dateOutputs, isStale } from './staleness.mjs';

const source = join(root, 'src-cluster');
const pom = join(source, 'pom.xml');
const version = /<kafka\.version>([^<]+)</.exec(readFileSync(pom, 'utf8'))?.[1];

/** Kafka Streams with all that it needs, as Maven Central has it. */
export const clusterLibraries = join(cacheFolder, `kafka-streams-${version}`);

/** The job that sums in a cluster, compiled. */
export const clusterJar = join(source, 'build/streamchecker-cluster.jar');

async function fetchLibraries() {
  say(`fetching Kafka Streams ${version} (93 MB)`);
  const temporary = mkdtempSync(`${clusterLibraries}-`);
  try {
    const copy = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${temporary}`];
    await command('mvn', ['--batch-mode', '--quiet', '--file', pom, ...copy], { cwd: temporary });
    renameSync(temporary, clusterLibraries);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

async function build() {
  say('building the job that sums in a cluster');
  mkdirSync(join(source, 'build'), { recursive: true }); // before the start, as it dates the folder of sources
  const startMs = Date.now();
  await command('mvn', ['--batch-mode', '--quiet', '--file', pom, '-DskipTests', 'package']);
  dateOutputs([clusterJar], startMs);
}

const isFresh = () => !isStale([clusterJar], [pom, join(source, 'src/main')]);

/** Builds the job, for tests and to try it with. Where that can't be, it is said, and the rest does without. */
export const clusterJob = {
  isDone: () => existsSync(clusterLibraries) && isFresh(),

  async run() {
    try {
      const fetch = async () => {
        if (!existsSync(clusterLibraries)) await fetchLibraries();
      };
      await withLock(fetch, { folder: cacheFolder });
      if (!isFresh()) await build();
    } catch (error) {
      const [line] = /** @type {Error} */ (error).message.split('\n');
      say(`the job for a cluster can't be built, so what needs it does not run: ${line}`);
    }
  },
};

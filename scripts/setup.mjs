/**
 * Sets up what a goal needs on a fresh clone: `node scripts/setup.mjs cli|start|dev|package|test|cap|kafka|cluster|spark`.
 * Runs on plain Node ≥ 20 before any package is there; all its words go to stderr.
 */
import { appImageRuntime } from './offline/app-image-runtime.mjs';
import { bundles } from './setup/bundles.mjs';
import { cap, insistentCap } from './setup/cap.mjs';
import { captureHelper } from './setup/capture-helper.mjs';
import { clusterJob } from './setup/cluster.mjs';
import { hasDisplay } from './setup/display.mjs';
import { electron } from './setup/electron.mjs';
import { archivedClasses, kafka, oldKafka } from './setup/kafka.mjs';
import { withLock } from './setup/lock.mjs';
import { nodePackages } from './setup/node-packages.mjs';
import { packageGroups } from './setup/package-names.mjs';
import { say } from './setup/say.mjs';
import { spark } from './setup/spark.mjs';
import { allDone, inTurn, runOpen, together } from './setup/steps.mjs';
import { systemPackages } from './setup/system-packages.mjs';
import { zig } from './setup/zig.mjs';

/** @typedef {import('./setup/steps.mjs').Step} Step */

const { build, cap: capNeeds, desktop, broker, cluster, python, tests } = packageGroups;

/** @param {string | undefined} goal @returns {Step[]} */
function stepsFor(goal) {
  const headless = goal === 'cli' || (goal === 'start' && !hasDisplay());
  if (headless) return [nodePackages, systemPackages(build), captureHelper, cap, bundles];
  if (goal === 'package') return [nodePackages, systemPackages(build), bundles];
  if (goal === 'dev') return [nodePackages, systemPackages([...build, ...desktop]), captureHelper, electron];
  if (goal === 'start') {
    return [nodePackages, systemPackages([...build, ...desktop]), captureHelper, cap, bundles, electron];
  }
  if (goal === 'test') {
    const all = systemPackages([...build, ...capNeeds, ...desktop, ...broker, ...cluster, ...tests]);
    const withNode = inTurn(nodePackages, cap, bundles, electron);
    const downloads = inTurn(appImageRuntime, zig);
    const brokers = inTurn(kafka, oldKafka, clusterJob);
    return [all, together(withNode, captureHelper, downloads, brokers), archivedClasses];
  }
  if (goal === 'cap') return [nodePackages, systemPackages([...build, ...capNeeds]), insistentCap];
  if (goal === 'kafka') return [nodePackages, systemPackages([...build, ...broker]), kafka];
  if (goal === 'cluster')
    return [nodePackages, systemPackages([...build, ...broker, ...cluster]), kafka, clusterJob];
  if (goal === 'spark') {
    const all = systemPackages([...build, ...broker, ...python, ...tests]);
    return [nodePackages, all, captureHelper, bundles, kafka, spark];
  }
  const goals = 'cli, start, dev, package, test, cap, kafka, cluster or spark';
  throw new Error(`'${goal ?? ''}' is not a goal; choose ${goals}`);
}

try {
  const steps = stepsFor(process.argv[2]);
  if (!(await allDone(steps))) await withLock(() => runOpen(steps));
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

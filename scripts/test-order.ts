import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** How many seconds files take about that take twelve or more. Only the order follows from it: it need not be exact. */
export const seconds: Readonly<Record<string, number>> = {
  'integration/stream/cluster-refused': 124,
  'integration/stream/outages': 122,
  'integration/stream/standby-returns': 98,
  'integration/stream/standby': 91,
  'e2e/standing-problems': 70,
  'integration/stream/killed-brokers': 63,
  'e2e/screenshots': 60,
  'integration/stream/cluster': 56,
  'integration/stream/silent-agents': 52,
  'integration/stream/takeover': 45,
  'integration/engine/live': 45,
  'integration/capture/kernel-sums': 45,
  'integration/engine/kills': 44,
  'e2e/quotas': 44,
  'integration/stream/cluster-doctor': 42,
  'integration/stream/operators': 40,
  'integration/engine/silent-agent': 39,
  'e2e/life': 38,
  'package/updates': 37,
  'e2e/silent-agent': 36,
  'integration/stream/full-disk': 35,
  'integration/engine/agent-alerts': 35,
  'integration/limits/by-hand': 34,
  'package/deb': 33,
  'integration/fuzz/fuzz-targets': 33,
  'integration/stream/security': 28,
  'e2e/capture-files': 27,
  'e2e/brokers': 27,
  'integration/capture/stacked-interfaces': 26,
  'integration/stream/cut-partition': 25,
  'integration/capture/automatic-interfaces': 24,
  'integration/stream/kills': 23,
  'integration/stream/exchange': 23,
  'e2e/views': 23,
  'e2e/report': 23,
  'e2e/development': 23,
  'e2e/totals': 22,
  'e2e/pipeline': 22,
  'e2e/settings': 21,
  'unit/model/coverage': 20,
  'integration/stream/publish-when': 20,
  'integration/stream/old-brokers': 20,
  'integration/capture/cap-source': 20,
  'integration/stream/alerts-topic': 19,
  'e2e/limits-by-hand': 19,
  'unit/command-line/totals': 18,
  'e2e/let-go': 18,
  'e2e/history': 17,
  'integration/engine/migration': 16,
  'integration/capture/other-platforms': 16,
  'unit/alerts/alert-life': 15,
  'integration/limits/removed': 15,
  'e2e/pause': 15,
  'unit/periods/scopes-ahead': 14,
  'unit/periods/period-filling': 14,
  'unit/log/kafka/topic-reader': 14,
  'integration/engine/crash': 14,
  'integration/capture/overload': 14,
  'package/app-image': 13,
  'integration/engine/stalls': 13,
  'integration/engine/closed-output': 13,
  'integration/capture/live-capture': 13,
  'integration/capture/differential': 13,
  'integration/capture/covered-time': 13,
  'e2e/welcome': 13,
  'e2e/host-pages': 13,
  'package/command-line': 12,
  'integration/stream/packet-mode': 12,
  'integration/stream/doctor': 12,
  'e2e/monitor': 12,
};

/** The seconds of any other file: most take less. */
const otherSeconds = 1;

interface TestFile {
  readonly moduleId: string;
  readonly project: { readonly name: string };
}

/** The order in which vitest runs the files. */
export default class TestOrder extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(inOrder(files));
  }
}

/**
 * The longest files of each kind first, so that none of them runs alone in the end; and kinds that run together so that
 * each is as far as the others: those that wait leave the processors to those that work.
 */
export function inOrder<T extends TestFile>(files: readonly T[]): T[] {
  const kinds = [...Map.groupBy(files, ({ project }) => project.name).values()];
  return kinds
    .flatMap(placed)
    .sort((one, other) => one.place - other.place)
    .map(({ file }) => file);
}

/** Files of one kind, the longest first, each with the share of the kind's time that goes before it. */
function placed<T extends TestFile>(files: readonly T[]): { file: T; place: number }[] {
  const total = files.reduce((sum, file) => sum + secondsOf(file), 0);
  let before = 0;
  return files
    .toSorted((one, other) => secondsOf(other) - secondsOf(one))
    .map((file) => {
      const place = before / total;
      before += secondsOf(file);
      return { file, place };
    });
}

function secondsOf({ moduleId }: TestFile): number {
  const name = /\/test\/(.*)\.test\.ts$/.exec(moduleId)?.[1] ?? '';
  return seconds[name] ?? otherSeconds;
}

import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';

/** Ends the run's output with one line for machines: `N passed, N failed` (`, N skipped` when there are), after the names of flaky tests. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string): number => tests.filter((test) => test.result().state === state).length;
    const notLoaded = modules.filter((module) => module.errors().length > 0).length;
    const skipped = count('skipped');
    const failed = count('failed') + notLoaded + errors.length;
    for (const test of tests.filter((each) => each.diagnostic()?.flaky === true)) {
      process.stdout.write(`\nPassed at its second try, which is a fault to find: ${test.fullName}`);
    }
    process.stdout.write(
      `\n${count('passed')} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
    );
  }
}

/**
 * @typedef {object} Step
 * @property {() => boolean | Promise<boolean>} isDone cheap: every start asks
 * @property {() => Promise<void>} run
 */

/** @param {readonly Step[]} steps */
export async function allDone(steps) {
  for (const step of steps) if (!(await step.isDone())) return false;
  return true;
}

/**
 * Takes the steps that are not done, one after the other.
 * @param {readonly Step[]} steps
 */
export async function runOpen(steps) {
  for (const step of steps) if (!(await step.isDone())) await step.run();
}

/**
 * Steps as one step, for which each needs those before it.
 * @param {Step[]} steps
 * @returns {Step}
 */
export function inTurn(...steps) {
  return { isDone: () => allDone(steps), run: () => runOpen(steps) };
}

/**
 * Steps as one step that takes them side by side. Where one fails, the others come to their ends before that is thrown.
 * @param {Step[]} steps
 * @returns {Step}
 */
export function together(...steps) {
  return {
    isDone: () => allDone(steps),
    async run() {
      const outcomes = await Promise.allSettled(steps.map((step) => runOpen([step])));
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed) throw failed.reason;
    },
  };
}

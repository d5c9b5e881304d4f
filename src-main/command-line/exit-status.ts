/** The documented exit statuses. */
export const statuses = { done: 0, failed: 1, wrongUsage: 2, breached: 3 } as const;

/** The status with which the process will end, unless an error decides otherwise. */
export class ExitStatus {
  value: number = statuses.done;

  /** Records a breach, which ends in a status of its own where that was asked for. */
  breached(failOnBreach: boolean | undefined): void {
    if (failOnBreach) this.value = statuses.breached;
  }
}

import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const periodUs = 20_000;
/** Where control groups of the first and of the second version limit CPU time. */
const [first, second] = ['/sys/fs/cgroup/cpu', '/sys/fs/cgroup'];
let made = 0;

/** A control group whose processes have a share of a core between them; root alone may make one. */
export class CpuLimit implements Disposable {
  readonly #folder: string;

  /** @throws {Error} where this machine lets nobody make one */
  constructor(cores: number) {
    const isFirst = existsSync(join(first, 'cpu.cfs_quota_us')) || existsSync(join(first, 'tasks'));
    this.#folder = join(isFirst ? first : second, `streamchecker-bench-${process.pid}-${++made}`);
    mkdirSync(this.#folder);
    const quotaUs = Math.round(cores * periodUs);
    if (isFirst) {
      this.#write('cpu.cfs_period_us', periodUs);
      this.#write('cpu.cfs_quota_us', quotaUs);
    } else this.#write('cpu.max', `${quotaUs} ${periodUs}`);
  }

  /** Puts a process under the limit, with all of its threads. */
  take(pid: number): void {
    this.#write('cgroup.procs', pid);
  }

  /** Its processes have ended by then. */
  [Symbol.dispose](): void {
    rmdirSync(this.#folder);
  }

  #write(name: string, value: string | number): void {
    writeFileSync(join(this.#folder, name), String(value));
  }
}

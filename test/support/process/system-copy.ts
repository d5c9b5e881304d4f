import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** What a program in the copy did. */
export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Makes, in a namespace of its own, the root of this system with a layer in memory above it the root, and waits until its
 * standard input ends. It is not a chroot, in which nobody may make the namespaces of Chromium's sandbox.
 */
const mountScript = `
set -e
mount -t tmpfs -o mode=0755 tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
for folder in proc sys dev; do mount --rbind "/$folder" "$1/root/$folder"; done
mount -t tmpfs -o mode=1777 tmpfs "$1/root/tmp"
mount -t tmpfs -o mode=0755 tmpfs "$1/root/run"
mkdir "$1/root/.outside"
cd "$1/root"
pivot_root . .outside
umount -l .outside
rmdir .outside
echo ready
cat > /dev/null
`;

/** This system as it would be if packages were installed on it: what is changed in it goes with it. */
export class SystemCopy {
  readonly #holder: ChildProcess;
  readonly #folder: string;

  private constructor(holder: ChildProcess, folder: string) {
    this.#holder = holder;
    this.#folder = folder;
  }

  /** Needs root. */
  static async open(): Promise<SystemCopy> {
    const folder = mkdtempSync(join(tmpdir(), 'streamchecker-system-'));
    const unshare = ['--mount', '--propagation', 'private', 'sh', '-c', mountScript, 'sh', folder];
    const holder = spawn('unshare', unshare, { stdio: ['pipe', 'pipe', 'inherit'] });
    const ended = once(holder, 'exit').then(() => {
      throw new Error('This system could not be copied');
    });
    ended.catch(() => undefined);
    await Promise.race([once(holder.stdout, 'data'), ended]);
    return new SystemCopy(holder, folder);
  }

  /** The command that runs a program in the copy, as root or as one of its users. */
  command(...program: string[]): string[] {
    return ['nsenter', `--mount=/proc/${this.#holder.pid}/ns/mnt`, ...program];
  }

  commandAs(user: string, ...program: string[]): string[] {
    const as = [`--reuid=${user}`, `--regid=${user}`, '--init-groups', '--inh-caps=-all', '--reset-env'];
    return this.command('setpriv', ...as, ...program);
  }

  /** Runs a program to its end. */
  run(...program: string[]): Promise<Ran> {
    return run(this.command(...program));
  }

  runAs(user: string, ...program: string[]): Promise<Ran> {
    return run(this.commandAs(user, ...program));
  }

  /** Runs a program that has to succeed. @returns its output */
  async do(...program: string[]): Promise<string> {
    const { status, stdout, stderr } = await this.run(...program);
    if (status !== 0) throw new Error(`${program.join(' ')} ended with ${status}: ${stdout}${stderr}`);
    return stdout;
  }

  /** Puts a file of this system into the copy. */
  async put(file: string, to: string): Promise<void> {
    const [program, ...args] = this.command('sh', '-c', `cat > '${to}'`);
    const child = spawn(program!, args, { stdio: ['pipe', 'ignore', 'inherit'] });
    await Promise.all([pipeline(createReadStream(file), child.stdin), once(child, 'exit')]);
  }

  /** Process ids of what runs in the copy and fits a pattern of pgrep's, the oldest first. */
  async pids(...pattern: string[]): Promise<number[]> {
    const inside = ['--ns', String(this.#holder.pid), '--nslist', 'mnt'];
    const { stdout } = await run(['pgrep', ...inside, ...pattern]);
    return stdout.split('\n').filter(Boolean).map(Number);
  }

  /** Ends what still runs in the copy, and takes it away. */
  async close(): Promise<void> {
    const ended = once(this.#holder, 'exit');
    for (const pid of await this.pids('.')) if (pid !== this.#holder.pid) kill(pid);
    this.#holder.stdin?.end();
    await ended;
    rmdirSync(this.#folder);
  }
}

/** Kills a process, unless it has ended already. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ESRCH') throw thrown;
  }
}

function run([program, ...args]: readonly string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(program!, args, { maxBuffer: 2 ** 24, timeout: 120_000 }, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ status, stdout, stderr });
    });
  });
}

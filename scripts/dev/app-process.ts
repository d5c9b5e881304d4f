import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** How long the app may take to quit before it is killed: its engine stores everything first. */
const quitMs = 8_000;

/** The app in development, which is started again when its main process is another one. */
export class AppProcess {
  readonly #program: string;
  readonly #args: readonly string[];
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess | undefined;
  #isRestarting = false;
  readonly #ended = Promise.withResolvers<number>();

  /** Resolves to the exit status when the person quits the app. */
  readonly ended: Promise<number> = this.#ended.promise;

  constructor(program: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    [this.#program, this.#args, this.#env] = [program, args, env];
  }

  start(): void {
    const child = spawn(this.#program, this.#args, { stdio: 'inherit', env: this.#env });
    this.#child = child;
    child.once('error', (error) => this.#ended.reject(error));
    child.once('exit', (status) => {
      if (!this.#isRestarting) this.#ended.resolve(status ?? 1);
    });
  }

  async restart(): Promise<void> {
    this.#isRestarting = true;
    await this.#quit();
    this.#isRestarting = false;
    this.start();
  }

  restartEngine(): void {
    this.#child?.kill('SIGUSR2');
  }

  async stop(): Promise<void> {
    await this.#quit();
  }

  async #quit(): Promise<void> {
    const child = this.#child;
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const bound = setTimeout(() => child.kill('SIGKILL'), quitMs);
    await exited;
    clearTimeout(bound);
  }
}

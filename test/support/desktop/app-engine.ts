import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseMonitorOptions } from '../../../src-main/settings/monitor-options.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** The desktop app's engine process, built, without the app around it. */
export class AppEngine {
  readonly process: ChildProcess;
  errors = '';
  readonly #ended: Promise<unknown>;

  /**
   * @param args as of the verb `monitor`
   * @param command what runs it, with its arguments
   */
  constructor(args: readonly string[], command: readonly string[]) {
    const program = [
      ...[
        process.execPath,
        '--enable-source-maps',
        '--import',
        join(root, 'test/support/desktop/parent-port.mjs'),
      ],
      join(root, 'dist/main/engine-process.js'),
    ];
    const [first, ...others] = [...command, ...program];
    this.process = spawn(first!, others, {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    this.process.stderr!.on('data', (chunk: Buffer) => (this.errors += chunk.toString()));
    this.#ended = once(this.process, 'close');
    this.process.send({ kind: 'start', settings: parseMonitorOptions(args).engine });
  }

  async end(): Promise<void> {
    await this.#ended;
  }

  isRunning(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }
}

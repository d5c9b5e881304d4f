import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '../free-ports.ts';
import { passwords, type PostgresServer, unprivileged } from './postgres-server.ts';

/** Whether PgBouncer is installed. */
export const hasPooler = spawnSync('pgbouncer', ['--version']).error === undefined;

/** PgBouncer before a server, with one connection to it that each transaction may get. */
export class Pooler implements Disposable {
  readonly port: number;
  readonly #process: ChildProcess;

  private constructor(port: number, child: ChildProcess) {
    this.port = port;
    this.#process = child;
  }

  static async start(server: PostgresServer): Promise<Pooler> {
    const [port] = (await freePorts(1)) as [number];
    const [settings, accounts] = ['pooler.ini', 'accounts.txt'].map((name) => join(server.folder, name));
    writeFileSync(accounts!, `"reader" "${passwords.reader}"\n`);
    writeFileSync(
      settings!,
      `[databases]
limits = host=localhost port=${server.port} dbname=limits
[pgbouncer]
listen_addr = localhost
listen_port = ${port}
unix_socket_dir =
auth_type = trust
auth_file = ${accounts!}
pool_mode = transaction
default_pool_size = 1
`,
    );
    const child = spawn('pgbouncer', ['-q', settings!], { ...unprivileged(), stdio: 'ignore' });
    while (!(await answers(port))) await sleep(20);
    return new Pooler(port, child);
  }

  [Symbol.dispose](): void {
    this.#process.kill('SIGKILL');
  }
}

async function answers(port: number): Promise<boolean> {
  const socket = createConnection(port, 'localhost');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

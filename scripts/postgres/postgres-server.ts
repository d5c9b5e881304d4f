import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePorts } from '../free-ports.ts';

const home = '/usr/lib/postgresql';
const versions = existsSync(home) ? readdirSync(home).sort((a, b) => Number(b) - Number(a)) : [];
const binaries = versions
  .map((version) => join(home, version, 'bin'))
  .find((bin) => existsSync(join(bin, 'initdb')));

/** Whether a server is installed. */
export const hasPostgres = binaries !== undefined;

/** Passwords with what a URL must escape. */
export const passwords = { owner: 'own er:@/?#', reader: 're@der%' };

const number = (name: '-u' | '-g'): number =>
  Number(execFileSync('id', [name, 'postgres'], { encoding: 'utf8' }));

/** PostgreSQL's programs refuse to run as root: then, who runs them in its place. */
export const unprivileged = (): { uid?: number; gid?: number } =>
  process.getuid?.() === 0 ? { uid: number('-u'), gid: number('-g') } : {};

/**
 * A PostgreSQL server with a cluster of its own in a temporary folder: passwords by SCRAM, TLS by an authority of its
 * own, the roles `owner` and `reader`, a database `limits`.
 */
export class PostgresServer {
  readonly folder = mkdtempSync(join(tmpdir(), 'streamchecker-postgres-'));
  readonly caFile = join(this.folder, 'ca.pem');
  readonly port: number;
  readonly #owner = unprivileged();

  private constructor(port: number) {
    this.port = port;
  }

  static async start(): Promise<PostgresServer> {
    const [port] = (await freePorts(1)) as [number];
    const server = new PostgresServer(port);
    server.#initialise();
    server.#makeCertificates();
    server.resume();
    await server.#makeRoles();
    return server;
  }

  /** The URL of the table for a role; with its password, unless told otherwise. */
  url(
    role: 'owner' | 'reader' = 'reader',
    { password = passwords[role], host = 'localhost', ...parameters }: Record<string, string> = {},
  ): string {
    const secret = password === '' ? '' : `:${encodeURIComponent(password)}`;
    const query = new URLSearchParams({ sslmode: 'disable', ...parameters }).toString();
    return `postgres://${role}${secret}@${host}:${this.port}/limits?${query}`;
  }

  /** Runs statements as the owner. */
  async run(sql: string, values?: unknown[]): Promise<unknown[]> {
    const client = new Client(this.url('owner').replace(/\?.*/, ''));
    await client.connect();
    try {
      const result: unknown = await client.query(sql, values);
      return Array.isArray(result) ? [] : (result as { rows: unknown[] }).rows;
    } finally {
      await client.end();
    }
  }

  /** Lets nobody read a table until it is released. */
  async lock(table: string): Promise<{ release(): Promise<void> }> {
    const client = new Client(this.url('owner').replace(/\?.*/, ''));
    await client.connect();
    await client.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    return { release: () => client.end() };
  }

  /** Runs a file of SQL with psql, as the owner. */
  psql(file: string, ...variables: string[]): void {
    const connection = ['-h', 'localhost', '-p', `${this.port}`, '-U', 'owner', '-d', 'limits', '-q'];
    const set = variables.flatMap((variable) => ['-v', variable]);
    const env = { ...process.env, PGPASSWORD: passwords.owner };
    execFileSync(join(binaries!, 'psql'), [...connection, ...set, '-f', file], { env });
  }

  /** Ends the server at once, as a crash would. */
  crash(): void {
    this.#command('pg_ctl', '-D', this.#cluster, '-m', 'immediate', '-s', '-w', 'stop');
  }

  /** Starts it again. */
  resume(): void {
    const options = `-p ${this.port} -k ${this.folder}`;
    this.#command(
      'pg_ctl',
      '-D',
      this.#cluster,
      '-o',
      options,
      '-l',
      join(this.folder, 'log'),
      '-s',
      '-w',
      'start',
    );
  }

  stop(): void {
    if (existsSync(join(this.#cluster, 'postmaster.pid'))) this.crash();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get #cluster(): string {
    return join(this.folder, 'cluster');
  }

  #initialise(): void {
    chmodSync(this.folder, 0o755);
    this.#give(this.folder);
    const passwordFile = join(this.folder, 'password');
    this.#write(passwordFile, passwords.owner);
    const access = ['--auth=scram-sha-256', `--pwfile=${passwordFile}`, '-U', 'owner'];
    this.#command('initdb', '-D', this.#cluster, ...access, '-N', '--no-locale', '-E', 'UTF8');
    const settings = [
      "listen_addresses = 'localhost'",
      'ssl = on',
      `ssl_cert_file = '${join(this.folder, 'server.pem')}'`,
      `ssl_key_file = '${join(this.folder, 'server.key')}'`,
      'fsync = off',
      "timezone = 'Asia/Tokyo'",
      "datestyle = 'German'",
    ];
    this.#write(join(this.#cluster, 'postgresql.auto.conf'), settings.join('\n'));
  }

  /** An authority, and a certificate for `localhost`. */
  #makeCertificates(): void {
    const file = (name: string): string => join(this.folder, name);
    const openssl = (...args: string[]): Buffer => execFileSync('openssl', args, { stdio: 'pipe' });
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    openssl('req', '-x509', ...key, '-keyout', file('ca.key'), '-out', this.caFile, '-subj', '/CN=Tests');
    const server = ['-keyout', file('server.key'), '-out', file('server.pem'), '-subj', '/CN=localhost'];
    const signed = ['-CA', this.caFile, '-CAkey', file('ca.key'), '-addext', 'subjectAltName=DNS:localhost'];
    openssl('req', '-x509', ...key, ...server, ...signed);
    chmodSync(file('server.key'), 0o600);
    this.#give(file('server.key'));
  }

  async #makeRoles(): Promise<void> {
    const client = new Client({ ...this.#connection, database: 'postgres' });
    await client.connect();
    await client.query(`CREATE ROLE reader LOGIN PASSWORD '${passwords.reader}'`);
    await client.query('CREATE DATABASE limits');
    await client.end();
  }

  get #connection() {
    return { host: 'localhost', port: this.port, user: 'owner', password: passwords.owner };
  }

  #write(path: string, text: string): void {
    writeFileSync(path, text);
    this.#give(path);
  }

  #give(path: string): void {
    const { uid, gid } = this.#owner;
    if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
  }

  /** The server refuses to run as root. */
  #command(name: string, ...args: string[]): void {
    execFileSync(join(binaries!, name), args, { ...this.#owner, stdio: 'ignore', cwd: this.folder });
  }
}

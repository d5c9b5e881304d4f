import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An authority, and certificates that it has signed. */
export class Authority {
  readonly #folder: string;
  readonly name: string;

  constructor(folder: string, name: string) {
    this.#folder = folder;
    this.name = name;
    this.#openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      this.#file('key'),
      '-out',
      this.file,
    );
  }

  get file(): string {
    return this.#file('pem');
  }

  get text(): string {
    return readFileSync(this.file, 'utf8');
  }

  /** Key and certificate for 127.0.0.1, in PEM. */
  issue(subject: string): { key: string; certificate: string } {
    const [key, request, certificate, extensions] = ['key', 'csr', 'pem', 'ext'].map((kind) =>
      join(this.#folder, `${subject}.${kind}`),
    ) as [string, string, string, string];
    writeFileSync(extensions, 'subjectAltName=IP:127.0.0.1\n');
    this.#openssl(
      'req',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-subj',
      `/CN=${subject}`,
      '-keyout',
      key,
      '-out',
      request,
    );
    this.#openssl(
      'x509',
      '-req',
      '-days',
      '2',
      '-in',
      request,
      '-CA',
      this.file,
      '-CAkey',
      this.#file('key'),
      '-CAcreateserial',
      '-extfile',
      extensions,
      '-out',
      certificate,
    );
    return { key: readFileSync(key, 'utf8'), certificate: readFileSync(certificate, 'utf8') };
  }

  #file(kind: string): string {
    return join(this.#folder, `${this.name}.${kind}`);
  }

  #openssl(...args: string[]): void {
    execFileSync('openssl', args, { stdio: 'pipe' });
  }
}

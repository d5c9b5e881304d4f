import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchSigned } from '../../../src-main/shell/updates/signed-file.ts';
import { isSignedBy } from '../../../src-main/shell/updates/signed-file.ts';
import { TemporaryFolder } from '../../support/process/command-line.ts';
import { newSigningKeys, signatureOf } from '../../support/network/signing-keys.ts';
import { UpdateServer } from '../../support/network/update-server.ts';

const keys = newSigningKeys();
const channel = 'version: 0.2.0\nfiles: []\n';
const name = 'latest-linux.yml';

describe('a channel file on a server', () => {
  let server: UpdateServer;
  let url: string;

  beforeEach(async () => {
    server = await UpdateServer.open();
    server.files.set(name, channel).set(`${name}.sig`, signatureOf(channel, keys));
    url = server.url + name;
  });
  afterEach(() => server.close());

  const read = (): Promise<string> => fetchSigned(url, keys.publicKey, fetch);

  it('is read where its signature is good', async () => {
    expect(await read()).toBe(channel);
    expect(server.asked).toEqual([name, `${name}.sig`]);
  });

  it.each([
    ['has no signature', (files) => files.delete(`${name}.sig`)],
    ['is not signed by', (files) => files.set(name, channel.replace('0.2.0', '9.9.9'))],
    ['is not signed by', (files) => files.set(`${name}.sig`, signatureOf(channel, newSigningKeys()))],
    ['is not signed by', (files) => files.set(`${name}.sig`, '')],
  ] satisfies [string, (files: Map<string, string | Uint8Array>) => unknown][])(
    'is not used where it %s',
    async (fault, change) => {
      change(server.files);
      await expect(read()).rejects.toMatchObject({
        code: 'update/not-trusted',
        message: expect.stringMatching(new RegExp(`${fault}.* is not used: ${url}$`)) as string,
        retriable: false,
      });
    },
  );

  it('is told apart from one that is not there, and from a server that is not', async () => {
    server.files.delete(name);
    await expect(read()).rejects.toMatchObject({ code: 'update/unreachable', retriable: true });
    await server.close();
    await expect(read()).rejects.toMatchObject({
      code: 'update/unreachable',
      message: expect.stringContaining('ECONNREFUSED') as string,
    });
  });

  it('is read to a bound only', async () => {
    server.files.set(name, 'x'.repeat(256 * 1024 + 1));
    await expect(read()).rejects.toMatchObject({ message: expect.stringContaining('more than') as string });
    server.files.set(name, channel).set(`${name}.sig`, 'x'.repeat(1025));
    await expect(read()).rejects.toMatchObject({ message: expect.stringContaining('more than') as string });
  });
});

it('a signature may be made by OpenSSL', () => {
  using folder = new TemporaryFolder();
  const [key, file] = [folder.file('key.pem'), folder.file('latest-linux.yml')];
  writeFileSync(file, channel);
  execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', key]);
  const spki = execFileSync('openssl', ['pkey', '-in', key, '-pubout', '-outform', 'DER']);
  const signature = execFileSync('openssl', ['pkeyutl', '-sign', '-rawin', '-inkey', key, '-in', file]);
  expect(isSignedBy(spki.toString('base64'), Buffer.from(channel), signature.toString('base64'))).toBe(true);
});

import { readFileSync, writeFileSync } from 'node:fs';
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { packageOf } from '../../../scripts/package/bundled-packages-plugin.ts';
import { updateArguments } from '../../../scripts/package/update-origin.ts';
import { signChannels } from '../../../scripts/release/sign-channels.ts';
import { isSignedBy } from '../../../src-main/shell/updates/signed-file.ts';
import { TemporaryFolder } from '../../support/process/command-line.ts';
import { newSigningKeys } from '../../support/network/signing-keys.ts';

const keys = newSigningKeys();
const privateKey = keys.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const url = 'https://example.org/releases/';

describe('what is packed', () => {
  it('has no updates without a key', () => {
    expect(updateArguments({})).toEqual([]);
    expect(updateArguments({ STREAMCHECKER_UPDATE_URL: url, STREAMCHECKER_UPDATE_KEY: '' })).toEqual([]);
  });

  it('has address and key built in', () => {
    const env = { STREAMCHECKER_UPDATE_URL: url, STREAMCHECKER_UPDATE_KEY: keys.publicKey };
    expect(updateArguments(env)).toContain(`-c.extraMetadata.updates.key=${keys.publicKey}`);
    expect(updateArguments(env)).toContain(`-c.publish.url=${url}`);
  });

  it('takes no key without an address, and none that is none', () => {
    expect(() => updateArguments({ STREAMCHECKER_UPDATE_KEY: keys.publicKey })).toThrow(
      'STREAMCHECKER_UPDATE_URL',
    );
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
    for (const key of ['nonsense', rsa.export({ format: 'der', type: 'spki' }).toString('base64')])
      expect(() => updateArguments({ STREAMCHECKER_UPDATE_KEY: key, STREAMCHECKER_UPDATE_URL: url })).toThrow(
        'not an Ed25519 public key',
      );
  });

  it('is listed by its folder, as a package may be there in two versions', () => {
    const at = (path: string): string | undefined => packageOf(`/work/node_modules/${path}`);
    expect(at('semver/index.js')).toBe('semver');
    expect(at('electron-updater/node_modules/semver/index.js')).toBe('electron-updater/node_modules/semver');
    expect(at('@vscode/codicons/dist/codicon.css')).toBe('@vscode/codicons');
    expect(packageOf('/work/src-main/main.ts')).toBeUndefined();
  });
});

describe('a release', () => {
  it('signs each channel file, and nothing else', () => {
    using folder = new TemporaryFolder();
    for (const name of ['latest-linux.yml', 'latest-mac.yml', 'notes.yml'])
      writeFileSync(folder.file(name), name);
    const { publicKey } = keys;
    for (const now of [0, 86_400_000])
      expect(signChannels(folder.path, { privateKey, publicKey }, now)).toEqual([
        'latest-linux.yml',
        'latest-mac.yml',
      ]);
    const list = readFileSync(folder.file('latest-mac.yml'));
    expect(list.toString()).toBe("latest-mac.yml\nexpires: '1970-07-01T00:00:00.000Z'\n");
    const signature = readFileSync(folder.file('latest-mac.yml.sig'), 'utf8');
    expect(isSignedBy(publicKey, list, signature)).toBe(true);
    expect(readFileSync(folder.file('notes.yml'), 'utf8')).toBe('notes.yml');
  });

  it('is refused where the apps would refuse its signature', () => {
    using folder = new TemporaryFolder();
    writeFileSync(folder.file('latest-linux.yml'), '');
    const { publicKey } = newSigningKeys();
    expect(() => signChannels(folder.path, { privateKey, publicKey }, 0)).toThrow(
      'does not fit the public key',
    );
    expect(readFileSync(folder.file('latest-linux.yml'), 'utf8')).toBe('');
  });
});

/**
 * `node scripts/release/sign-channels.ts FOLDER`: dates and signs the channel files (`latest*.yml`) in it, by which
 * installed apps find newer versions, and checks each signature by the public key that is built into the apps.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPrivateKey, sign } from 'node:crypto';
import { isSignedBy, signatureEnding } from '../../src-main/shell/updates/signed-file.ts';

interface SigningKeys {
  /** Ed25519 private key, PKCS #8, as PEM. */
  readonly privateKey: string;
  /** The public key that the apps have, SPKI, in base64. */
  readonly publicKey: string;
}

/** So long after a release its lists are used; before that time they are to be signed anew. */
const validMs = 180 * 86_400_000;

/** The text of a channel file with the time until which it is used. */
const dated = (text: string, now: number): string =>
  `${text.replace(/^expires:.*\n/m, '').replace(/\n?$/, '\n')}expires: '${new Date(now + validMs).toISOString()}'\n`;

/**
 * Dates each channel file of a folder, and writes a signature beside it.
 *
 * @returns the names of the files that it signed
 * @throws Error where the apps would refuse the signature
 */
export function signChannels(folder: string, { privateKey, publicKey }: SigningKeys, now: number): string[] {
  const channels = readdirSync(folder).filter((name) => /^latest.*\.yml$/.test(name));
  for (const name of channels) {
    const content = Buffer.from(dated(readFileSync(join(folder, name), 'utf8'), now));
    const signature = sign(null, content, createPrivateKey(privateKey)).toString('base64');
    if (!isSignedBy(publicKey, content, signature))
      throw new Error(`${name}: the private key does not fit the public key in the apps`);
    writeFileSync(join(folder, name), content);
    writeFileSync(join(folder, name + signatureEnding), `${signature}\n`);
  }
  return channels;
}

if (import.meta.main) {
  const { UPDATE_SIGNING_KEY: privateKey = '', UPDATE_PUBLIC_KEY: publicKey = '' } = process.env;
  const signed =
    publicKey === '' ? [] : signChannels(process.argv[2]!, { privateKey, publicKey }, Date.now());
  console.log(
    signed.length === 0 ? 'No public key: these packages have no updates' : `Signed ${signed.join(', ')}`,
  );
}

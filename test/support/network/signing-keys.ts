import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

/** A publisher's keys. */
export interface SigningKeys {
  readonly privateKey: KeyObject;
  /** As it is built into an app. */
  readonly publicKey: string;
}

export function newSigningKeys(): SigningKeys {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  return { privateKey, publicKey: spki.toString('base64') };
}

/** The signature file of a content. */
export const signatureOf = (content: string | Uint8Array, { privateKey }: SigningKeys): string =>
  `${sign(null, Buffer.from(content), privateKey).toString('base64')}\n`;

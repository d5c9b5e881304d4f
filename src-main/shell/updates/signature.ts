import { createPublicKey, verify } from 'node:crypto';

/** Ending of the file that holds the signature of the one beside it. */
export const signatureEnding = '.sig';

/**
 * Whether the owner of a key has signed a file.
 *
 * @param key Ed25519 public key: SPKI, in base64, as `openssl pkey -pubout -outform DER | base64` writes it
 * @param signature 64 bytes in base64, as `openssl pkeyutl -sign -rawin | base64` writes them
 */
export function isSignedBy(key: string, content: Uint8Array, signature: string): boolean {
  const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
  if (publicKey.asymmetricKeyType !== 'ed25519') throw new Error('The update key is not an Ed25519 key');
  return verify(null, content, publicKey, Buffer.from(signature.trim(), 'base64'));
}

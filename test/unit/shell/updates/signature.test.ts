import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSignedBy } from '../../../../src-main/shell/updates/signed-file.ts';
import { newSigningKeys, signatureOf } from '../../../support/network/signing-keys.ts';

const keys = newSigningKeys();
const content = Buffer.from('version: 1.2.3\n');

describe('a signature', () => {
  it('is good for the file and the key that it was made with', () => {
    expect(isSignedBy(keys.publicKey, content, signatureOf(content, keys))).toBe(true);
  });

  it('is bad for another key', () => {
    expect(isSignedBy(newSigningKeys().publicKey, content, signatureOf(content, keys))).toBe(false);
  });

  it('is bad for any other file', () => {
    const signature = signatureOf(content, keys);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (other) => {
        expect(isSignedBy(keys.publicKey, other, signature)).toBe(content.equals(other));
      }),
    );
  });

  it('may be anything, and is bad then', () => {
    fc.assert(fc.property(fc.string(), (text) => !isSignedBy(keys.publicKey, content, text)));
  });

  it('is never checked with a key of another kind', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
    expect(() => isSignedBy(key, content, '')).toThrow('not an Ed25519 key');
  });
});

import { createPublicKey, verify } from 'node:crypto';
import { MonitorError } from '../../common/errors.ts';
import { say } from '../../common/phrases/say.ts';
import type { Phrase, Text } from '../../common/phrases/phrase.ts';

const longestWaitMs = 30_000;
/** A channel file has some hundred bytes for each package, a signature 88. */
const longestFile = 256 * 1024;
const longestSignature = 1024;

export type Fetch = (url: string, init: { signal: AbortSignal; cache: 'no-store' }) => Promise<Response>;

/**
 * Fetches a file and its signature, which lies beside it.
 *
 * @throws MonitorError `update/unreachable`; `update/not-trusted` where the signature is missing or another's
 */
export async function fetchSigned(url: string, key: string, fetch: Fetch): Promise<string> {
  const content = await read(url, longestFile, fetch);
  if (content === null) throw unreachable(url, say('update.noFile'));
  const signature = await read(url + signatureEnding, longestSignature, fetch);
  if (signature === null) throw notTrusted(say('update.noSignature', { url }));
  if (!isSignedBy(key, content, signature.toString('latin1')))
    throw notTrusted(say('update.otherPublisher', { url }));
  return content.toString('utf8');
}

/** @returns null where there is no such file */
async function read(url: string, bound: number, fetch: Fetch): Promise<Buffer | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(longestWaitMs), cache: 'no-store' });
    if (response.status === 404) return null;
    if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
    return await readBounded(response.body, bound);
  } catch (thrown) {
    throw unreachable(url, reasonOf(thrown), thrown);
  }
}

async function readBounded(body: ReadableStream<Uint8Array>, bound: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > bound) throw new Error(`it has more than ${bound} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Node hides behind `fetch failed` why it did. */
function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause instanceof Error ? thrown.cause.message : thrown.message;
}

const unreachable = (url: string, detail: Text, cause?: unknown): MonitorError =>
  new MonitorError('update/unreachable', say('update.unreachable', { url, detail }), {
    remedy: say('update.remedy.unreachable'),
    retriable: true,
    cause,
  });

const notTrusted = (message: Phrase): MonitorError =>
  new MonitorError('update/not-trusted', message, {
    remedy: say('update.remedy.notTrusted'),
  });

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

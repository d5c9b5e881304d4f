import { createPublicKey } from 'node:crypto';

/** What electron-builder is told of updates, by the environment. */
interface UpdateEnvironment {
  /** Ed25519 public key, SPKI, in base64. Without one, the app never looks for updates. */
  readonly STREAMCHECKER_UPDATE_KEY?: string | undefined;
  /** Folder in which channel files, signatures and packages will lie. */
  readonly STREAMCHECKER_UPDATE_URL?: string | undefined;
}

/**
 * Options of electron-builder by which it writes channel files beside the packages, and address and key into the app.
 *
 * @throws Error for a key that is none, or one without an address
 */
export function updateArguments(env: UpdateEnvironment): string[] {
  const { STREAMCHECKER_UPDATE_KEY: key, STREAMCHECKER_UPDATE_URL: url } = env;
  if (!key) return [];
  if (!url) throw new Error('STREAMCHECKER_UPDATE_KEY needs STREAMCHECKER_UPDATE_URL beside it');
  if (!isEd25519(key))
    throw new Error('STREAMCHECKER_UPDATE_KEY is not an Ed25519 public key (SPKI, DER, in base64)');
  const builtIn = [`-c.extraMetadata.updates.url=${url}`, `-c.extraMetadata.updates.key=${key}`];
  return ['-c.publish.provider=generic', `-c.publish.url=${url}`, ...builtIn];
}

function isEd25519(key: string): boolean {
  try {
    const bytes = Buffer.from(key, 'base64');
    return createPublicKey({ key: bytes, format: 'der', type: 'spki' }).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}

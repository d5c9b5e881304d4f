import { safeStorage } from 'electron';
import { MonitorError } from '../common/errors.ts';
import { sealedPrefix } from '../settings/registry/kinds.ts';
import type { Vault } from '../settings/sources/vault.ts';
import { say } from '../common/phrases/say.ts';

/*
 * The calls that Electron names in place of these say that there is no keyring where there is one (Linux, Electron 42),
 * and crash when they are used all the same.
 */
/* eslint-disable @typescript-eslint/no-deprecated */

/** Secrets, sealed by the keyring of the person's desktop. To be used when Electron is ready. */
export const keyringVault: Vault = {
  seal(secret) {
    if (!hasKeyring()) return Promise.reject(noKeyring());
    return Promise.resolve(sealedPrefix + safeStorage.encryptString(secret).toString('base64'));
  },
  open(sealed) {
    try {
      const bytes = Buffer.from(sealed.slice(sealedPrefix.length), 'base64');
      return Promise.resolve(safeStorage.decryptString(bytes));
    } catch (cause) {
      return Promise.reject(notOpened(cause));
    }
  },
};

/** Without a keyring Electron would seal with a password that everyone knows. */
const hasKeyring = (): boolean =>
  (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text') &&
  safeStorage.isEncryptionAvailable();

const noKeyring = (): MonitorError =>
  new MonitorError('settings/no-keyring', say('shell.noKeyring'), {
    remedy: say('shell.remedy.noKeyring'),
  });

const notOpened = (cause: unknown): MonitorError =>
  new MonitorError('settings/no-keyring', say('shell.keyringSealed'), {
    remedy: say('shell.remedy.unlock'),
    cause,
  });

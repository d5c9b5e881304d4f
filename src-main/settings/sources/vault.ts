/** Keeps secrets: what it seals, only the same person can open, on this machine. */
export interface Vault {
  /**
   * Seals a secret, as `sealed:…`.
   *
   * @throws MonitorError `settings/no-keyring`
   */
  seal(secret: string): Promise<string>;
  /**
   * Opens what {@link seal} gave.
   *
   * @throws MonitorError `settings/no-keyring`
   */
  open(sealed: string): Promise<string>;
}

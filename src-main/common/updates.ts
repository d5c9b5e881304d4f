import type { ErrorData } from './errors.ts';

/** How the app that runs was installed; this decides who brings a newer version. */
export type PackageFormat = 'appImage' | 'mac' | 'deb' | 'rpm' | 'tarball' | 'source';

/** Why the app does not look for newer versions of itself. */
export type UpdateHindrance = 'setting' | 'policy' | 'noKey' | Exclude<PackageFormat, 'appImage' | 'mac'>;

/** A newer version that the app has found. */
export interface FoundUpdate {
  readonly version: string;
  /** What is to be downloaded; null where the publisher does not say. */
  readonly bytes: number | null;
}

/** Where the app is on its way to a newer version. Each step after `available` is one that the person asked for. */
export type UpdateState =
  | { readonly kind: 'idle' | 'checking' | 'current' }
  | { readonly kind: 'hindered'; readonly by: UpdateHindrance }
  | ({ readonly kind: 'available' | 'ready' | 'restarting' } & FoundUpdate)
  /** `share` is between 0 and 1. */
  | ({ readonly kind: 'downloading'; readonly share: number } & FoundUpdate)
  | { readonly kind: 'failed'; readonly problem: ErrorData };

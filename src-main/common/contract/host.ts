import { type ApiOf, call, givesNothing } from './contract.ts';
import { text } from './fields.ts';
import * as v from 'valibot';

/** What an engine asks of the desktop app that started it. */
export const hostContract = {
  calls: {
    /** Asks the person whether limits may be read from a source; rejects with `request/cancelled` where they may not. */
    agreeToSource: call(v.strictObject({ source: text(4096) }), givesNothing),
  },
  events: {},
} as const;

export type HostApi = ApiOf<typeof hostContract>;

const readSource: readonly string[] = ['previewLimits', 'importLimits', 'assessLimits'];

/**
 * The source from which a call reads limits, null for none. A page shows what comes from elsewhere: should it ever run as
 * code, it could read no file, and connect nowhere, without the person's word.
 */
export function sourceOf(name: string, request: unknown): string | null {
  return readSource.includes(name) ? (request as { readonly source: string | null }).source : null;
}

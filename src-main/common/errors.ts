import type { Text } from './phrases/phrase.ts';
import { inEnglish, say } from './phrases/say.ts';

/** Every reason for which a part of the product can fail; the list is closed. */
export type ErrorCode =
  | 'capture/not-permitted'
  | 'capture/no-interface'
  | 'capture/bad-filter'
  | 'capture/bad-file'
  | 'capture/helper-missing'
  | 'capture/cap-missing'
  | 'capture/failed'
  | 'capture/silent'
  | 'capture/no-kernel-sums'
  | 'limits/unreadable'
  | 'limits/bad-rows'
  | 'limits/not-writable'
  | 'limits/nothing-to-undo'
  | 'stream/unreachable'
  | 'stream/not-permitted'
  | 'stream/not-trusted'
  | 'stream/no-topic'
  | 'stream/other-version'
  | 'stream/agent-in-use'
  | 'agents/silent'
  | 'agents/ahead'
  | 'alerts/not-told'
  | 'alerts/refused'
  | 'store/in-use'
  | 'store/not-writable'
  | 'store/damaged'
  | 'store/newer'
  | 'count/too-large'
  | 'settings/invalid'
  | 'settings/no-keyring'
  | 'update/unreachable'
  | 'update/not-trusted'
  | 'update/failed'
  | 'request/invalid'
  | 'request/cancelled'
  | 'engine/stopped'
  | 'internal';

/** What an error says, before it is put into the words of a language. */
export interface Said {
  readonly message?: Text;
  readonly remedy?: Text;
}

/** An error as it crosses a process border: plain data. */
export interface ErrorData {
  readonly code: ErrorCode;
  /** One sentence for the person: what happened, in English. */
  readonly message: string;
  /** What the person can do about it, in English. */
  readonly remedy?: string;
  /** Whether the same attempt may succeed later without a change. */
  readonly retriable: boolean;
  /** The same as phrases, which whoever shows them puts into the person's language. */
  readonly said?: Said;
}

/** What an error has besides its code and message. */
export interface ErrorOptions {
  readonly remedy?: Text | undefined;
  readonly retriable?: boolean;
  readonly cause?: unknown;
}

/** The product's only error class: a code from a closed list, a sentence, and what to do. */
export class MonitorError extends Error {
  override readonly name = 'MonitorError';
  readonly code: ErrorCode;
  readonly remedy: string | undefined;
  readonly retriable: boolean;
  /** What it says, as phrases. */
  readonly said: Said;

  constructor(code: ErrorCode, message: Text, { remedy, retriable, cause }: ErrorOptions = {}) {
    super(inEnglish(message), cause === undefined ? undefined : { cause });
    this.code = code;
    this.remedy = remedy === undefined ? undefined : inEnglish(remedy);
    this.retriable = retriable ?? false;
    this.said = remedy === undefined ? { message } : { message, remedy };
  }

  /** What happened, to be part of a longer sentence. */
  get text(): Text {
    return this.said.message ?? this.message;
  }

  /** What to do, to be handed on; undefined where nothing is known to help. */
  get remedyText(): Text | undefined {
    return this.said.remedy ?? this.remedy;
  }

  /** The error as plain data, for another process. */
  toData(): ErrorData {
    const { code, message, remedy, retriable, said } = this;
    const hasPhrase = typeof said.message === 'object' || typeof said.remedy === 'object';
    return {
      ...{ code, message, retriable },
      ...(remedy === undefined ? {} : { remedy }),
      ...(hasPhrase ? { said } : {}),
    };
  }

  /** Rebuilds an error that another process sent; its English stays as it came, also where a phrase is not known here. */
  static fromData({ code, message, remedy, retriable, said }: ErrorData): MonitorError {
    const error = new MonitorError(code, message, { remedy, retriable });
    return said === undefined ? error : Object.assign(error, { said });
  }

  /** Wraps whatever was thrown; what is not ours becomes `internal` with its cause kept. */
  static from(thrown: unknown): MonitorError {
    if (thrown instanceof MonitorError) return thrown;
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    return new MonitorError('internal', say('internal.unforeseen', { detail }), { cause: thrown });
  }
}

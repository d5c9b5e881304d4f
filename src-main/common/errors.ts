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
  | 'stream/agent-in-use'
  | 'agents/silent'
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

/** An error as it crosses a process border: plain data. */
export interface ErrorData {
  readonly code: ErrorCode;
  /** One sentence for the person: what happened. */
  readonly message: string;
  /** What the person can do about it. */
  readonly remedy?: string;
  /** Whether the same attempt may succeed later without a change. */
  readonly retriable: boolean;
}

/** The product's only error class: a code from a closed list, a sentence, and what to do. */
export class MonitorError extends Error {
  override readonly name = 'MonitorError';
  readonly code: ErrorCode;
  readonly remedy: string | undefined;
  readonly retriable: boolean;

  constructor(
    code: ErrorCode,
    message: string,
    options: { remedy?: string; retriable?: boolean; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.remedy = options.remedy;
    this.retriable = options.retriable ?? false;
  }

  /** The error as plain data, for another process. */
  toData(): ErrorData {
    const { code, message, remedy, retriable } = this;
    return remedy === undefined ? { code, message, retriable } : { code, message, remedy, retriable };
  }

  /** Rebuilds an error that another process sent. */
  static fromData(data: ErrorData): MonitorError {
    const { code, message, remedy, retriable } = data;
    return new MonitorError(code, message, remedy === undefined ? { retriable } : { remedy, retriable });
  }

  /** Wraps whatever was thrown; what is not ours becomes `internal` with its cause kept. */
  static from(thrown: unknown): MonitorError {
    if (thrown instanceof MonitorError) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new MonitorError('internal', message, { cause: thrown });
  }
}

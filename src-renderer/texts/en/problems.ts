import type { ErrorCode } from '../../../src-main/common/errors.ts';

/** Problems as they are told. */
export const problems = {
  /** The message is an English sentence that says it all. */
  problem: (_code: ErrorCode, message: string) => message,
};

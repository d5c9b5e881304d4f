import type { MonitorError } from '../../common/errors.ts';
import { captureRemedy, permissionFacts } from './capture-permission.ts';
import { helperMissing } from './helper-path.ts';

/** A program and its first arguments. */
export type Command = readonly [program: string, ...leading: string[]];

/** A program that captures and speaks the protocol of `src-capture/PROTOCOL.md`. */
export interface CaptureProgram {
  /** As the subject of a sentence. */
  readonly name: string;
  /** What is started to capture; the protocol's arguments follow. */
  readonly command: Command;
  /** What is started to list the interfaces, for which no privilege is needed. */
  readonly lister: Command;
  /** What to do where it may not capture. */
  readonly permissionRemedy: () => string;
  /** What it means that the program isn't there. */
  readonly missing: () => MonitorError;
}

/** The capture helper at this path. */
export const helperProgram = (path: string): CaptureProgram => ({
  name: 'The capture helper',
  command: [path],
  lister: [path],
  permissionRemedy: () => captureRemedy(permissionFacts(path)),
  missing: () => helperMissing(path),
});

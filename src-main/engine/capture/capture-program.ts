import { MonitorError } from '../../common/errors.ts';
import {
  captureRemedy,
  type PermissionFacts,
  permissionFacts,
  withAmbientCapability,
} from './capture-permission.ts';
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
  /** What an exit status means that is not the program's own. */
  readonly refusal?: (status: number) => MonitorError | undefined;
}

/** The capture helper at this path; its permission is another one where the kernel is to sum. */
export const helperProgram = (path: string, kernelSums = false): CaptureProgram => ({
  name: 'The capture helper',
  command: [path],
  lister: [path],
  permissionRemedy: () => captureRemedy(permissionFacts(path, kernelSums)),
  missing: () => helperMissing(path),
});

/** Exit statuses of pkexec(1), and what they mean. */
const refusals: Readonly<Record<number, string>> = {
  126: 'The permission to capture was not given: the dialog was dismissed',
  127: 'The permission to capture was not given: the system refused it, or could not open its dialog',
};

/**
 * The capture helper, started through a dialog in which the system asks the person for an administrator's password. It
 * runs as the person, with CAP_NET_RAW and nothing else.
 *
 * @param pkexec the program that asks
 */
export function askedProgram(facts: PermissionFacts, pkexec = 'pkexec'): CaptureProgram {
  const helper = { ...helperProgram(facts.helperPath), permissionRemedy: () => captureRemedy(facts) };
  const refused = (message: string): MonitorError =>
    new MonitorError('capture/not-permitted', message, { remedy: helper.permissionRemedy() });
  return {
    ...helper,
    command: [pkexec, ...withAmbientCapability(facts), facts.helperPath],
    refusal: (status) => (refusals[status] === undefined ? undefined : refused(refusals[status])),
  };
}

import { MonitorError } from '../../common/errors.ts';
import {
  captureRemedy,
  type PermissionFacts,
  permissionFacts,
  sumsRemedy,
  withAmbient,
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
  /** What to do where it captures, but may not let the kernel sum. */
  readonly sumsRemedy?: () => string;
  /** What it means that the program isn't there. */
  readonly missing: () => MonitorError;
  /** What an end means that is not the program's own, by its status and the last words on stderr. */
  readonly refusal?: (status: number, stderr: string) => MonitorError | undefined;
}

/** The capture helper at this path; its permission is another one where the kernel is to sum. */
export const helperProgram = (path: string, kernelSums = false): CaptureProgram => ({
  name: 'The capture helper',
  command: [path],
  lister: [path],
  permissionRemedy: () => captureRemedy(permissionFacts(path, kernelSums)),
  sumsRemedy: () => sumsRemedy(permissionFacts(path, true)),
  missing: () => helperMissing(path),
});

/** With these pkexec(1) ends where it starts nothing, as does setpriv(1) where it can't start the helper. */
const refusals: readonly number[] = [126, 127];

/** What pkexec says, which it does in English only, and what it means. */
const reasons: readonly (readonly [said: RegExp, reason: string])[] = [
  [/Request dismissed/, 'the dialog was dismissed'],
  [/Not authorized/, 'the system refused it'],
  [/authentication agent/, 'no dialog could be opened, as no polkit agent runs in this session'],
];

function reasonOf(stderr: string): string {
  const known = reasons.find(([said]) => said.test(stderr))?.[1];
  return known ?? `pkexec could not ask${stderr === '' ? '' : `: ${stderr.split('\n').at(-1)}`}`;
}

/**
 * The capture helper, started through a dialog in which the system asks the person for an administrator's password. It
 * runs as the person, with what it needs and nothing else.
 *
 * @param pkexec the program that asks
 */
export function askedProgram(facts: PermissionFacts, pkexec = 'pkexec'): CaptureProgram {
  const helper = { ...helperProgram(facts.helperPath), permissionRemedy: () => captureRemedy(facts) };
  const refused = (stderr: string): MonitorError =>
    new MonitorError(
      'capture/not-permitted',
      `The permission to capture was not given: ${reasonOf(stderr)}`,
      { remedy: helper.permissionRemedy() },
    );
  return {
    ...helper,
    command: [pkexec, ...withAmbient(facts.capabilities, facts), facts.helperPath],
    refusal: (status, stderr) => (refusals.includes(status) ? refused(stderr) : undefined),
  };
}

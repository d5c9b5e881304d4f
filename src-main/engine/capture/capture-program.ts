import { MonitorError } from '../../common/errors.ts';
import {
  captureRemedy,
  type PermissionFacts,
  permissionFacts,
  sumsRemedy,
  withAmbient,
} from './capture-permission.ts';
import { say } from '../../common/phrases/say.ts';
import type { Phrase, Text } from '../../common/phrases/phrase.ts';
import { helperMissing } from './helper-path.ts';

/** A program and its first arguments. */
export type Command = readonly [program: string, ...leading: string[]];

/** A program that captures and speaks the protocol of `src-capture/PROTOCOL.md`. */
export interface CaptureProgram {
  /** As the subject of a sentence. */
  readonly name: Text;
  /** What is started to capture; the protocol's arguments follow. */
  readonly command: Command;
  /** What is started to list the interfaces, for which no privilege is needed. */
  readonly lister: Command;
  /** What to do where it may not capture. */
  readonly permissionRemedy: () => Phrase;
  /** What to do where it captures, but may not let the kernel sum. */
  readonly sumsRemedy?: () => Phrase;
  /** What it means that the program isn't there. */
  readonly missing: () => MonitorError;
  /** What an end means that is not the program's own, by its status and the last words on stderr. */
  readonly refusal?: (status: number, stderr: string) => MonitorError | undefined;
}

/** The capture helper at this path; its permission is another one where the kernel is to sum. */
export const helperProgram = (path: string, kernelSums = false): CaptureProgram => ({
  name: say('capture.helper'),
  command: [path],
  lister: [path],
  permissionRemedy: () => captureRemedy(permissionFacts(path, kernelSums)),
  sumsRemedy: () => sumsRemedy(permissionFacts(path, true)),
  missing: () => helperMissing(path),
});

/** With these pkexec(1) ends where it starts nothing, as does setpriv(1) where it can't start the helper. */
const refusals: readonly number[] = [126, 127];

/** What pkexec says, which it does in English only, and what it means. */
const reasons: readonly (readonly [said: RegExp, reason: Phrase])[] = [
  [/Request dismissed/, say('capture.dismissed')],
  [/Not authorized/, say('capture.refused')],
  [/authentication agent/, say('capture.noPolkitAgent')],
];

function reasonOf(stderr: string): Phrase {
  const known = reasons.find(([said]) => said.test(stderr))?.[1];
  const detail = stderr.split('\n').at(-1) ?? '';
  return known ?? (detail === '' ? say('capture.pkexecFailed') : say('capture.pkexecSaid', { detail }));
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
    new MonitorError('capture/not-permitted', say('capture.notGiven', { why: reasonOf(stderr) }), {
      remedy: helper.permissionRemedy(),
    });
  return {
    ...helper,
    command: [pkexec, ...withAmbient(facts.capabilities, facts), facts.helperPath],
    refusal: (status, stderr) => (refusals.includes(status) ? refused(stderr) : undefined),
  };
}

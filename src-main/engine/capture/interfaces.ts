import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { MonitorError } from '../../common/errors.ts';
import { say } from '../../common/phrases/say.ts';
import type { CaptureProgram } from './capture-program.ts';
import { mayNotRun } from './helper-process.ts';

/** A network interface of this machine. */
export interface NetworkInterface {
  readonly name: string;
  readonly description: string;
  readonly up: boolean;
  readonly running: boolean;
  readonly loopback: boolean;
  /** What it is enslaved to. */
  readonly master: string | null;
  readonly masterKind: 'bridge' | 'bond' | 'team' | 'other' | null;
  readonly addresses: readonly string[];
  /** Whether `auto` captures on it, where the lister knows: see {@link isAutomatic}. */
  readonly automatic?: boolean;
  /** Further names by which it is known (`ip link property add dev NAME altname …`). */
  readonly alternativeNames?: readonly string[];
}

/** The wanted name that stands for every interface that {@link isAutomatic} chooses. */
export const autoInterfaces = 'auto';

const listTimeoutMs = 10_000;

/**
 * Lists the machine's network interfaces; needs no privilege.
 *
 * @throws MonitorError `capture/helper-missing`, `capture/cap-missing`, `capture/failed`
 */
export async function listInterfaces(program: CaptureProgram): Promise<NetworkInterface[]> {
  const [path, ...leading] = program.lister;
  try {
    const { stdout } = await promisify(execFile)(path, [...leading, '--list'], { timeout: listTimeoutMs });
    return JSON.parse(stdout) as NetworkInterface[];
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw program.missing();
    if (code === 'EACCES') throw mayNotRun(program);
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new MonitorError('capture/failed', say('capture.notListed', { detail }), {
      retriable: true,
      cause,
    });
  }
}

/** Whether `auto` captures on it: it is up, and its packets don't pass another one that is captured too. */
export function isAutomatic({ up, masterKind, automatic }: NetworkInterface): boolean {
  return automatic ?? (up && (masterKind === null || masterKind === 'other'));
}

const hasName = ({ name, alternativeNames }: NetworkInterface, wanted: string): boolean =>
  name === wanted || (alternativeNames ?? []).includes(wanted);

function unknownInterface(names: readonly string[], available: readonly NetworkInterface[]): MonitorError {
  const known = available.map(({ name }) => name);
  const message = say('capture.noneNamed', { names: names.map((name) => `"${name}"`) });
  return new MonitorError('capture/no-interface', message, {
    remedy:
      known.length > 0 ? say('capture.remedy.choose', { names: known }) : say('capture.remedy.noInterface'),
  });
}

/**
 * The names to capture on, each once: those wanted, with `auto` (or nothing wanted) for the automatic ones.
 *
 * @throws MonitorError `capture/no-interface` if one is unknown, or nothing is left
 */
export function resolveInterfaces(
  wanted: readonly string[],
  available: readonly NetworkInterface[],
): string[] {
  const automatic = available.filter(isAutomatic).map(({ name }) => name);
  const names =
    wanted.length === 0 ? automatic : wanted.flatMap((name) => (name === autoInterfaces ? automatic : name));
  const unknown = names.filter((name) => !available.some((one) => hasName(one, name)));
  if (unknown.length > 0) throw unknownInterface(unknown, available);
  if (names.length > 0) return [...new Set(names)];
  throw new MonitorError('capture/no-interface', say('capture.noneUp'), {
    remedy: say('capture.remedy.bringUp'),
    retriable: true,
  });
}

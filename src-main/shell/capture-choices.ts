import { readFile } from 'node:fs/promises';
import type { Clock } from '../common/clock.ts';
import { MonitorError } from '../common/errors.ts';
import type { InterfaceChoice } from '../common/model/capture.ts';
import { checkFilter } from '../engine/capture/filter-check.ts';
import { findHelper } from '../engine/capture/helper-path.ts';
import { helperProgram } from '../engine/capture/capture-program.ts';
import { isAutomatic, listInterfaces, resolveInterfaces } from '../engine/capture/interfaces.ts';

/** What capture is asked for, and may not exist. */
export interface CaptureWishes {
  readonly filter: string;
  readonly interfaces: readonly string[];
}

/** Knows what can be captured on, and whether it can be captured as a person wishes; needs no privilege. */
export class CaptureChoices {
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The interfaces of this machine, with what has passed them so far. */
  async list(): Promise<readonly InterfaceChoice[]> {
    const interfaces = await listInterfaces(helperProgram(findHelper()));
    return Promise.all(
      interfaces.map(async (one) => ({
        ...{ name: one.name, isUp: one.up, isAutomatic: isAutomatic(one), addresses: one.addresses },
        bytes: await passedBytes(one.name),
      })),
    );
  }

  /**
   * Makes sure that there is nothing wrong with a wish itself; that a helper is missing is told where it captures.
   *
   * @throws MonitorError `capture/bad-filter`, `capture/no-interface`
   */
  async check({ filter, interfaces }: Partial<CaptureWishes>): Promise<void> {
    try {
      const helper = findHelper();
      if (filter) await checkFilter(filter, helper, this.#clock);
      if (interfaces) resolveInterfaces(interfaces, await listInterfaces(helperProgram(helper)));
    } catch (thrown) {
      const error = MonitorError.from(thrown);
      if (isWrongWish(error)) throw error;
    }
  }
}

const isWrongWish = ({ code, retriable }: MonitorError): boolean =>
  code === 'capture/bad-filter' || (code === 'capture/no-interface' && !retriable);

/** Bytes that an interface has received and sent, as Linux counts them; null where nobody says. */
async function passedBytes(name: string): Promise<number | null> {
  const counter = async (kind: 'rx' | 'tx'): Promise<number> =>
    Number(await readFile(`/sys/class/net/${name}/statistics/${kind}_bytes`, 'utf8'));
  try {
    return (await counter('rx')) + (await counter('tx'));
  } catch {
    return null; // Another system, or the interface has just gone.
  }
}

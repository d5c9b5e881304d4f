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
    const passed = passedBytes(await countersOfLinux());
    return interfaces.map((one) => ({
      ...{ name: one.name, isUp: one.up, isAutomatic: isAutomatic(one), addresses: one.addresses },
      bytes: passed.get(one.name) ?? null,
    }));
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

/** The counters of all interfaces in one file; empty on another system. */
const countersOfLinux = (): Promise<string> => readFile('/proc/net/dev', 'utf8').catch(() => '');

/** Bytes that each interface has received and sent, by the text of `/proc/net/dev`. */
export function passedBytes(counters: string): ReadonlyMap<string, number> {
  const rows = counters.split('\n').map((line) => /^\s*(\S+):\s*(\d+)(?:\s+\d+){7}\s+(\d+)\s/.exec(line));
  return new Map(
    rows.flatMap((row) => (row === null ? [] : [[row[1]!, Number(row[2]) + Number(row[3])] as const])),
  );
}

import { helperProgram } from '../capture/capture-program.ts';
import { findHelper } from '../capture/helper-path.ts';
import { isAutomatic, listInterfaces, type NetworkInterface } from '../capture/interfaces.ts';

/** An interface of this machine, and whether `auto` stands for it. */
export interface ListedInterface {
  readonly found: NetworkInterface;
  readonly isAutomatic: boolean;
}

/** What can be captured on; needs no privilege. */
export const allInterfaces = async (): Promise<readonly ListedInterface[]> =>
  (await listInterfaces(helperProgram(findHelper()))).map((found) => ({
    ...{ found, isAutomatic: isAutomatic(found) },
  }));

import { createRequire } from 'node:module';
import type { HelperProblemCode } from '../helper-protocol.ts';

/** A capture of `cap` (https://github.com/mscdex/cap). */
export interface CapHandle {
  /** Begins to capture into the buffer; returns the name of the link type. */
  open(device: string, filter: string, ringBytes: number, buffer: Buffer): string;
  close(): boolean;
  /** Told of each packet, synchronously: its first `length` bytes are in the buffer. */
  on(event: 'packet', listener: (length: number) => void): void;
}

/** The npm package `cap`, as far as it is used. */
export interface CapModule {
  readonly Cap: {
    new (): CapHandle;
    /** What libpcap can capture on: more than network interfaces. */
    deviceList(): { readonly name: string }[];
  };
  readonly version: string;
}

/** Loads the package; it is built for plain Node alone, and must not be loaded in a worker. */
export function loadCap(): CapModule {
  const require = createRequire(import.meta.url);
  const { Cap } = require('cap') as Pick<CapModule, 'Cap'>;
  const { version } = require('cap/package.json') as Pick<CapModule, 'version'>;
  return { Cap, version };
}

/** Why an interface could not be opened. */
export interface OpenFailure {
  readonly code: HelperProblemCode;
  readonly text: string;
}

/** An interface that is being captured. */
export interface OpenCapture {
  readonly linkType: number;
  /** Where `cap` puts each packet; only it and the handle keep it alive. */
  readonly buffer: Buffer;
  readonly handle: CapHandle;
}

/** The longest packet that `cap` passes on; it cuts what is longer without saying so. */
export const snapLength = 65_535;

const linkTypes: Readonly<Record<string, number>> = {
  NULL: 0,
  ETHERNET: 1,
  RAW: 12,
  LINKTYPE_LINUX_SLL: 113,
  IEEE802_11_RADIO: 127,
};

/** The number of a link type that `cap` names; what it does not know, it names by number. */
export const linkTypeOf = (name: string): number =>
  linkTypes[name] ?? Number(/^Unknown linktype (\d+)$/.exec(name)?.[1] ?? NaN);

const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

function codeOf(reason: string): HelperProblemCode {
  if (/permi|CAP_NET_RAW/i.test(reason)) return 'not-permitted';
  return /no such device/i.test(reason) ? 'no-interface' : 'failed';
}

/**
 * Opens interfaces. A handle that failed to open can't be closed, and the process would end if it were freed: it is
 * kept for good, so there may not be many.
 */
export class CapOpener {
  readonly #cap: CapModule;
  readonly #filter: string;
  readonly #ringBytes: number;
  readonly #unusable: CapHandle[] = [];

  constructor(cap: CapModule, filter: string, ringBytes: number) {
    this.#cap = cap;
    this.#filter = filter;
    this.#ringBytes = ringBytes;
  }

  /** Handles that could not be opened. */
  get failures(): number {
    return this.#unusable.length;
  }

  open(device: string, taken: (buffer: Buffer, length: number) => void): OpenCapture | OpenFailure {
    const opened = this.#tryOpen(device, this.#filter);
    if ('handle' in opened) {
      opened.handle.on('packet', (length) => taken(opened.buffer, length));
      return opened;
    }
    return this.#filter !== '' && this.#opensWithoutFilter(device)
      ? { code: 'bad-filter', text: opened.text }
      : opened;
  }

  #tryOpen(device: string, filter: string): OpenCapture | OpenFailure {
    const handle = new this.#cap.Cap();
    const buffer = Buffer.alloc(snapLength);
    try {
      return {
        linkType: linkTypeOf(handle.open(device, filter, this.#ringBytes, buffer)),
        buffer,
        handle,
      };
    } catch (thrown) {
      this.#unusable.push(handle);
      const text = reasonOf(thrown);
      return { code: codeOf(text), text };
    }
  }

  /** Whether it was the filter that `cap` did not like: it does not tell. */
  #opensWithoutFilter(device: string): boolean {
    const opened = this.#tryOpen(device, '');
    if (!('handle' in opened)) return false;
    opened.handle.close();
    return true;
  }
}

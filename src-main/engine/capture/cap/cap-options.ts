import { parseArgs } from 'node:util';
import { autoInterfaces } from '../interfaces.ts';

/** What the capture through `cap` is told on its command line: the options of the capture helper. */
export interface CapOptions {
  /** Whether the interfaces are to be listed, and nothing is to be captured. */
  readonly isList: boolean;
  /** Interfaces asked for by name, each once. */
  readonly named: readonly string[];
  readonly automatic: boolean;
  readonly filter: string;
  /** Whether each packet has an entry of its own. */
  readonly eachPacket: boolean;
  readonly intervalMs: number;
  readonly flushMs: number;
  readonly bufferBytes: number;
}

/** Reads the arguments; anything else than the helper's options for live capture is refused by `parseArgs`. */
export function parseCapOptions(argv: readonly string[]): CapOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      list: { type: 'boolean', default: false },
      interface: { type: 'string', multiple: true, default: [autoInterfaces] },
      filter: { type: 'string', default: '' },
      'each-packet': { type: 'boolean', default: false },
      'interval-ms': { type: 'string', default: '1000' },
      'flush-ms': { type: 'string', default: '500' },
      'buffer-bytes': { type: 'string', default: String(32 << 20) },
    },
  });
  return {
    isList: values.list,
    named: [...new Set(values.interface)].filter((name) => name !== autoInterfaces),
    automatic: values.interface.includes(autoInterfaces),
    filter: values.filter,
    eachPacket: values['each-packet'],
    intervalMs: Number(values['interval-ms']),
    flushMs: Number(values['flush-ms']),
    bufferBytes: Number(values['buffer-bytes']),
  };
}

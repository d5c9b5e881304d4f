import { parseArgs } from 'node:util';

/** Where the parts of the app in development listen, all on 127.0.0.1. */
export interface Ports {
  /** The server that has the pages. */
  readonly pages: number;
  /** Inspectors. */
  readonly main: number;
  readonly engine: number;
  readonly replay: number;
  readonly page: number;
}

/** What `npm run dev` was asked for. */
export interface DevOptions {
  readonly ports: Ports;
  /** Capture file that is replayed in place of a live capture; undefined for the one that is made, null for a live capture. */
  readonly recording: string | null | undefined;
  /** What the app gets. */
  readonly forApp: readonly string[];
}

/** Main's is the one that Node's inspectors have by default. */
const firstPort = 9228;

/** @throws Error with a sentence for the person */
export function parseDevOptions(argv: readonly string[]): DevOptions {
  const divider = argv.indexOf('--');
  const [own, forApp] = divider < 0 ? [argv, []] : [argv.slice(0, divider), argv.slice(divider + 1)];
  const { values } = parseArgs({
    args: [...own],
    options: {
      live: { type: 'boolean', default: false },
      recording: { type: 'string' },
      ports: { type: 'string', default: String(firstPort) },
    },
  });
  const first = Number(values.ports);
  if (!Number.isInteger(first) || first < 1024 || first > 65_531)
    throw new Error(
      `"${values.ports}" is not a valid port: --ports takes the first of five, from 1024 to 65531`,
    );
  if (values.live && values.recording !== undefined)
    throw new Error('--live captures, and --recording replays a file: choose one');
  return { ports: portsFrom(first), recording: values.live ? null : values.recording, forApp };
}

const portsFrom = (first: number): Ports => ({
  ...{ pages: first, main: first + 1, engine: first + 2, replay: first + 3, page: first + 4 },
});

import { execFile } from 'node:child_process';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Above, something else takes a good part of a core. */
const QUIET_LOAD = 0.3;

/** First line that a program prints of itself, or that it is not there. */
export async function versionOf(program: string, ...args: string[]): Promise<string> {
  try {
    const { stdout, stderr } = await run(program, args);
    return (stdout || stderr).trim().split('\n')[0] ?? '';
  } catch {
    return 'not installed';
  }
}

/** What figures depend on, as [name, value]; the load is that of now, so ask before measuring. */
export async function machineFacts(): Promise<[string, string][]> {
  const [first] = cpus();
  const load = loadavg().map((value) => value.toFixed(2));
  const busy = loadavg()[0]! > QUIET_LOAD ? '; the machine was busy, so the figures are rough' : '';
  return [
    ['CPU', `${first?.model.trim() ?? 'unknown'}, ${cpus().length} cores`],
    ['Memory', `${(totalmem() / 2 ** 30).toFixed(0)} GiB`],
    ['Kernel', `${type()} ${release()}`],
    ['Load before the run', `${load.join(', ')} (1, 5, 15 minutes)${busy}`],
    ['Node', process.version],
    ['C compiler', await versionOf('cc', '--version')],
    ['tcpdump', await versionOf('tcpdump', '--version')],
    ['tshark', await versionOf('tshark', '--version')],
  ];
}

/**
 * A live engine as a process of its own: the options of `monitor` are its arguments; a call of the contract on each line of its
 * standard input, `{"name","request"}`, answered by a line `{"answer"}` or `{"error"}`.
 */
import { createInterface } from 'node:readline';
import { parseMonitorOptions } from '../../../src-main/settings/monitor-options.ts';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { startEngine } from '../../../src-main/engine/run/engine.ts';

interface Call {
  readonly name: 'getStatus' | 'allowCapture' | 'listWindows' | 'importLimits';
  readonly request?: never;
}

const engine = await startEngine(parseMonitorOptions(process.argv.slice(2)).engine);

async function answer({ name, request }: Call): Promise<unknown> {
  try {
    return { answer: (await engine.api[name](request!)) ?? null };
  } catch (thrown) {
    return { error: MonitorError.from(thrown).toData() };
  }
}

for await (const line of createInterface(process.stdin))
  console.log(JSON.stringify(await answer(JSON.parse(line) as Call)));
await engine.stop();

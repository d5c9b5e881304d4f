/** `npm run soak -- restarts [--minutes 30] | kills [--count 200] [--groups 2]`: long runs against real brokers. */
import { parseArgs } from 'node:util';
import { checkerKills } from './checker-kills.ts';
import { rollingRestarts } from './rolling-restarts.ts';

const usage = 'usage: npm run soak -- restarts [--minutes 30] | kills [--count 200] [--groups 2]';

const { values, positionals } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    count: { type: 'string', default: '200' },
    groups: { type: 'string', default: '2' },
  },
  allowPositionals: true,
});
const say = (line: string): void => void process.stdout.write(`${new Date().toISOString()} ${line}\n`);
const runs: Readonly<Record<string, () => Promise<boolean>>> = {
  restarts: () => rollingRestarts(Number(values.minutes), say),
  kills: () => checkerKills(Number(values.count), Number(values.groups), say),
};
const run = runs[positionals[0] ?? ''];
if (!run) {
  process.stderr.write(`${usage}\n`);
  process.exit(2);
}
try {
  process.exit((await run()) ? 0 : 1);
} catch (thrown) {
  say(String((thrown as Error).stack));
  process.exit(1);
}

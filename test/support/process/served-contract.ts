/** A small contract with what serves it; run as a program, it is served over the channel to its parent or over lines of JSON. */
import * as v from 'valibot';
import { type ApiOf, call, event, gives } from '../../../src-main/common/contract/contract.ts';
import { MonitorError } from '../../../src-main/common/errors.ts';
import { Emitter } from '../../../src-main/common/event.ts';
import { serve } from '../../../src-main/rpc/serve.ts';
import { childProcessPort } from '../../../src-main/rpc/transports/child-process.ts';
import { jsonLinesPort } from '../../../src-main/rpc/transports/json-lines.ts';

export const servedContract = {
  calls: {
    add: call(v.strictObject({ to: v.pipe(v.number(), v.safeInteger()) }), gives<number>()),
    total: call(v.undefined(), gives<number>()),
    say: call(v.strictObject({ text: v.string() }), gives<string>()),
    fail: call(v.undefined(), gives<never>()),
    wait: call(v.undefined(), gives<never>()),
  },
  events: { added: event<{ readonly total: number }>() },
} as const;

/** Adds up, and announces each sum. */
export function summing(): ApiOf<typeof servedContract> {
  const added = new Emitter<{ readonly total: number }>();
  let total = 0;
  return {
    add: ({ to }) => {
      total += to;
      added.fire({ total });
      return Promise.resolve(total);
    },
    total: () => Promise.resolve(total),
    say: ({ text }) => Promise.resolve(text),
    fail: () =>
      Promise.reject(new MonitorError('limits/unreadable', 'No such file', { remedy: 'Look again' })),
    wait: () => new Promise(() => undefined),
    onAdded: added.event,
  };
}

if (process.argv[2] === 'channel') serve(childProcessPort(process), servedContract, summing());
if (process.argv[2] === 'lines')
  serve(jsonLinesPort({ input: process.stdin, output: process.stdout }), servedContract, summing());

import type { Page } from 'playwright-core';
import type { LineName } from '../../../src-main/common/bridge.ts';
import type { MethodsOf } from '../../../src-main/common/contract/contract.ts';
import { monitorContract } from '../../../src-main/common/contract/monitor.ts';
import { replayContract } from '../../../src-main/common/contract/replay.ts';
import { shellContract } from '../../../src-main/common/contract/shell.ts';
import { clientOf } from '../../../src-main/common/rpc/client.ts';
import type { Answer } from '../../../src-main/common/rpc/messages.ts';

/** What code in a page may ask the engine: each call goes over a port of its own, as the page itself opens one. */
export const engineOf = (page: Page): MethodsOf<typeof monitorContract.calls> =>
  clientOf({ calls: monitorContract.calls, events: {} }, callerOf(page, 'engine'));

/** The same of the replay of the capture files that are open. */
export const replayOf = (page: Page): MethodsOf<typeof replayContract.calls> =>
  clientOf({ calls: replayContract.calls, events: {} }, callerOf(page, 'replay'));

/** What code in a page may ask the shell. */
export const shellOf = (page: Page): MethodsOf<typeof shellContract.calls> =>
  clientOf(
    { calls: shellContract.calls, events: {} },
    {
      call: (name, request) =>
        page.evaluate(([asked, what]) => window.streamchecker.call(asked, what), [name, request] as const),
      on: () => ({ dispose: () => undefined }),
    },
  );

const callerOf = (page: Page, line: LineName) => ({
  call: (name: string, request?: unknown) => callOver(page, line, name, request),
  on: () => ({ dispose: () => undefined }),
});

/** Has the page open a line, and make one call over it. */
export function callOver(page: Page, line: LineName, name: string, request?: unknown): Promise<Answer> {
  return page.evaluate(
    async ({ line, name, request }): Promise<Answer> => {
      const ticket = `test ${crypto.randomUUID()}`;
      const arrived = new Promise<MessagePort>((resolve) => {
        addEventListener('message', function take({ data, ports: [port] }: MessageEvent<unknown>) {
          if (data !== ticket || port === undefined) return;
          removeEventListener('message', take);
          resolve(port);
        });
      });
      const connected = await window.streamchecker.connect(line, ticket);
      if (!connected.ok) return connected;
      const port = await arrived;
      const answer = await new Promise<Answer>((resolve, reject) => {
        port.onmessage = ({ data }: MessageEvent<{ kind: string; answer: Answer }>) => {
          if (data.kind === 'answer') resolve(data.answer);
        };
        port.addEventListener('close', () => reject(new Error('The line was closed')));
        port.postMessage({ kind: 'call', id: 1, name, request });
      });
      port.close();
      return answer;
    },
    { line, name, request },
  );
}

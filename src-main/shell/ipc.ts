import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { MonitorError } from '../common/errors.ts';
import { type MonitorCallName, monitorCalls } from '../common/monitor-api.ts';
import { shellCalls } from '../common/shell-api.ts';
import { type ReplayCallName, replayCalls, replayPrefix } from '../common/replay-api.ts';
import {
  type Answer,
  type CallSchemas,
  type CallTarget,
  parseRequest,
  refusal,
  serveCalls,
} from '../rpc/answer.ts';
import { say } from '../common/phrases/say.ts';
import { isOwnOrigin } from './app-origin.ts';
import { callChannel, chosenChannel } from './channels.ts';
import type { Consent } from './consent.ts';

/** Whom the calls of a page reach. */
export interface IpcParts {
  /** The page that may call; null while there is none. */
  page: () => WebContents | null;
  shell: CallTarget<typeof shellCalls>;
  engine: (name: MonitorCallName, request: unknown) => Promise<Answer>;
  replay: (name: ReplayCallName, request: unknown) => Promise<Answer>;
  consent: Consent;
}

/** Answers the page's calls: its own main frame only, known names only, requests parsed by their schema. */
export function serveIpc({ page, shell, engine, replay, consent }: IpcParts): void {
  const serveShell = serveCalls(shellCalls, shell, (error) => console.error(error));
  ipcMain.on(chosenChannel, (event, path: unknown) => {
    if (isFromPage(event, page()) && typeof path === 'string') consent.choose(path);
  });
  const agreed = async (name: MonitorCallName, parsed: unknown): Promise<Answer> => {
    try {
      await consent.toCall(name, parsed);
    } catch (thrown) {
      return refusal(thrown);
    }
    return engine(name, parsed);
  };
  ipcMain.handle(callChannel, (event, name: unknown, request: unknown): Promise<Answer> | Answer => {
    if (!isFromPage(event, page()))
      return refusal(new MonitorError('request/invalid', say('shell.pageMayNotCall')));
    if (typeof name !== 'string') return serveShell(name, request);
    if (Object.hasOwn(monitorCalls, name)) return passOn(monitorCalls, agreed, name, request);
    if (!name.startsWith(replayPrefix)) return serveShell(name, request);
    return passOn(replayCalls, replay, name.slice(replayPrefix.length), request);
  });
}

function isFromPage(event: Pick<IpcMainInvokeEvent, 'senderFrame'>, page: WebContents | null): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame === page?.mainFrame && [frame.origin, frame.url].every(isOwnOrigin);
}

/** Passes a call on to the process that serves it, once it is known to fit. */
function passOn<Name extends string>(
  schemas: CallSchemas & Readonly<Record<Name, unknown>>,
  serve: (name: Name, request: unknown) => Promise<Answer>,
  name: string,
  request: unknown,
): Promise<Answer> | Answer {
  try {
    return serve(name as Name, parseRequest(schemas, name, request));
  } catch (thrown) {
    return refusal(thrown);
  }
}

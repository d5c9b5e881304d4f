import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import { MonitorError } from '../common/errors.ts';
import { type MonitorCallName, monitorCalls, shellCalls } from '../common/monitor-api.ts';
import { type Answer, type CallTarget, parseRequest, refusal, serveCalls } from '../rpc/answer.ts';
import { isOwnOrigin } from './app-origin.ts';
import { callChannel } from './channels.ts';

/** Whom the calls of a page reach. */
export interface IpcParts {
  /** The page that may call; null while there is none. */
  page: () => WebContents | null;
  shell: CallTarget<typeof shellCalls>;
  engine: (name: MonitorCallName, request: unknown) => Promise<Answer>;
}

/** Answers the page's calls: its own main frame only, known names only, requests parsed by their schema. */
export function serveIpc({ page, shell, engine }: IpcParts): void {
  const serveShell = serveCalls(shellCalls, shell, (error) => console.error(error));
  ipcMain.handle(callChannel, (event, name: unknown, request: unknown): Promise<Answer> | Answer => {
    if (!isFromPage(event, page()))
      return refusal(new MonitorError('request/invalid', 'This page may not call'));
    return isEngineCall(name) ? passOn(engine, name, request) : serveShell(name, request);
  });
}

function isFromPage(event: IpcMainInvokeEvent, page: WebContents | null): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame === page?.mainFrame && [frame.origin, frame.url].every(isOwnOrigin);
}

function isEngineCall(name: unknown): name is MonitorCallName {
  return typeof name === 'string' && Object.hasOwn(monitorCalls, name);
}

function passOn(
  engine: IpcParts['engine'],
  name: MonitorCallName,
  request: unknown,
): Promise<Answer> | Answer {
  try {
    return engine(name, parseRequest(monitorCalls, name, request));
  } catch (thrown) {
    return refusal(thrown);
  }
}

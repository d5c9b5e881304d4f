import {
  ipcMain,
  type IpcMainInvokeEvent,
  MessageChannelMain,
  type MessagePortMain,
  type WebContents,
  type WebFrameMain,
} from 'electron';
import type { LineName } from '../common/bridge.ts';
import type { MethodsOf } from '../common/contract/contract.ts';
import { shellContract } from '../common/contract/shell.ts';
import { MonitorError } from '../common/errors.ts';
import { say } from '../common/phrases/say.ts';
import type { Answer } from '../common/rpc/messages.ts';
import { refusal, serveCalls } from '../rpc/serve.ts';
import { isOwnOrigin } from './app-origin.ts';
import { callChannel, chosenChannel, connectChannel, portChannel } from './channels.ts';
import type { Consent } from './consent.ts';

/** Gives a page's port to a process that serves it; the answer says whether there is one. */
export type PageConnector = (port: MessagePortMain) => Answer;

/** Whom the calls of a page reach. */
export interface IpcParts {
  /** The page that may call; null while there is none. */
  page: () => WebContents | null;
  shell: MethodsOf<typeof shellContract.calls>;
  lines: Readonly<Record<LineName, PageConnector>>;
  consent: Consent;
}

/**
 * Answers the page's calls of the shell, and gives it lines to the engines: its own main frame only, known names only. What
 * it asks over a line is parsed where it is served.
 */
export function serveIpc({ page, shell, lines, consent }: IpcParts): void {
  const serveShell = serveCalls(shellContract.calls, shell, { onInternal: (error) => console.error(error) });
  ipcMain.on(chosenChannel, (event, path: unknown) => {
    if (frameOf(event, page()) !== null && typeof path === 'string') consent.choose(path);
  });
  ipcMain.handle(callChannel, (event, name: unknown, request: unknown): Promise<Answer> | Answer =>
    frameOf(event, page()) === null ? refusal(notThePage()) : serveShell(name, request),
  );
  ipcMain.handle(connectChannel, (event, line: unknown, ticket: unknown): Answer => {
    const frame = frameOf(event, page());
    if (frame === null) return refusal(notThePage());
    if (typeof line !== 'string' || !Object.hasOwn(lines, line) || typeof ticket !== 'string')
      return refusal(new MonitorError('request/invalid', say('request.noCall', { name: String(line) })));
    return handOver(lines[line as LineName], frame, ticket);
  });
}

/** The frame of an event, where it is the main one of our own page; else null. */
function frameOf(
  { senderFrame: frame }: Pick<IpcMainInvokeEvent, 'senderFrame'>,
  page: WebContents | null,
): WebFrameMain | null {
  if (frame === null || frame !== page?.mainFrame) return null;
  return [frame.origin, frame.url].every(isOwnOrigin) ? frame : null;
}

/** One end of a channel goes to the process, the other to the frame; none stays here. */
function handOver(connect: PageConnector, frame: WebFrameMain, ticket: string): Answer {
  const { port1, port2 } = new MessageChannelMain();
  const answer = connect(port1);
  if (answer.ok) frame.postMessage(portChannel, ticket, [port2]);
  else port1.close();
  return answer;
}

const notThePage = (): MonitorError => new MonitorError('request/invalid', say('shell.pageMayNotCall'));

/** Runs in the page's sandbox, before the page: doors to the main process, no list of names; paths of dropped files. */
import { contextBridge, ipcRenderer, type IpcRendererEvent, webUtils } from 'electron';
import type { Bridge } from './common/bridge.ts';
import type { Answer } from './common/rpc/messages.ts';
import { callChannel, chosenChannel, connectChannel, eventChannel, portChannel } from './shell/channels.ts';

/** The page's listeners by the event's name: one listener on the channel serves them all. */
const listeners = new Map<string, Set<(payload: unknown) => void>>();
ipcRenderer.on(eventChannel, (_event: IpcRendererEvent, name: string, payload: unknown) => {
  for (const listener of listeners.get(name) ?? []) listener(payload);
});

// A port can't pass the bridge; as a message of the window to itself it reaches the page.
ipcRenderer.on(portChannel, ({ ports }: IpcRendererEvent, ticket: string) => {
  window.postMessage(ticket, location.origin, ports);
});

const bridge: Bridge = {
  call: (name, request) => ipcRenderer.invoke(callChannel, name, request) as Promise<Answer>,
  on(name, listener) {
    const known = listeners.get(name) ?? new Set();
    // A function of its own, so that one that subscribed twice is told twice.
    const own = (payload: unknown): void => listener(payload);
    listeners.set(name, known.add(own));
    return () => void known.delete(own);
  },
  connect: (line, ticket) => ipcRenderer.invoke(connectChannel, line, ticket) as Promise<Answer>,
  pathOf(file) {
    const path = webUtils.getPathForFile(file as File);
    // Only a file that the person has chosen or dropped has one.
    if (path !== '') ipcRenderer.send(chosenChannel, path);
    return path;
  },
};

contextBridge.exposeInMainWorld('streamchecker', bridge);

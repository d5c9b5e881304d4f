/** Runs in the page's sandbox, before the page: two doors to the main process, no list of names. */
import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { Bridge } from './common/monitor-api.ts';
import type { Answer } from './rpc/answer.ts';
import { callChannel, eventChannel } from './shell/channels.ts';

const bridge: Bridge = {
  async call(name, request) {
    const answer = (await ipcRenderer.invoke(callChannel, name, request)) as Answer;
    if (!answer.ok) throw new Error(JSON.stringify(answer.error));
    return answer.value;
  },
  on(name, listener) {
    const receive = (_event: IpcRendererEvent, announced: unknown, payload: unknown): void => {
      if (announced === name) listener(payload);
    };
    ipcRenderer.on(eventChannel, receive);
    return () => void ipcRenderer.off(eventChannel, receive);
  },
};

contextBridge.exposeInMainWorld('streamchecker', bridge);

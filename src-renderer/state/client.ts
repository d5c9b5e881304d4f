import type { Event } from '../../src-main/common/event.ts';
import { toDisposable } from '../../src-main/common/disposable.ts';
import type { Bridge } from '../../src-main/common/bridge.ts';
import { type MonitorApi, monitorCalls, monitorEvents } from '../../src-main/common/monitor-api.ts';
import { type ShellApi, shellCalls, shellEvents } from '../../src-main/common/shell-api.ts';
import { type ReplayCalls, replayCalls, replayPrefix } from '../../src-main/common/replay-api.ts';
import { readCallError } from './call-error.ts';

/** The engine, the shell and the replay of capture files as the renderer sees them. */
export interface Client {
  readonly monitor: MonitorApi;
  readonly shell: ShellApi;
  readonly replay: ReplayCalls;
}

/** Makes the typed client of a bridge; its members come from the contract's own lists. */
export function createClient(bridge: Bridge): Client {
  return {
    monitor: clientOf(bridge, Object.keys(monitorCalls), monitorEvents) as MonitorApi,
    shell: clientOf(bridge, Object.keys(shellCalls), shellEvents) as ShellApi,
    replay: clientOf(bridge, Object.keys(replayCalls), [], replayPrefix) as ReplayCalls,
  };
}

function clientOf(bridge: Bridge, calls: readonly string[], events: readonly string[], prefix = ''): object {
  const callMembers = calls.map((name) => [name, callOf(bridge, prefix + name)] as const);
  const eventMembers = events.map((name) => [eventMember(name), eventOf(bridge, name)] as const);
  return Object.freeze(Object.fromEntries<unknown>([...callMembers, ...eventMembers]));
}

function callOf(bridge: Bridge, name: string) {
  return async (request?: unknown): Promise<unknown> => {
    try {
      return await bridge.call(name, request);
    } catch (thrown) {
      throw readCallError(thrown);
    }
  };
}

function eventOf(bridge: Bridge, name: string): Event<unknown> {
  return (listener) => toDisposable(bridge.on(name, listener));
}

const eventMember = (name: string): string => `on${name.charAt(0).toUpperCase()}${name.slice(1)}`;

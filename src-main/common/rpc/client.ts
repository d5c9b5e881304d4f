import { type ApiOf, type Contract, eventMember } from '../contract/contract.ts';
import type { Disposable } from '../disposable.ts';
import { MonitorError } from '../errors.ts';
import type { Answer } from './messages.ts';

/** Carries calls and events by their names, whatever they are about. */
export interface Caller {
  /** Never rejects: an error is data up to here. */
  call(name: string, request?: unknown): Promise<Answer>;
  on(name: string, listener: (payload: unknown) => void): Disposable;
}

/** The methods and events of a contract over what carries them. A method rejects with the `MonitorError` of its answer. */
export function clientOf<C extends Contract>({ calls, events }: C, caller: Caller): ApiOf<C> {
  const methods = Object.keys(calls).map((name) => [name, methodOf(caller, name)] as const);
  const members = Object.keys(events).map(
    (name) =>
      [eventMember(name), (listener: (payload: unknown) => void) => caller.on(name, listener)] as const,
  );
  return Object.freeze(Object.fromEntries<unknown>([...methods, ...members])) as ApiOf<C>;
}

function methodOf(caller: Caller, name: string) {
  return async (request?: unknown): Promise<unknown> => {
    const answer = await caller.call(name, request);
    if (!answer.ok) throw MonitorError.fromData(answer.error);
    return answer.value;
  };
}

import * as v from 'valibot';
import {
  type ApiOf,
  type Calls,
  type Contract,
  eventMember,
  type MethodsOf,
} from '../common/contract/contract.ts';
import { type Disposable, toDisposable } from '../common/disposable.ts';
import { MonitorError } from '../common/errors.ts';
import type { Event } from '../common/event.ts';
import { say } from '../common/phrases/say.ts';
import type { Answer, ToClient } from '../common/rpc/messages.ts';
import type { Port } from '../common/rpc/port.ts';

/** Calls of one port that may wait for an answer at a time. */
export const maxWaiting = 1_000;

/** How calls are served. */
export interface ServeOptions {
  /** Told of what is thrown unforeseen, with its stack, which does not cross the border. */
  readonly onInternal?: (error: MonitorError) => void;
  /** Asked before each call, once its request is known to fit: rejects with why it may not be made. */
  readonly allow?: (name: string, request: unknown) => Promise<void>;
}

/** Serves one call, whatever its name and request. */
export type CallServer = (name: unknown, request: unknown) => Promise<Answer>;

/** The answer that says `thrown`. */
export function refusal(thrown: unknown): Answer {
  return { ok: false, error: MonitorError.from(thrown).toData() };
}

/**
 * Serves calls with the methods of `target`: nothing else can be reached through it, and each request is parsed here, once.
 */
export function serveCalls<C extends Calls>(
  calls: C,
  target: MethodsOf<C>,
  { onInternal, allow }: ServeOptions = {},
): CallServer {
  const methods = target as Readonly<Record<string, (request: unknown) => Promise<unknown>>>;
  return async (name, request) => {
    try {
      const known = knownCall(calls, name);
      const parsed = parseRequest(calls, known, request);
      await allow?.(known, parsed);
      return { ok: true, value: await methods[known]!(parsed) };
    } catch (thrown) {
      return refusal(told(thrown, onInternal));
    }
  };
}

/** What is thrown as an error, of which is told if it was unforeseen. */
function told(thrown: unknown, onInternal: ServeOptions['onInternal']): MonitorError {
  const error = MonitorError.from(thrown);
  if (error.code === 'internal') onInternal?.(error);
  return error;
}

/**
 * Serves a contract to the other end of a port until one of the ends is closed. Other messages on the same port are passed
 * over.
 *
 * @param api may still have to start: calls wait for it, and are answered with why it can't
 */
export function serve<C extends Contract>(
  port: Port<unknown, ToClient>,
  contract: C,
  api: ApiOf<C> | Promise<ApiOf<C>>,
  options: ServeOptions = {},
): Disposable {
  let isOpen = true;
  const own: Disposable[] = [];
  const ready = Promise.resolve(api).then((started) => {
    if (isOpen) own.push(...announce(port, contract, started));
    return serveCalls(contract.calls, started as MethodsOf<C['calls']>, options);
  });
  // Who asks is told why it can't start.
  ready.catch(() => undefined);
  const answer = bounded(async (name, request) => (await ready)(name, request));
  const reply = (id: number, given: Answer): void => {
    if (isOpen) port.post({ kind: 'answer', id, answer: given });
  };
  own.push(
    port.onMessage((message) => {
      if (!isCall(message)) return;
      const { id, name, request } = message;
      answer(name, request)
        .then((given) => reply(id, given))
        // A value may be one that can't cross the border: who asked waits for an answer all the same.
        .catch((thrown: unknown) => reply(id, refusal(told(thrown, options.onInternal))))
        .catch((thrown: unknown) => void told(thrown, options.onInternal));
    }),
  );
  const end = toDisposable(() => {
    isOpen = false;
    for (const one of own) one.dispose();
  });
  own.push(port.onClosed(() => end.dispose()));
  return end;
}

/** Serves so many calls at a time, and refuses those that no one is there for. */
function bounded(server: CallServer): CallServer {
  let waiting = 0;
  return async (name, request) => {
    if (waiting >= maxWaiting) return refusal(tooMany());
    waiting += 1;
    try {
      return await server(name, request);
    } catch (thrown) {
      return refusal(thrown);
    } finally {
      waiting -= 1;
    }
  };
}

/** Passes a contract's events on, as far as `api` has them. */
function announce(port: Port<unknown, ToClient>, { events }: Contract, api: object): Disposable[] {
  const members = api as Readonly<Record<string, Event<unknown> | undefined>>;
  return Object.keys(events).flatMap((name) => {
    const subscribe = members[eventMember(name)];
    return subscribe?.((payload) => port.post({ kind: 'event', name, payload })) ?? [];
  });
}

/** Who is at the other end may say anything. */
function isCall(
  message: unknown,
): message is { readonly id: number; readonly name: unknown; readonly request: unknown } {
  if (typeof message !== 'object' || message === null) return false;
  const { kind, id } = message as Readonly<Record<string, unknown>>;
  return kind === 'call' && Number.isSafeInteger(id);
}

/** @throws MonitorError `request/invalid` for a name that is not of the contract */
function knownCall(calls: Calls, name: unknown): string {
  if (typeof name === 'string' && Object.hasOwn(calls, name)) return name;
  throw new MonitorError('request/invalid', say('request.noCall', { name: quote(name) }));
}

/** @throws MonitorError `request/invalid` for a request that does not fit */
function parseRequest(calls: Calls, name: string, request: unknown): unknown {
  const parsed = v.safeParse(calls[name]!.request, request);
  if (parsed.success) return parsed.output;
  throw new MonitorError(
    'request/invalid',
    say('request.invalid', { name: quote(name), detail: issues(parsed.issues) }),
  );
}

function quote(name: unknown): string {
  return typeof name === 'string' ? JSON.stringify(name.slice(0, 64)) : typeof name;
}

function issues(found: readonly v.BaseIssue<unknown>[]): string {
  return found.map((issue) => [v.getDotPath(issue), issue.message].filter(Boolean).join(': ')).join('; ');
}

const tooMany = (): MonitorError =>
  new MonitorError('engine/stopped', say('engine.tooManyCalls', { most: maxWaiting }), { retriable: true });

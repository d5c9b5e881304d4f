import type * as v from 'valibot';
import type { Event } from '../event.ts';

/** Never there: what a call answers and an event announces is known to the compiler alone. */
declare const carried: unique symbol;

/** Says which type a call answers with. */
export interface Gives<Result> {
  readonly [carried]?: Result;
}

/** One call of a contract: the schema that parses its request where it is served, and what it answers. */
export interface Call<Request extends v.GenericSchema = v.GenericSchema, Result = unknown> {
  readonly request: Request;
  readonly [carried]?: Result;
}

/** One event of a contract, with what it announces. */
export interface Announcement<Payload = unknown> {
  readonly [carried]?: Payload;
}

/** The calls of a contract by their names; nothing else can be asked for. */
export type Calls = Readonly<Record<string, Call>>;
/** The events of a contract by their names. */
export type Announcements = Readonly<Record<string, Announcement>>;

/** What one process may ask another for, and what it hears of it: each call and event once. */
export interface Contract<C extends Calls = Calls, A extends Announcements = Announcements> {
  readonly calls: C;
  readonly events: A;
}

/** What a call's request is once it is parsed. */
export type RequestOf<C extends Call> = v.InferOutput<C['request']>;
/** What a call answers. */
export type ResultOf<C> = C extends { readonly [carried]?: infer Result } ? Result : never;

/** The methods by which calls are made, and which serve them. */
export type MethodsOf<C extends Calls> = {
  readonly [K in keyof C]: undefined extends RequestOf<C[K]>
    ? () => Promise<ResultOf<C[K]>>
    : (request: RequestOf<C[K]>) => Promise<ResultOf<C[K]>>;
};

/** What can be subscribed to: `onStatusChanged` for the event `statusChanged`. */
export type EventsOf<A extends Announcements> = {
  readonly [K in keyof A as EventMember<string & K>]: Event<ResultOf<A[K]>>;
};

type EventMember<Name extends string> = `on${Capitalize<Name>}`;

/** A contract as the objects on both of its sides have it: a method for each call, `onX` for each event. */
export type ApiOf<C extends Contract> = MethodsOf<C['calls']> & EventsOf<C['events']>;

/** One entry of a contract's calls. */
export function call<Request extends v.GenericSchema, Result>(
  request: Request,
  _gives: Gives<Result>,
): Call<Request, Result> {
  return { request };
}

/** The type that a call answers with. */
export const gives = <Result>(): Gives<Result> => ({});

/** Of a call that answers that it is done. */
export const givesNothing: Gives<void> = {};

/** One entry of a contract's events. */
export const event = <Payload>(): Announcement<Payload> => ({});

/** Name of the member that announces an event. */
export function eventMember<Name extends string>(name: Name): EventMember<Name> {
  return `on${name.charAt(0).toUpperCase()}${name.slice(1)}` as EventMember<Name>;
}

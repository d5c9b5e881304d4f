import * as v from 'valibot';
import { type ErrorData, MonitorError } from '../common/errors.ts';
import { say } from '../common/phrases/say.ts';

/** The answer to a call as it crosses a process border: an error is data, never an exception. */
export type Answer =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: ErrorData };

/** The schema of each call's request; its keys are the only names that are served. */
export type CallSchemas = Readonly<Record<string, v.GenericSchema>>;

/** What serves the calls of `S`: a method for each name. */
export type CallTarget<S extends CallSchemas> = {
  readonly [K in keyof S]: (request: v.InferOutput<S[K]>) => Promise<unknown>;
};

/** Serves one call, whatever its name and request. */
export type CallServer = (name: unknown, request: unknown) => Promise<Answer>;

/** The answer that says `thrown`. */
export function refusal(thrown: unknown): Answer {
  return { ok: false, error: MonitorError.from(thrown).toData() };
}

/**
 * Parses a request by its call's schema.
 *
 * @throws MonitorError `request/invalid` for an unknown name or a request that does not fit.
 */
export function parseRequest(schemas: CallSchemas, name: unknown, request: unknown): unknown {
  const schema = typeof name === 'string' && Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  if (schema === undefined)
    throw new MonitorError('request/invalid', say('request.noCall', { name: quote(name) }));
  const parsed = v.safeParse(schema, request);
  if (parsed.success) return parsed.output;
  throw new MonitorError(
    'request/invalid',
    say('request.invalid', { name: quote(name), detail: issues(parsed.issues) }),
  );
}

/**
 * Serves the calls named in `schemas` with the methods of `target`: nothing else can be reached through it.
 *
 * @param onInternal told of what `target` throws unforeseen, with its stack, which does not cross the border.
 */
export function serveCalls<S extends CallSchemas>(
  schemas: S,
  target: CallTarget<S>,
  onInternal: (error: MonitorError) => void = () => undefined,
): CallServer {
  return async (name, request) => {
    try {
      const parsed = parseRequest(schemas, name, request);
      return { ok: true, value: await target[name as keyof S](parsed) };
    } catch (thrown) {
      const error = MonitorError.from(thrown);
      if (error.code === 'internal') onInternal(error);
      return refusal(error);
    }
  };
}

function quote(name: unknown): string {
  return typeof name === 'string' ? JSON.stringify(name.slice(0, 64)) : typeof name;
}

function issues(found: readonly v.BaseIssue<unknown>[]): string {
  return found.map((issue) => [v.getDotPath(issue), issue.message].filter(Boolean).join(': ')).join('; ');
}

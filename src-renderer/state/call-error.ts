import * as v from 'valibot';
import { type ErrorCode, type ErrorData, MonitorError, type Said } from '../../src-main/common/errors.ts';

const errorData = v.object({
  code: v.custom<ErrorCode>((value) => typeof value === 'string'),
  message: v.string(),
  remedy: v.optional(v.string()),
  retriable: v.boolean(),
  said: v.optional(v.custom<Said>((value) => typeof value === 'object' && value !== null)),
});

/**
 * Rebuilds the error of a rejected call. Its message is JSON of `ErrorData`, before which Electron puts
 * `Error invoking remote method 'x': Error: `; anything else becomes `internal`.
 */
export function readCallError(thrown: unknown): MonitorError {
  if (thrown instanceof MonitorError) return thrown;
  const data = thrown instanceof Error ? readErrorData(thrown.message) : null;
  return data === null ? MonitorError.from(thrown) : MonitorError.fromData(data);
}

function readErrorData(message: string): ErrorData | null {
  const start = message.indexOf('{');
  if (start < 0) return null;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), errorData), message.slice(start));
  if (!parsed.success) return null;
  const { remedy, said, ...data } = parsed.output;
  return { ...data, ...(remedy === undefined ? {} : { remedy }), ...(said === undefined ? {} : { said }) };
}

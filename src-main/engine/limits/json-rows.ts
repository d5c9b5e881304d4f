import { MonitorError } from '../../common/errors.ts';
import { say } from '../../common/phrases/say.ts';
import type { Text } from '../../common/phrases/phrase.ts';
import { parseLimitRows } from './limit-rows.ts';
import type { LimitRows } from './limit-source.ts';

const remedy = say('limits.remedy.json');

/**
 * Reads limits from JSON: an array of rows, alone or as the member `traffic_limits` of an object.
 *
 * @param name what the text is called in errors: `The limits file …`
 * @throws MonitorError `limits/unreadable`
 */
export const parseJsonRows = (text: string, name: Text): LimitRows => parseLimitRows(rowsOf(text, name));

function rowsOf(text: string, name: Text): readonly unknown[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    const message = say('limits.notJson', { name, detail: (cause as Error).message });
    throw new MonitorError('limits/unreadable', message, { remedy, retriable: true, cause });
  }
  if (Array.isArray(parsed)) return parsed;
  const rows = (parsed as { traffic_limits?: unknown } | null)?.traffic_limits;
  if (Array.isArray(rows)) return rows;
  throw new MonitorError('limits/unreadable', say('limits.noArray', { name }), { remedy });
}

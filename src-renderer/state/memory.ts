import * as v from 'valibot';

/** What the window remembers from one start to the next: small values by their key. */
export interface Memory {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** Reads what was remembered under `key`; what is missing or does not fit `schema` is `fallback`. */
export function recall<S extends v.GenericSchema>(
  memory: Memory,
  key: string,
  schema: S,
  fallback: v.InferOutput<S>,
): v.InferOutput<S> {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), memory.getItem(key));
  return parsed.success ? parsed.output : fallback;
}

export function remember(memory: Memory, key: string, value: unknown): void {
  memory.setItem(key, JSON.stringify(value));
}

import { toJsonSchema } from '@valibot/to-json-schema';
import { settingKeys, settingOf } from './registry/index.ts';
import type { Kind } from './registry/kind.ts';
import { options } from './registry/options.ts';

/** The JSON Schema of `settings.json`, by which an editor completes and checks it. */
export function settingsJsonSchema(): object {
  const properties = settingKeys.map((key) => {
    const { kind, default: standard } = options[key];
    return [key, { ...shapeOf(kind), default: standard, description: settingOf(key).description }] as const;
  });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Settings of StreamChecker',
    type: 'object',
    properties: { $schema: { type: 'string' }, ...Object.fromEntries(properties) },
    additionalProperties: false,
  };
}

function shapeOf({ schema, pattern }: Pick<Kind, 'schema' | 'pattern'>): object {
  // What a parser of ours checks has no form in JSON Schema but its pattern; the app checks it.
  const { $schema: _dialect, ...shape } = toJsonSchema(schema, { errorMode: 'ignore' });
  if (pattern === undefined) return shape;
  const { source } = pattern;
  return shape.type === 'array'
    ? { ...shape, items: { type: 'string', pattern: source } }
    : { ...shape, pattern: source };
}

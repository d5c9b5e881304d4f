import { toJsonSchema } from '@valibot/to-json-schema';
import { settingKeys, settings } from './registry/index.ts';

/** The JSON Schema of `settings.json`, by which an editor completes and checks it. */
export function settingsJsonSchema(): object {
  const properties = settingKeys.map((key) => {
    const { schema, default: standard, description } = settings[key];
    const { $schema: _dialect, ...shape } = toJsonSchema(schema, {
      // What a parser of ours checks has no form in JSON Schema; the app checks it.
      errorMode: 'ignore',
    });
    return [key, { ...shape, default: standard, description }] as const;
  });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Settings of StreamChecker',
    type: 'object',
    properties: { $schema: { type: 'string' }, ...Object.fromEntries(properties) },
    additionalProperties: false,
  };
}

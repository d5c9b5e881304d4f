import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madePages } from '../../../scripts/docs/made-pages.ts';
import { commandLine } from '../../../src-main/command-line/program.ts';
import { ExitStatus } from '../../../src-main/command-line/exit-status.ts';
import { facesOf, flagKeys, flagOf, settingKeys } from '../../../src-main/settings/registry/index.ts';
import { options } from '../../../src-main/settings/registry/options.ts';
import { checkSetting, defaultSettings, readSettings } from '../../../src-main/settings/registry/values.ts';
import { settingsJsonSchema } from '../../../src-main/settings/json-schema.ts';
import { systemClock } from '../../../src-main/engine/run/system-clock.ts';

const program = await commandLine('0', new ExitStatus(), systemClock);
const monitor = program.commands.find((verb) => verb.name() === 'monitor');

const made = await madePages();

describe('the registry of settings', () => {
  it.each(settingKeys)('%s has a default that it accepts itself', (key) => {
    expect(v.is(options[key].kind.schema, options[key].default)).toBe(true);
  });

  it.each(settingKeys)('%s names an option of `monitor`, if any', (key) => {
    const flag = facesOf(key).flag?.name;
    if (flag !== undefined) expect(monitor?.options.map(({ long }) => long)).toContain(`--${flag}`);
  });

  it.each(made)('is what $path says', ({ path, text }) => {
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it.each(flagKeys.filter((key) => options[key].default !== ''))(
    '%s has no other default in its text',
    (key) => {
      const [, told] = /default `([^`]+)`/.exec(flagOf(key).docs.text) ?? [];
      if (told !== undefined) expect([options[key].default].flat()).toContain(told);
    },
  );

  it('is what the JSON Schema says', () => {
    const { properties } = settingsJsonSchema() as { properties: Record<string, { default?: unknown }> };
    expect(Object.keys(properties)).toEqual(['$schema', ...settingKeys]);
    expect(properties['appearance.theme']).toMatchObject({
      enum: ['system', 'light', 'dark', 'high contrast'],
    });
    expect(properties['capture.interfaces']).toMatchObject({ type: 'array', default: ['auto'] });
  });
});

describe('reading settings', () => {
  it('takes what fits, and names what does not', () => {
    const { values, problems } = readSettings({
      ...{ $schema: './settings.schema.json', 'appearance.units': 'si', 'windows.length': 'soon' },
      ...{ 'windows.sources': ['192.0.2.0/24', 'nonsense'], 'no.such': 1 },
    });
    expect(values).toMatchObject({ 'appearance.units': 'si', 'windows.length': '5m', 'windows.sources': [] });
    expect(problems.map(({ key }) => key)).toEqual(['windows.length', 'windows.sources', 'no.such']);
  });

  it('never fails, whatever the file holds', () => {
    const keys = fc.oneof(fc.constantFrom(...settingKeys), fc.string());
    fc.assert(
      fc.property(fc.dictionary(keys, fc.jsonValue()), (entries) => {
        const { values } = readSettings(entries);
        for (const key of settingKeys) expect(v.is(options[key].kind.schema, values[key])).toBe(true);
      }),
    );
  });

  it('reads nothing as the defaults', () => {
    expect(readSettings({})).toEqual({ values: defaultSettings, problems: [] });
  });

  it.each([
    ['windows.length', '5 weeks'],
    ['notifications.doNotDisturb', '25:00-07:00'],
    ['appearance.theme', 'pink'],
    ['capture.interfaces', []],
    ['toString', 1],
  ])('refuses to store %s = %j', (key, value) => {
    expect(() => checkSetting(key, value)).toThrow(expect.objectContaining({ code: 'settings/invalid' }));
  });
});

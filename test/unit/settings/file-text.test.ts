import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editEntry, parseEntries } from '../../../src-main/settings/sources/file-text.ts';

describe('a setting that goes', () => {
  it.each([
    ['the only one', '{ "a": 1 }', '{  }'],
    ['the first', '{\n  "a": 1, // one\n  "b": 2\n}', '{\n   // one\n  "b": 2\n}'],
    ['the last, with the comma before it', '{\n  "b": 2, // two\n  "a": 1\n}\n', '{\n  "b": 2 // two\n}\n'],
    ['the last with a comma of its own', '{\n  "b": 2,\n  "a": 1,\n}', '{\n  "b": 2,\n}'],
    ['one between comments', '{\r\n\t// x\r\n\t"a": [\r\n\t],\r\n\t// y\r\n}', '{\r\n\t// x\r\n\t// y\r\n}'],
    ['one of two', '{\n  "a": 1,\n  "b": 2,\n  "a": 3\n}', '{\n  "b": 2\n}'],
    ['none', '{ "b": 2 }', '{ "b": 2 }'],
  ])('takes its comma and its line, and no comment: %s', (_, text, expected) => {
    expect(editEntry(text, 'a', undefined)).toBe(expected);
  });
});

it('a setting that is there twice is changed where it counts', () => {
  const text = '{\n  "a": 1, // one\n  "b": 2,\n  "a": 3 // three\n}\n';
  expect(editEntry(text, 'a', 4)).toBe('{\n  "a": 1, // one\n  "b": 2,\n  "a": 4 // three\n}\n');
});

it('a text that is changed time and again says what was set, and is JSON', () => {
  const value = fc.oneof(fc.constant(undefined), fc.string(), fc.integer(), fc.array(fc.string()));
  const change = fc.tuple(fc.constantFrom('a', 'b', 'c'), value);
  const texts = [
    '{}',
    '{ /* none */ }',
    '\uFEFF{\n  "a": "x", // first\n  "b": [1, 2],\n}\n',
    '{"c":{"d":1}}',
    '{"a":1,"b":2,"a":[3],"a":"4"}',
  ];
  const property = fc.property(fc.constantFrom(...texts), fc.array(change), (first, changes) => {
    const expected: Record<string, unknown> = { ...parseEntries(first) };
    let text = first;
    for (const [key, to] of changes) {
      text = editEntry(text, key, to);
      if (to === undefined) Reflect.deleteProperty(expected, key);
      else expected[key] = to;
      expect(parseEntries(text)).toEqual(expected);
    }
    expect(text.includes('// first')).toBe(first.includes('// first'));
  });
  fc.assert(property);
});

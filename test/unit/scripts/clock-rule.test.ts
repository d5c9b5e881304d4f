import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import { clockBan } from '../../../scripts/lint/clock-rule.mjs';

const faults = (code: string): number =>
  new Linter().verify(code, [{ rules: { 'no-restricted-syntax': clockBan } }]).length;

describe('the clock rule', () => {
  it.each([
    'Date.now()',
    'const now = Date.now;',
    'new Date()',
    'performance.now()',
    'process.hrtime.bigint()',
    'setTimeout(() => {}, 5)',
    'setInterval(() => {}, 5)',
    "import { setTimeout as sleep } from 'node:timers/promises'; sleep(5);",
    "import { systemClock } from '../run/system-clock.ts'; systemClock.now();",
  ])('refuses %s', (code) => expect(faults(code)).toBe(1));

  it.each([
    'new Date(5)',
    'clock.now()',
    'clock.monotonic()',
    'clock.once(5, () => {})',
    "import { setImmediate as breathe } from 'node:timers/promises'; breathe();",
  ])('allows %s', (code) => expect(faults(code)).toBe(0));
});

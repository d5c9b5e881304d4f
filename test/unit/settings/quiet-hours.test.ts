import { describe, expect, it } from 'vitest';
import { isWithinHours } from '../../../src-main/settings/quiet-hours.ts';

const at = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

describe('quiet hours', () => {
  it.each([
    ['22:00-07:00', '21:59', false],
    ['22:00-07:00', '22:00', true],
    ['22:00-07:00', '00:00', true],
    ['22:00-07:00', '06:59', true],
    ['22:00-07:00', '07:00', false],
    ['12:00-13:00', '12:30', true],
    ['12:00-13:00', '13:00', false],
    ['12:00-12:00', '12:00', false],
    ['', '12:00', false],
  ])('%s hold %s: %s', (hours, time, expected) => {
    expect(isWithinHours(hours, at(time))).toBe(expected);
  });
});

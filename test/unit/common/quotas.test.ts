import { expect, it } from 'vitest';
import { isQuota } from '../../../src-main/common/model/quotas.ts';
import { limitOf } from '../../support/records/flows.ts';

const windowMs = 300_000;

it.each([
  [{ period: 'day' }, true],
  [{ period: '1h' }, true],
  [{ windowSeconds: 3_600 }, true],
  [{ period: '5m' }, false],
  [{ period: '300s' }, false],
  [{ windowSeconds: 300 }, false],
  [{}, false],
])('a maximum with %j is a quota beside windows of five minutes: %s', (terms, expected) => {
  expect(isQuota(limitOf('max', 5, terms), windowMs)).toBe(expected);
  expect(isQuota(limitOf('min', 5, terms), windowMs)).toBe(false);
});

import { expect, it } from 'vitest';
import { inEnglish } from '../../../src-main/common/phrases/say.ts';
import { migrationTeller } from '../../../src-main/command-line/migration-teller.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';

it('the migration of a data folder is told where it takes longer than a second, once a second at most', () => {
  const clock = new FakeClock();
  const lines: string[] = [];
  const tell = migrationTeller(clock, (text) => lines.push(inEnglish(text).replace(/ \(.*/, '')));
  tell(0);
  clock.advance(999);
  tell(0.1);
  clock.advance(1);
  tell(0.25);
  clock.advance(500);
  tell(0.5);
  clock.advance(3_000);
  tell(0.999);
  expect(lines).toEqual([
    'bringing the data folder up to date: 25 %, about 3 s left',
    'bringing the data folder up to date: 99 %, about 1 s left',
  ]);
});

import { expect, it } from 'vitest';
import { noticeOutcome } from '../../../src-main/shell/notice-outcome.ts';
import { FakeClock } from '../../support/process/fake-clock.ts';

it('is what the desktop tells, also at once', async () => {
  const clock = new FakeClock();
  expect(await noticeOutcome(clock, (tell) => tell('taken'))).toBe('taken');
  expect(await noticeOutcome(clock, (tell) => queueMicrotask(() => tell('refused')))).toBe('refused');
  expect(clock.timers).toBe(0);
});

it('is a refusal where the desktop tells nothing', async () => {
  const clock = new FakeClock();
  const outcome = noticeOutcome(clock, () => undefined);
  clock.advance(5_000);
  expect(await outcome).toBe('refused');
});

it('fails with the reason where it can not be shown', async () => {
  const shown = noticeOutcome(new FakeClock(), () => {
    throw new Error('no image');
  });
  await expect(shown).rejects.toThrow('no image');
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RepeatedRun } from '../../../src-main/common/repeated-run.ts';

const pause = async (microtasks: number): Promise<void> => {
  for (let i = 0; i < microtasks; i += 1) await Promise.resolve();
};

describe('a repeated run', () => {
  it('leaves nothing that came before somebody asked, at whichever moment that was', async () => {
    const moments = fc.array(fc.nat(12), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(moments, fc.nat(5), fc.nat(5), async (waits, before, after) => {
        let [waiting, taken, running] = [0, 0, 0];
        const run = new RepeatedRun(async () => {
          expect(++running).toBe(1);
          await pause(before);
          const found = waiting;
          waiting = 0;
          // What comes from here on is not seen by this run.
          await pause(after);
          taken += found;
          running -= 1;
          return found > 0;
        });
        const asked: Promise<boolean>[] = [];
        for (const wait of waits) {
          await pause(wait);
          waiting += 1;
          asked.push(run.ask());
        }
        const answers = await Promise.all(asked);
        expect([waiting, taken]).toEqual([0, waits.length]);
        expect(answers.every(Boolean)).toBe(true);
        expect(await run.ask()).toBe(false);
      }),
    );
  });

  it('begins anew after a step that threw, also at once', async () => {
    const results = [new Error('at once'), false];
    const run = new RepeatedRun(() => {
      const next = results.shift();
      if (next instanceof Error) throw next;
      return Promise.resolve(next === true);
    });
    await expect(run.ask()).rejects.toThrow('at once');
    expect(await run.ask()).toBe(false);
  });
});

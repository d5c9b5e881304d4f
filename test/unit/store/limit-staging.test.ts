import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Limit } from '../../../src-main/common/model/limits.ts';
import { epochMs } from '../../../src-main/common/units.ts';
import { type Connection, openDatabase } from '../../../src-main/engine/store/database.ts';
import { LimitRepository } from '../../../src-main/engine/store/limit-repository.ts';
import { migrations } from '../../../src-main/engine/store/migrations.ts';
import { SettingsRepository } from '../../../src-main/engine/store/settings-repository.ts';
import { limitOf } from '../../support/records/flows.ts';

let folder: string;
let opened: Connection[];
/** Opens the store as one more process does, which waits for nobody. */
function openStore(rowsAtOnce = 2) {
  const connection = openDatabase(join(folder, 'limits.db'), migrations);
  connection.pragma('busy_timeout = 0');
  opened.push(connection);
  const settings = new SettingsRepository(connection);
  return { connection, settings, limits: new LimitRepository(connection, settings, rowsAtOnce) };
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'streamchecker-limits-'));
  opened = [];
});
afterEach(() => {
  for (const connection of opened) connection.close();
  rmSync(folder, { recursive: true, force: true });
});

const many = (count: number, value = 1): Limit[] =>
  Array.from({ length: count }, (_, i) => limitOf('max', value, { effectiveMs: epochMs(i) }));
const from = (origin: string) => ({ kind: 'import', origin }) as const;
const valuesOf = (limits: readonly Limit[]): string[] =>
  limits.map(({ effectiveMs, value }) => `${effectiveMs}:${value}`).sort();
const at = epochMs(5);
const noPause = (): Promise<void> => Promise.resolve();
const staged = ({ connection }: { connection: Connection }): unknown[] =>
  connection.prepare('SELECT * FROM limit_stagings').all();

describe('a large change of the limits', () => {
  it('counts all at once at its end, and others write meanwhile', async () => {
    const [writer, other] = [openStore(), openStore()];
    await writer.limits.store(many(5), from('a'), at, noPause);
    const before = valuesOf(writer.limits.current());
    let pauses = 0;
    const change = await writer.limits.store(many(9, 2), { ...from('b'), follow: 'b' }, at, () => {
      pauses += 1;
      expect(valuesOf(other.limits.current())).toEqual(before);
      expect(valuesOf(other.limits.asOf(other.limits.newestChange()))).toEqual(before);
      expect([other.limits.lastChange()?.origin, other.settings.followedLimits()]).toEqual(['a', null]);
      other.settings.noteLiveLimits(`x${pauses}`);
      return Promise.resolve();
    });
    expect(pauses).toBeGreaterThan(5);
    expect(change?.counts).toEqual({ added: 4, changed: 5, removed: 0, unchanged: 0 });
    expect(valuesOf(other.limits.current())).toEqual(valuesOf(many(9, 2)));
    expect([other.limits.lastChange(), other.settings.followedLimits()]).toEqual([change, 'b']);
    expect(valuesOf(other.limits.asOf(change!.id - 1))).toEqual(before);
    expect(staged(other)).toEqual([]);
  });

  it('that another one overtakes is made anew, and is the newest', async () => {
    const [writer, other] = [openStore(), openStore()];
    let isOvertaken = false;
    await writer.limits.store(many(9, 2), from('b'), at, () => {
      if (!isOvertaken) other.limits.replace(many(3, 7), from('c'), at);
      isOvertaken = true;
      return Promise.resolve();
    });
    expect(valuesOf(other.limits.current())).toEqual(valuesOf(many(9, 2)));
    expect(other.limits.lastChange()).toMatchObject({
      ...{ origin: 'b', counts: { added: 6, changed: 3, removed: 0, unchanged: 0 } },
    });
    expect(staged(other)).toEqual([]);
  });

  it('that is always overtaken is written in one step in the end', async () => {
    const [writer, other] = [openStore(), openStore()];
    let value = 10;
    await writer.limits.store(many(9, 2), from('b'), at, () => {
      other.limits.replace(many(1, (value += 1)), from('c'), at);
      return Promise.resolve();
    });
    expect(valuesOf(other.limits.current())).toEqual(valuesOf(many(9, 2)));
  });

  it('that is cancelled changes nothing', async () => {
    const [writer, other] = [openStore(), openStore()];
    writer.limits.replace(many(5), from('a'), at);
    let pauses = 0;
    const cancelled = writer.limits.store(many(9, 2), from('b'), at, () =>
      (pauses += 1) > 3 ? Promise.reject(new Error('cancelled')) : Promise.resolve(),
    );
    await expect(cancelled).rejects.toThrow('cancelled');
    expect(valuesOf(other.limits.current())).toEqual(valuesOf(many(5)));
    expect([staged(other), other.limits.lastChange()?.origin]).toEqual([[], 'a']);
    expect(other.connection.prepare('SELECT count(*) FROM limit_versions').pluck().get()).toBe(5);
  });

  it('of a process that ended in the middle never counts, and is cleared away by the next one', async () => {
    const [writer, other] = [openStore(), openStore()];
    writer.limits.replace(many(5), from('a'), at);
    let pauses = 0;
    void writer.limits.store(many(9, 2), from('b'), at, () => {
      pauses += 1;
      return pauses > 3 ? new Promise(() => {}) : Promise.resolve();
    });
    await expect.poll(() => pauses).toBe(4);
    // No process has the greatest number that there can be.
    writer.connection.prepare('UPDATE limit_stagings SET pid = ?').run(2 ** 22 + 1);
    other.limits.replace([...many(5), limitOf('min', 3)], from('small'), at);
    expect(valuesOf(other.limits.current())).toEqual(valuesOf([...many(5), limitOf('min', 3)]));
    await other.limits.store(many(8, 4), from('c'), at, noPause);
    expect(valuesOf(other.limits.current())).toEqual(valuesOf(many(8, 4)));
    expect(staged(other)).toEqual([]);
    expect(
      other.connection.prepare('SELECT count(*) FROM limit_versions WHERE value = 2').pluck().get(),
    ).toBe(0);
  });

  it('is undone in steps, too', async () => {
    const [writer, other] = [openStore(), openStore()];
    writer.limits.replace(many(2), from('a'), at);
    await writer.limits.store(many(9, 2), { ...from('b'), follow: 'b', followedBefore: 'a' }, at, noPause);
    let pauses = 0;
    const undo = await writer.limits.undo(at, () => {
      pauses += 1;
      other.settings.noteLiveLimits(`x${pauses}`);
      return Promise.resolve();
    });
    expect([undo.kind, pauses > 3, other.settings.followedLimits()]).toEqual(['undo', true, 'a']);
    expect(valuesOf(other.limits.current())).toEqual(valuesOf(many(2)));
    expect(other.limits.undoable()).toMatchObject({ origin: 'a' });
  });

  it('leaves what one step would have left, whatever others do meanwhile', async () => {
    const table = fc
      .uniqueArray(fc.tuple(fc.nat(12), fc.nat(3)), { maxLength: 12, selector: ([date]) => date })
      .map((rows) => rows.map(([date, value]) => limitOf('max', value, { effectiveMs: epochMs(date) })));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ limits: table, beside: fc.option(table), when: fc.nat(6) }), { maxLength: 6 }),
        async (steps) => {
          const [writer, other] = [openStore(), openStore()];
          for (const { limits, beside, when } of steps) {
            let pauses = 0;
            await writer.limits.store(limits, from('x'), at, () => {
              if (beside && pauses++ === when) other.limits.replace(beside, from('y'), at);
              return Promise.resolve();
            });
            expect(valuesOf(other.limits.current())).toEqual(valuesOf(limits));
            expect(valuesOf(other.limits.asOf(other.limits.newestChange()))).toEqual(valuesOf(limits));
          }
          expect(staged(other)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

import { afterEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import {
  byAddress,
  counted,
  folderOf,
  startIndex,
  stored,
  windowMs,
  windowOf,
} from '../../support/store/listed-hosts.ts';

afterEach(() => stored.connection.close());

/** Changes one byte of the lists of hosts in a table. */
function damage(table: string, where = '1'): void {
  const changed = stored.connection
    .prepare(
      `UPDATE ${table} SET hosts = CAST(substr(hosts, 1, length(hosts) - 1) || x'ff' AS BLOB) WHERE ${where}`,
    )
    .run();
  expect(changed.changes).toBeGreaterThan(0);
}

describe('lists of hosts of which one is damaged', () => {
  it('reads the pairs of an hour whose list is damaged, and lists it again with its day', async () => {
    const windows = [0, 4].map((i) => windowOf(i, ['10.0.0.1', `10.0.1.${i}`, 10 + i]));
    const listed = folderOf(windows);
    await listed.listAt((startIndex + 8) * windowMs);
    damage('host_blocks', `start_ms = ${startIndex * windowMs}`);
    const expected = byAddress(counted(windows));
    expect(byAddress(listed.find().hosts)).toEqual(expected);
    expect(listed.find().isWhole).toBe(true);
    await listed.listAt((startIndex + 480) * windowMs);
    expect(listed.spans.spans(0, Infinity)).toMatchObject([{ isDay: true, hosts: 3, taken: 3 }]);
    expect(byAddress(listed.find().hosts)).toEqual(expected);
    expect(listed.find().isWhole).toBe(true);
  });

  it('lists a day again whose list is damaged before its hosts are among the others', async () => {
    const windows = [0, 4].map((i) => windowOf(i, ['10.0.0.1', `10.0.1.${i}`, 10 + i]));
    const listed = folderOf(windows);
    const nowMs = epochMs((startIndex + 480) * windowMs);
    while (!listed.spans.spans(0, Infinity).some(({ isDay }) => isDay)) await listed.listAt(nowMs, 1);
    damage('host_blocks');
    expect(byAddress(listed.find().hosts)).toEqual(byAddress(counted(windows)));
    await listed.listAt(nowMs);
    expect(listed.spans.spans(0, Infinity)).toMatchObject([{ isDay: true, hosts: 3, taken: 3 }]);
    expect(byAddress(listed.find().hosts)).toEqual(byAddress(counted(windows)));
    expect(listed.find().isWhole).toBe(true);
  });

  it('goes on without a day that is damaged and has no pairs any more, and says so', async () => {
    const windows = [0, 48].map((i) => windowOf(i, ['10.0.0.1', `10.0.1.${i}`, 10 + i]));
    const listed = folderOf(windows);
    const nowMs = epochMs((startIndex + 480) * windowMs);
    while (listed.spans.spans(0, Infinity).filter(({ isDay }) => isDay).length < 2)
      await listed.listAt(nowMs, 1);
    damage('host_blocks', `start_ms = ${startIndex * windowMs}`);
    stored.connection.exec(`DELETE FROM pane_pairs WHERE start_ms = ${startIndex * windowMs}`);
    await listed.listAt(nowMs);
    expect(listed.find()).toMatchObject({ isWhole: false, matching: 2 });
    expect(byAddress(listed.find().hosts)).toEqual(byAddress(counted([windows[1]!])));
  });

  it('goes on without hosts whose list of all is damaged, and says so from then on', async () => {
    const windows = [0, 480].map((i) => windowOf(i, ['10.0.0.1', `10.0.1.${i % 7}`, 10 + i]));
    const listed = folderOf(windows.slice(0, 1));
    await listed.listAt((startIndex + 300) * windowMs);
    expect(listed.find()).toMatchObject({ isWhole: true, matching: 2 });
    damage('known_hosts');
    expect(listed.find()).toMatchObject({ isWhole: false, matching: 0 });
    stored.save(windows[1]!);
    await listed.listAt((startIndex + 800) * windowMs);
    expect(listed.find()).toMatchObject({ isWhole: false, matching: 2 });
    expect(byAddress(listed.find().hosts)).toEqual(byAddress(counted([windows[1]!])));
  });
});

import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { epochMs } from '../../../src-main/common/units.ts';
import type { PairKey } from '../../../src-main/engine/flow-records/layout.ts';
import { HostSearch } from '../../../src-main/engine/history/host-search.ts';
import { UnseenHosts } from '../../../src-main/engine/history/unseen-hosts.ts';
import { pairOf } from '../../support/records/flows.ts';
import {
  byAddress,
  counted,
  folderOf,
  hourMs,
  Listed,
  startIndex,
  stored,
  windowMs,
  windowOf,
} from '../../support/store/listed-hosts.ts';

const dayMs = 24 * hourMs;

afterEach(() => stored.connection.close());

const addresses = [
  '10.0.0.1',
  '10.0.0.2',
  '10.0.1.1',
  '192.0.2.9',
  '2001:db8::1',
  '2001:db8::2',
  '2001:db8:1::',
];
const somePair = fc.tuple(fc.nat(3), fc.nat(3), fc.boolean()).map(([from, to, isSix]): PairKey => {
  const name = (i: number): string => addresses[isSix ? 4 + (i % 3) : i]!;
  return pairOf(name(from), name(to));
});
const someWindows = fc.uniqueArray(fc.nat(48 * 6), { minLength: 1, maxLength: 40 }).chain((indices) =>
  fc.tuple(
    ...indices.map((index) =>
      fc.record({
        index: fc.constant(startIndex + index),
        flows: fc.array(fc.record({ pair: somePair, bytes: fc.integer({ min: 1, max: 2 ** 40 }) }), {
          maxLength: 6,
        }),
        closed: fc.constant(true),
        grows: fc.boolean(),
      }),
    ),
  ),
);

describe('the list of all hosts that were ever seen', () => {
  it('has what each sent and received and when it was seen, wherever its listing was cut off', async () => {
    await fc.assert(
      fc.asyncProperty(someWindows, fc.nat(48 * 6), fc.nat(40), async (windows, merged, cut) => {
        const listed = folderOf(windows, startIndex + merged);
        const endMs = (startIndex + 48 * 6) * windowMs + windowMs;
        await listed.listAt(endMs, cut);
        await new Listed().listAt(endMs);
        const again = new Listed();
        await again.listAt(endMs + 9 * dayMs, 3);
        await again.listAt(endMs + 9 * dayMs);
        const found = again.find();
        expect(byAddress(found.hosts)).toEqual(byAddress(counted(windows)));
        expect(found).toMatchObject({ isWhole: true, matching: found.hosts.length });
        stored.connection.close();
      }),
      { numRuns: 60 },
    );
  });

  it('has those of the last hours, and of the window that is open', async () => {
    const windows = [windowOf(0, ['10.0.0.1', '10.0.0.2', 5]), windowOf(100, ['10.0.0.3', '10.0.0.1', 7])];
    const listed = folderOf([windows[0]!, { ...windows[1]!, closed: false }]);
    await listed.listAt((startIndex + 100.5) * windowMs);
    expect(byAddress(listed.find().hosts)).toEqual(byAddress(counted(windows)));
  });

  it('lets go of those that were not seen for as long as windows are kept, and of nothing else', async () => {
    const many = Array.from({ length: 9_000 }, (_, i) => `10.${i >> 8}.${i & 255}.1`);
    const old = many.map((address): [string, string, number] => [address, '192.0.2.1', 3]);
    const windows = [windowOf(0, ...old), windowOf(48 * 20, ['10.0.5.1', '192.0.2.1', 7])];
    const listed = folderOf(windows, 0, 10_000);
    const endMs = (startIndex + 48 * 24) * windowMs;
    await listed.listAt(endMs);
    expect(listed.find().matching).toBe(9_001);
    const unseen = new UnseenHosts(listed.known);
    const forgetAll = (now: number, keptMs: number): number => {
      let steps = 1;
      while (unseen.forget(now, keptMs)) steps += 1;
      return steps;
    };
    forgetAll(endMs, Infinity);
    forgetAll(endMs, 25 * dayMs);
    expect(listed.find().matching).toBe(9_001);
    // Once a day is enough.
    forgetAll(endMs + hourMs, 10 * dayMs);
    expect(listed.find().matching).toBe(9_001);
    forgetAll(endMs + dayMs, 10 * dayMs);
    const { hosts, isWhole } = listed.find();
    expect(byAddress(hosts)).toEqual(
      byAddress(counted(windows).filter(({ address }) => ['10.0.5.1', '192.0.2.1'].includes(address))),
    );
    expect(isWhole).toBe(true);
    expect(listed.known.count).toBe(2);
  });

  it('follows late records into an hour that was listed', async () => {
    const listed = folderOf([windowOf(0, ['10.0.0.1', '10.0.0.2', 5])]);
    await listed.listAt((startIndex + 4) * windowMs);
    const corrected = windowOf(0, ['10.0.0.1', '10.0.0.2', 5], ['10.0.0.9', '10.0.0.2', 1]);
    stored.save(corrected);
    await listed.listAt((startIndex + 4) * windowMs);
    expect(byAddress(listed.find().hosts)).toEqual(byAddress(counted([corrected])));
  });

  it('lists an hour as it is stored by then, where its windows are merged before its turn or meanwhile', async () => {
    const windows = [0, 1, 2, 3, 4, 5].map((i) => windowOf(i, ['10.0.0.1', `10.0.1.${i}`, 10 + i]));
    const nowMs = (startIndex + 8) * windowMs;
    const listed = folderOf(windows);
    await listed.listAt(nowMs, 1);
    stored.merge(startIndex + 3);
    const step = listed.index.step(epochMs(nowMs));
    stored.merge(startIndex + 8);
    await step;
    await listed.listAt(nowMs);
    expect(listed.spans.spans(0, Infinity).map(({ unknown }) => unknown)).toEqual([0, 0, 0]);
    expect(byAddress(listed.find().hosts)).toEqual(byAddress(counted(windows)));
  });

  it('keeps hosts whose pairs are no longer kept', async () => {
    const windows = [
      windowOf(0, ['10.0.0.1', '10.0.0.2', 5]),
      windowOf(48 * 20, ['10.0.0.3', '10.0.0.1', 7]),
    ];
    const listed = folderOf(windows);
    await listed.listAt((startIndex + 48 * 20) * windowMs);
    stored.connection.exec(`DELETE FROM pane_pairs WHERE start_ms < ${(startIndex + 48) * windowMs}`);
    await listed.listAt((startIndex + 48 * 24) * windowMs);
    expect(listed.spans.spans(0, Infinity)).toHaveLength(1);
    expect(byAddress(listed.find().hosts)).toEqual(byAddress(counted(windows)));
  });

  it('says that an older folder is not listed as a whole yet', async () => {
    const windows = Array.from({ length: 10 }, (_, i) => windowOf(i * 20, ['10.0.0.1', '10.0.0.2', 1]));
    const listed = folderOf(windows);
    const nowMs = (startIndex + 48 * 9) * windowMs;
    await listed.listAt(nowMs, 3);
    expect(listed.find().isWhole).toBe(false);
    await listed.listAt(nowMs);
    expect(listed.find()).toMatchObject({ isWhole: true, hosts: [{ sent: 10 }, { received: 10 }] });
  });

  it('says that an hour between others is not listed, or has records that are not', async () => {
    const windows = [0, 20, 40, 60].map((i) => windowOf(i, ['10.0.0.1', '10.0.0.2', 1]));
    const listed = folderOf(windows);
    await listed.listAt((startIndex + 62) * windowMs);
    expect(listed.find().isWhole).toBe(true);
    const hour = `start_ms = ${(startIndex + 20) * windowMs}`;
    stored.connection.exec(`UPDATE host_spans SET bytes = 0 WHERE ${hour}`);
    expect(listed.find().isWhole).toBe(false);
    stored.connection.exec(`UPDATE host_spans SET bytes = 1 WHERE ${hour}`);
    expect(listed.find().isWhole).toBe(true);
    stored.connection.exec(`DELETE FROM host_spans WHERE ${hour}`);
    expect(listed.find().isWhole).toBe(false);
  });

  it('lists a damaged window without its pairs', async () => {
    const listed = folderOf([
      windowOf(0, ['10.0.0.1', '10.0.0.2', 5]),
      windowOf(1, ['10.0.0.3', '10.0.0.1', 7]),
    ]);
    stored.connection.exec(`UPDATE pane_pairs SET pairs = x'02ff' WHERE start_ms = ${startIndex * windowMs}`);
    await listed.listAt((startIndex + 4) * windowMs);
    expect(listed.spans.spans(0, Infinity)).toMatchObject([{ bytes: 12, unknown: 5 }]);
    expect(listed.find().hosts.map(({ address }) => address)).toEqual(['10.0.0.1', '10.0.0.3']);
  });
});

describe('a search among them', () => {
  const windows = [
    windowOf(
      0,
      ['10.0.0.1', '192.0.2.9', 50],
      ['2001:db8::1', '2001:db8:1::', 3],
      ['172.16.10.4', '10.0.0.1', 1],
    ),
    windowOf(4, ['::ffff:10.1.2.3', '2001:db8::1', 4]),
  ];
  const all = [...new Set(counted(windows).map(({ address }) => address))];

  const parts = fc.oneof(
    fc
      .constantFrom(...all)
      .chain((address) =>
        fc
          .tuple(fc.nat(address.length), fc.nat(address.length))
          .map(([a, b]) => address.slice(Math.min(a, b), Math.max(a, b))),
      ),
    fc.constantFrom(
      'printer',
      '300',
      '1.2.3.4.5',
      '..',
      ':',
      '2001',
      '10.0.0.0/8',
      '::/0',
      '1',
      ' 10.0 ',
      'DB8',
    ),
  );

  it.each(['before', 'after'] as const)(
    'finds what a part of an address means %s they are listed',
    async (when) => {
      const listed = folderOf(windows);
      const nowMs = (startIndex + (when === 'before' ? 5 : 480)) * windowMs;
      await listed.listAt(nowMs, when === 'before' ? 0 : Infinity);
      fc.assert(
        fc.property(parts, (part) => {
          const isNetwork = part.includes('/') || /^(?:\d+\.){3}\d+$/.test(part);
          fc.pre(!isNetwork);
          const found = listed.find(part).hosts.map(({ address }) => address);
          const expected = all.filter((address) => address.includes(part.trim().toLowerCase()));
          expect(found.sort()).toEqual(expected.sort());
        }),
      );
      expect(listed.find('10.0.0.0/8').hosts.map(({ address }) => address)).toEqual(['10.0.0.1']);
      expect(listed.find('2001:db8::/48').hosts.map(({ address }) => address)).toEqual(['2001:db8::1']);
      expect(listed.find('printer', ['192.0.2.9', '192.0.2.1']).hosts).toMatchObject([{ received: 50 }]);
    },
  );

  it('reads the pairs of a replay, whose hosts nobody lists', () => {
    const { spans, known } = folderOf(windows);
    const { rows, openFromMs } = stored;
    const parts = { rows, openFromMs, spans, known, unitMs: hourMs, now: () => 0 };
    const found = new HostSearch({ ...parts, isReplay: true }).find({ text: '', addresses: [], count: 10 });
    expect(byAddress(found.hosts)).toEqual(byAddress(counted(windows)));
    expect(found.isWhole).toBe(true);
  });

  it('lists those with most traffic and counts all', async () => {
    const listed = folderOf(windows);
    await listed.listAt((startIndex + 480) * windowMs);
    expect(listed.find('', [], 2)).toMatchObject({
      hosts: [
        { address: '10.0.0.1', sent: 50, received: 1 },
        { address: '192.0.2.9', received: 50 },
      ],
      matching: all.length,
    });
  });
});

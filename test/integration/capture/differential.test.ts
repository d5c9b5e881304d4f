import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findHelper } from '../../../src-main/engine/capture/helper-path.ts';
import { CaptureFolder, replay, totalsOf } from '../../support/packets/pcap-replay.ts';
import { linkTypes, recordOf } from '../../support/records/any-record.ts';
import { pcapFile, pcapngFile } from '../../support/packets/pcap-writer.ts';
import { referenceTotals } from '../../support/packets/reference-decoder.ts';

const root = resolve(import.meta.dirname, '../../..');
const checkedHelper = resolve(root, 'src-capture/build/asan/streamchecker-capture');
const folder = new CaptureFolder();
afterAll(() => folder.remove());

const anyFile = fc
  .record({ linkType: fc.constantFrom(...linkTypes), bigEndian: fc.boolean(), nanoseconds: fc.boolean() })
  .chain((options) =>
    fc
      .tuple(
        fc.array(recordOf(options.linkType), { maxLength: 400, size: 'max' }),
        fc.nat({ max: 30 }),
        fc.boolean(),
      )
      .map(([records, lost, whole]) => {
        const file = pcapFile(records, options);
        return whole ? file : file.subarray(0, Math.max(24, file.length - lost));
      }),
  );

/** The same records in both formats; pcapng has no fractions of its own unit and no FCS flags. */
const anyPair = fc.constantFrom(...linkTypes.filter((linkType) => linkType < 0x10000)).chain((linkType) =>
  fc.record({
    linkType: fc.constant(linkType),
    bigEndian: fc.boolean(),
    records: fc.array(recordOf(linkType)),
  }),
);

const agreesOnPcapng = (helperPath: string, numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(anyPair, async ({ records, ...options }) => {
      const totals = totalsOf(await replay(folder.write(pcapngFile(records, options)), { helperPath }));
      expect(totals).toEqual(referenceTotals(pcapFile(records, options)));
    }),
    { numRuns },
  );

/** Any single change of a byte may change the totals, but never more than that. */
const survivesAnything = (helperPath: string, numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(anyPair, fc.nat(), fc.nat({ max: 255 }), async ({ records, ...options }, at, value) => {
      const content = pcapngFile(records, options);
      content.writeUInt8(value, at % content.length);
      const reading = replay(folder.write(content), { helperPath });
      await reading.catch((error: unknown) => expect(error).toMatchObject({ code: 'capture/bad-file' }));
    }),
    { numRuns },
  );

const agreesWithReference = (helperPath: string, numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(anyFile, async (content) => {
      const totals = totalsOf(await replay(folder.write(content), { helperPath }));
      expect(totals).toEqual(referenceTotals(content));
    }),
    { numRuns },
  );

describe('the helper and the reference decoder', () => {
  it('agree on any file', () => agreesWithReference(findHelper(), 300));
  it('agree on any pcapng file', () => agreesOnPcapng(findHelper(), 100));

  describe('under sanitizers', () => {
    beforeAll(() => {
      execFileSync('make', ['-s', '-C', 'src-capture', 'asan'], { cwd: root });
      expect(existsSync(checkedHelper)).toBe(true);
    });

    it('agree on any file', () => agreesWithReference(checkedHelper, 60));
    it('agree on any pcapng file', () => agreesOnPcapng(checkedHelper, 30));
    it('survive any change of a byte', () => survivesAnything(checkedHelper, 60));
  });
});

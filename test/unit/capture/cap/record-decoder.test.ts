import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRecord } from '../../../../src-main/engine/capture/cap/record-decoder.ts';
import { linkTypes, recordOf } from '../../../support/records/any-record.ts';
import {
  ethernet,
  etherTypes,
  ipv4,
  pcapFile,
  type PcapRecord,
} from '../../../support/packets/pcap-writer.ts';
import { referenceTotals } from '../../../support/packets/reference-decoder.ts';

/** What the record counts for, in the form of the reference decoder: the fault, or addresses and bytes. */
function decoded(linkType: number, { data, originalLength = data.length }: PcapRecord): string {
  // As in a capture, what follows the record in the buffer is left over from others.
  const buffer = Buffer.concat([data, Buffer.alloc(100, 0x45)]);
  const record = decodeRecord(linkType, buffer, data.length, originalLength);
  if (typeof record === 'string') return record;
  const { addressesAt, family, bytes } = record;
  const length = family === 4 ? 4 : 16;
  const address = (from: number): string => buffer.toString('hex', from, from + length);
  return `${address(addressesAt)} ${address(addressesAt + length)} ${bytes}`;
}

function expected(linkType: number, record: PcapRecord): string {
  const {
    flows,
    ip: _ip,
    records: _records,
    damaged: _damaged,
    ...faults
  } = referenceTotals(pcapFile([{ ...record, seconds: 0, fraction: 0 }], { linkType }));
  for (const [key, { bytes }] of flows) return `${key.slice(key.indexOf(' ') + 1)} ${bytes}`;
  return Object.entries(faults).find(([, count]) => count === 1)?.[0] ?? 'nothing';
}

const anyRecord = fc
  .constantFrom(...linkTypes.filter((linkType) => linkType < 0x10000))
  .chain((linkType) => fc.tuple(fc.constant(linkType), recordOf(linkType)));

describe('the decoder for cap', () => {
  it('reads every record as the reference decoder does', () => {
    fc.assert(
      fc.property(anyRecord, ([linkType, record]) => {
        expect(decoded(linkType, record)).toBe(expected(linkType, record));
      }),
      { numRuns: 5000 },
    );
  });

  it('takes what the header does not tell from the length on the wire', () => {
    const data = ethernet(
      etherTypes.ipv4,
      ipv4({ totalLength: 0, source: '10.0.0.1', destination: '10.0.0.2' }),
    );
    expect(decoded(1, { data, originalLength: 70_014 })).toBe('0a000001 0a000002 70000');
  });
});

/** Frames of the rarer link types, made byte by byte. */
import { ethernet } from './pcap-writer.ts';

const be16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);
const le = (value: number, bytes: 2 | 4): Buffer => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer;
};

/** What an 802.3 frame holds behind its length: LLC, SNAP with organisation 0, an EtherType. */
export const snap = (etherType: number, payload: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([0xaa, 0xaa, 3, 0, 0, 0]), be16(etherType), payload]);

/** A stack of this many MPLS labels. */
export const labelled = (labels: number, payload: Uint8Array): Buffer =>
  Buffer.concat([
    ...Array.from({ length: labels }, (_, i) => Buffer.from([0, 0x3e, i === labels - 1 ? 0x81 : 0x80, 63])),
    payload,
  ]);

export const ciscoHdlc = (etherType: number, payload: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([0x0f, 0]), be16(etherType), payload]);

/** @param family as Solaris numbers it: 2, or 26 for IPv6 */
export const ipnet = (family: number, payload: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([1, family]), Buffer.alloc(22), payload]);

/** With an attribute of a prefix before the packet, and one of a mark behind it. */
export const nflog = (family: number, payload: Uint8Array, bigEndian = false): Buffer => {
  const u16 = (value: number): Buffer => (bigEndian ? be16(value) : le(value, 2));
  const attribute = (type: number, value: Uint8Array): Buffer =>
    Buffer.concat([u16(4 + value.length), u16(type), value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
  const parts = [attribute(10, Buffer.from('drop\0')), attribute(9, payload), attribute(2, Buffer.alloc(4))];
  return Buffer.concat([Buffer.from([family, 0, 0, 5]), ...parts]);
};

export const ipoib = (etherType: number, payload: Uint8Array): Buffer =>
  Buffer.concat([Buffer.alloc(40), be16(etherType), be16(0), payload]);

/** @param kind of header: 1 for a packet */
export const pktap = (linkType: number, frame: Uint8Array, kind = 1): Buffer =>
  Buffer.concat([le(108, 4), le(kind, 4), le(linkType, 4), Buffer.alloc(96), frame]);

/** An Ethernet frame with the tag of a switch behind its addresses, or before them. */
export const switchTagged = (etherType: number, payload: Uint8Array, tag: 4 | 8 | 'before'): Buffer => {
  const frame = ethernet(etherType, payload);
  if (tag === 'before') return Buffer.concat([Buffer.alloc(4, 0x40), frame]);
  return Buffer.concat([frame.subarray(0, 12), Buffer.alloc(tag, 0x40), frame.subarray(12)]);
};

/** CRC-32C (Castagnoli), by which record batches are checked: RFC 3720, appendix B.4. Four bytes at a time. */
const polynomial = 0x82f6_3b78;
const tables = makeTables();

/** The checksum of some bytes, as an unsigned number. */
export function crc32c(data: Uint8Array): number {
  let crc = -1;
  let at = 0;
  for (const whole = data.length - 3; at < whole; at += 4) {
    const word = crc ^ (data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16) | (data[at + 3]! << 24));
    crc =
      tables[768 + (word & 0xff)]! ^
      tables[512 + ((word >>> 8) & 0xff)]! ^
      tables[256 + ((word >>> 16) & 0xff)]! ^
      tables[word >>> 24]!;
  }
  for (; at < data.length; at++) crc = (crc >>> 8) ^ tables[(crc ^ data[at]!) & 0xff]!;
  return ~crc >>> 0;
}

/** For each byte, what it does to the checksum, and what it does with one, two and three more bytes behind it. */
function makeTables(): Int32Array {
  const made = new Int32Array(1024);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ polynomial;
    made[byte] = crc;
  }
  for (let i = 256; i < 1024; i++) made[i] = (made[i - 256]! >>> 8) ^ made[made[i - 256]! & 0xff]!;
  return made;
}

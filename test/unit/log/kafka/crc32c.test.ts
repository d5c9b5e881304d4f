import { expect, it } from 'vitest';
import { crc32c } from '../../../../src-main/engine/log/kafka/crc32c.ts';

it.each([
  ['32 zeros', Buffer.alloc(32), 0x8a91_36aa],
  ['32 ones', Buffer.alloc(32, 0xff), 0x62a8_ab43],
  ['32 bytes that ascend', Buffer.from(Array.from({ length: 32 }, (_, i) => i)), 0x46dd_794e],
  ['nine digits', Buffer.from('123456789'), 0xe306_9283],
  ['nothing', Buffer.alloc(0), 0],
])('CRC-32C of %s is as RFC 3720 has it', (_, data, checksum) => {
  expect(crc32c(data)).toBe(checksum);
});

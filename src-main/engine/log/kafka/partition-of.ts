/**
 * The partition of a key, as Kafka's own clients choose it: murmur2 of the key's bytes
 * (https://kafka.apache.org/documentation/#producerconfigs_partitioner.class), so that all of a pair's records lie in
 * one partition whoever published them.
 *
 * @param partitions how many the topic has
 * @param length of the key, which may have other bytes behind it
 */
export const partitionOf = (key: Uint8Array, partitions: number, length = key.length): number =>
  (murmur2(key, length) & 0x7fff_ffff) % partitions;

const seed = 0x9747_b28c;
const multiplier = 0x5bd1_e995;

function murmur2(key: Uint8Array, length: number): number {
  const whole = length & ~3;
  let hash = seed ^ length;
  for (let at = 0; at < whole; at += 4) {
    const word = key[at]! | (key[at + 1]! << 8) | (key[at + 2]! << 16) | (key[at + 3]! << 24);
    const mixed = Math.imul(word, multiplier);
    hash = Math.imul(hash, multiplier) ^ Math.imul(mixed ^ (mixed >>> 24), multiplier);
  }
  if (whole < length) {
    for (let at = length - 1; at >= whole; at--) hash ^= key[at]! << (8 * (at - whole));
    hash = Math.imul(hash, multiplier);
  }
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
}

/**
 * The partition of a key, as Kafka's own clients choose it: murmur2 of the key's bytes
 * (https://kafka.apache.org/documentation/#producerconfigs_partitioner.class), so that all of a pair's records lie in
 * one partition whoever published them.
 *
 * @param key in ASCII
 * @param partitions how many the topic has
 */
export const partitionOf = (key: string, partitions: number): number =>
  (murmur2(key) & 0x7fff_ffff) % partitions;

const seed = 0x9747_b28c;
const multiplier = 0x5bd1_e995;

function murmur2(key: string): number {
  const length = key.length;
  const whole = length & ~3;
  let hash = seed ^ length;
  for (let at = 0; at < whole; at += 4) {
    const word =
      key.charCodeAt(at) |
      (key.charCodeAt(at + 1) << 8) |
      (key.charCodeAt(at + 2) << 16) |
      (key.charCodeAt(at + 3) << 24);
    const mixed = Math.imul(word, multiplier);
    hash = Math.imul(hash, multiplier) ^ Math.imul(mixed ^ (mixed >>> 24), multiplier);
  }
  if (whole < length) {
    for (let at = length - 1; at >= whole; at--) hash ^= key.charCodeAt(at) << (8 * (at - whole));
    hash = Math.imul(hash, multiplier);
  }
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
}

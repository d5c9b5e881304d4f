/** Bits of a word that one pass sorts by: the counters of all values fit into the processor's nearest cache. */
const digitBits = 11;
const values = 2 ** digitBits;
const shifts = [0, digitBits, 2 * digitBits];

/**
 * The places of keys in ascending order (radix sort, the least significant digit first). A key is a number of several
 * words; each column holds one word of all keys, the most significant column first.
 */
export function sortedPlaces(columns: readonly Uint32Array[], count: number): Uint32Array {
  let order = new Uint32Array(count);
  let spare = new Uint32Array(count);
  for (let place = 0; place < count; place++) order[place] = place;
  for (const words of columns.toReversed()) {
    const counts = countDigits(words);
    for (const [i, shift] of shifts.entries()) {
      const ofDigit = counts.subarray(i * values, (i + 1) * values);
      if (ofDigit.includes(count)) continue; // All keys have the same one.
      sortBy(words, shift, ofDigit, order, spare);
      [order, spare] = [spare, order];
    }
  }
  return order;
}

/** How often each value of each digit occurs. */
function countDigits(words: Uint32Array): Uint32Array {
  const counts = new Uint32Array(values * shifts.length);
  for (const word of words) {
    counts[word & (values - 1)]!++;
    counts[values + ((word >>> digitBits) & (values - 1))]!++;
    counts[2 * values + (word >>> (2 * digitBits))]!++;
  }
  return counts;
}

/** Sorts by one digit and keeps the order of equal ones; the counts are used up. */
function sortBy(
  words: Uint32Array,
  shift: number,
  counts: Uint32Array,
  from: Uint32Array,
  to: Uint32Array,
): void {
  for (let value = 0, start = 0; value < values; value++) {
    const next = start + counts[value]!;
    counts[value] = start;
    start = next;
  }
  for (const place of from) {
    to[counts[(words[place]! >>> shift) & (values - 1)]!++] = place;
  }
}

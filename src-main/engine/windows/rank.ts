/**
 * The value at a rank, counted from the largest (1), of the first `count` values: by quickselect, in linear time.
 *
 * @param values its first `count` places get another order
 * @returns Infinity at rank 0 or below, 0 past the last one
 */
export function valueAtRank(values: Float64Array, count: number, rank: number): number {
  if (rank <= 0) return Infinity;
  if (rank > count) return 0;
  const wanted = rank - 1;
  let [low, high] = [0, count - 1];
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let [left, right] = [low, high];
    while (left <= right) {
      while (values[left]! > pivot) left += 1;
      while (values[right]! < pivot) right -= 1;
      if (left > right) break;
      const swapped = values[left]!;
      values[left] = values[right]!;
      values[right] = swapped;
      left += 1;
      right -= 1;
    }
    if (wanted <= right) high = right;
    else if (wanted >= left) low = left;
    else return values[wanted]!;
  }
  return values[wanted]!;
}

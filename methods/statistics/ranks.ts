/** Ranks from 1; ties share the average of their places. */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  const order = Int32Array.from({ length: values.length }, (_, k) => k);
  order.sort((one, other) => (values[one] ?? NaN) - (values[other] ?? NaN));
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to] ?? NaN] === values[order[from] ?? NaN]) to++;
    for (let k = from; k < to; k++) ranks[order[k] ?? NaN] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

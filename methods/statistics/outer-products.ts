/**
 * Adds sum_r weight_r row_r row_r' to the lower triangle of a symmetric matrix. Four rows at a time, so that each
 * entry of the target is read and written a quarter as often: this is where standard errors spend their time.
 *
 * @param target size * size, row-major; only its lower triangle is touched
 * @param rows count * size, row-major
 * @param weights one a row, of any sign
 */
export function addOuterProducts(
  target: Float64Array,
  size: number,
  rows: Float64Array,
  weights: Float64Array,
  count: number,
): void {
  const whole = count - (count % 4);
  for (let r = 0; r < whole; r += 4) {
    const o0 = r * size;
    const o1 = o0 + size;
    const o2 = o1 + size;
    const o3 = o2 + size;
    for (let i = 0; i < size; i++) {
      const w0 = (weights[r] ?? NaN) * (rows[o0 + i] ?? NaN);
      const w1 = (weights[r + 1] ?? NaN) * (rows[o1 + i] ?? NaN);
      const w2 = (weights[r + 2] ?? NaN) * (rows[o2 + i] ?? NaN);
      const w3 = (weights[r + 3] ?? NaN) * (rows[o3 + i] ?? NaN);
      const t = i * size;
      for (let k = 0; k <= i; k++) {
        target[t + k] =
          (target[t + k] ?? NaN) +
          (w0 * (rows[o0 + k] ?? NaN) + w1 * (rows[o1 + k] ?? NaN)) +
          (w2 * (rows[o2 + k] ?? NaN) + w3 * (rows[o3 + k] ?? NaN));
      }
    }
  }
  for (let r = whole; r < count; r++) {
    for (let i = 0; i < size; i++) {
      const w = (weights[r] ?? NaN) * (rows[r * size + i] ?? NaN);
      for (let k = 0; k <= i; k++) {
        target[i * size + k] = (target[i * size + k] ?? NaN) + w * (rows[r * size + k] ?? NaN);
      }
    }
  }
}

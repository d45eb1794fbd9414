/** Jacobi's eigenvalues: the matrix is put together again out of them, and the vectors are an orthonormal set. */
import fc from 'fast-check';
import { symmetricEigen } from '../../../methods/statistics/symmetric-eigen.ts';

const symmetric = fc.integer({ min: 1, max: 8 }).chain((size) =>
  fc
    .array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: size * size, maxLength: size * size })
    .map((values) => ({
      size,
      matrix: Float64Array.from(values, (value, at) => {
        const [row, column] = [Math.floor(at / size), at % size];
        return row >= column ? value : NaN;
      }),
    })),
);

test('values ascend, vectors are orthonormal, and together they are the matrix', () => {
  fc.assert(
    fc.property(symmetric, ({ size, matrix }) => {
      const { values, vectors } = symmetricEigen(matrix, size);
      for (let i = 0; i < size; i++) {
        if (i > 0) expect(values[i]).toBeGreaterThanOrEqual((values[i - 1] as number) - 1e-12);
        for (let j = 0; j <= i; j++) {
          let product = 0;
          let again = 0;
          for (let k = 0; k < size; k++) {
            product += (vectors[i * size + k] as number) * (vectors[j * size + k] as number);
            again +=
              (values[k] as number) * (vectors[k * size + i] as number) * (vectors[k * size + j] as number);
          }
          expect(product).toBeCloseTo(i === j ? 1 : 0, 10);
          expect(again).toBeCloseTo(matrix[i * size + j] as number, 9);
        }
      }
    }),
  );
});

test('the values of a matrix that is known', () => {
  // 2 on the diagonal and -1 beside it, order 3: 2 - sqrt 2, 2, 2 + sqrt 2.
  const { values } = symmetricEigen(Float64Array.from([2, 0, 0, -1, 2, 0, 0, -1, 2]), 3);
  [2 - Math.SQRT2, 2, 2 + Math.SQRT2].forEach((value, k) => expect(values[k]).toBeCloseTo(value, 12));
});

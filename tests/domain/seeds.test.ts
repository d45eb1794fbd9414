import fc from 'fast-check';
import { deriveSeed, randomStream, shuffled } from '../../domain/seeds.ts';

test('a derived seed depends on seed, purpose and every index, and on nothing else', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.string(),
      fc.array(fc.oneof(fc.integer(), fc.string())),
      (seed, purpose, indices) => {
        const derived = deriveSeed(seed, purpose, ...indices);
        expect(derived).toBe(deriveSeed(seed, purpose, ...indices));
        expect(Number.isInteger(derived) && derived >= 0 && derived < 2 ** 32).toBe(true);
      },
    ),
  );
  const seen = new Set<number>();
  for (let seed = 0; seed < 10; seed++)
    for (let index = 0; index < 1000; index++) seen.add(deriveSeed(seed, 'draw', index));
  // 10,000 of 2^32: a collision or two may happen, ten would be a defect.
  expect(seen.size).toBeGreaterThan(9990);
  expect(deriveSeed(1, 'a', 1, 2)).not.toBe(deriveSeed(1, 'a', 12));
});

test('a stream is the same every time, and its moments are those of its distribution', () => {
  const first = randomStream(7, 'test');
  const again = randomStream(7, 'test');
  const n = 200_000;
  let [uniforms, normals, squares, fourths, strays] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const u = first.uniform();
    if (again.uniform() !== u || u < 0 || u >= 1) strays++;
    uniforms += u;
  }
  expect(strays).toBe(0);
  for (let i = 0; i < n; i++) {
    const z = first.normal();
    normals += z;
    squares += z * z;
    fourths += z ** 4;
  }
  // Six standard errors each.
  expect(Math.abs(uniforms / n - 0.5)).toBeLessThan(6 * Math.sqrt(1 / 12 / n));
  expect(Math.abs(normals / n)).toBeLessThan(6 / Math.sqrt(n));
  expect(Math.abs(squares / n - 1)).toBeLessThan(6 * Math.sqrt(2 / n));
  expect(Math.abs(fourths / n - 3)).toBeLessThan(6 * Math.sqrt(96 / n));
});

test('integers are uniform: chi-square of 10 bins', () => {
  const stream = randomStream(3, 'integers');
  const counts = new Array<number>(10).fill(0);
  const n = 100_000;
  for (let i = 0; i < n; i++) {
    const value = stream.integer(10);
    counts[value] = (counts[value] ?? 0) + 1;
  }
  const chiSquare = counts.reduce((sum, count) => sum + (count - n / 10) ** 2 / (n / 10), 0);
  // 9 degrees of freedom: 40 is beyond 1 in 100,000.
  expect(chiSquare).toBeLessThan(40);
});

test('shuffled values are the same values, each in each place as often', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer(), (values, seed) => {
      const given = [...values];
      const out = shuffled(randomStream(seed, 'shuffle'), values);
      expect(out.toSorted((a, b) => a - b)).toEqual(values.toSorted((a, b) => a - b));
      expect(values).toEqual(given);
    }),
  );
  const stream = randomStream(3, 'places');
  const counts = new Float64Array(16);
  const n = 20_000;
  for (let draw = 0; draw < n; draw++)
    shuffled(stream, [0, 1, 2, 3]).forEach((value, place) => {
      counts[4 * value + place] = (counts[4 * value + place] ?? 0) + 1;
    });
  // Six standard errors of a share of a quarter.
  for (const count of counts) expect(Math.abs(count / n - 0.25)).toBeLessThan(6 * Math.sqrt(0.1875 / n));
});

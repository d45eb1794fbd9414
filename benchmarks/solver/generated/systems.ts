/** Linear systems whose rank and solution are known by how they are made: a triangle, mixed by rows. */
import type { RandomStream } from '../../../domain/seeds.ts';
import { chance, nonZero, oneOf, whole } from './draw.ts';
import { dot, fraction, negative, ONE, plus, times, ZERO, type Fraction } from './fraction.ts';
import type { Row } from './write.ts';

/** As many independent rows as names, all true of the values: an upper triangle without a 0 on its diagonal, mixed. */
export function regular(stream: RandomStream, names: readonly string[], values: readonly Fraction[]): Row[] {
  const triangle = names.map((_, i) =>
    names.map((__, j) => {
      if (j < i) return ZERO;
      if (j === i) return fraction(nonZero(stream, 5));
      return chance(stream, 0.6) ? fraction(nonZero(stream, 6)) : ZERO;
    }),
  );
  return mixed(stream, triangle).map((coefficients) => rowOf(names, coefficients, values));
}

/**
 * One row fewer than names: the values may move along one line and no other.
 *
 * @param line how much each name moves; `names[goal]` moves by 1
 */
export function short(
  stream: RandomStream,
  names: readonly string[],
  values: readonly Fraction[],
  goal: number,
  line: readonly number[],
): Row[] {
  const tied = names.flatMap((_, i) => {
    if (i === goal) return [];
    const scale = nonZero(stream, 4);
    // scale * name[i] - scale * line[i] * name[goal] does not change along the line.
    return [
      names.map((__, j) => {
        if (j === i) return fraction(scale);
        return j === goal ? fraction(-scale * (line[i] ?? 0)) : ZERO;
      }),
    ];
  });
  return mixed(stream, tied).map((coefficients) => rowOf(names, coefficients, values));
}

/** A combination of some of the rows, and which they are. */
export function combination(stream: RandomStream, rows: readonly Row[]): { row: Row; of: number[] } {
  const first = stream.integer(rows.length);
  const of = rows.flatMap((_, i) => (i === first || chance(stream, 0.4) ? [i] : []));
  const factors = of.map(() => fraction(oneOf(stream, [1, 1, 2, 3, -1, -2])));
  // A row alone is at least doubled, so that the two are not the same text.
  if (of.length === 1) factors[0] = fraction(whole(stream, 2, 4));
  const picked = of.flatMap((i) => rows[i] ?? []);
  const [{ names }] = picked as [Row];
  const coefficients = names.map((_, j) =>
    dot(
      factors,
      picked.map((row) => row.coefficients[j] ?? ZERO),
    ),
  );
  const constant = dot(
    factors,
    picked.map((row) => row.constant),
  );
  return { row: { names, coefficients, constant }, of };
}

/** The row times a factor that is not 0. */
export function scaled(row: Row, factor: Fraction): Row {
  return {
    names: row.names,
    coefficients: row.coefficients.map((coefficient) => times(coefficient, factor)),
    constant: times(row.constant, factor),
  };
}

function rowOf(
  names: readonly string[],
  coefficients: readonly Fraction[],
  values: readonly Fraction[],
): Row {
  return { names, coefficients, constant: dot(coefficients, values) };
}

/** Rows of the same span: one after another takes another row in, twice around. */
function mixed(stream: RandomStream, rows: readonly (readonly Fraction[])[]): (readonly Fraction[])[] {
  const result = [...rows];
  for (let step = 0; step < 2 * rows.length; step++) {
    const i = step % rows.length;
    const other = stream.integer(rows.length);
    if (other === i || chance(stream, 0.4)) continue;
    const factor = chance(stream, 0.5) ? ONE : negative(ONE);
    result[i] = (result[i] ?? []).map((entry, j) => plus(entry, times(factor, result[other]?.[j] ?? ZERO)));
  }
  return result;
}

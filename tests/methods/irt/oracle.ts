/**
 * The marginal likelihood written down as naively as possible, for tests: every person, every node of a fine grid,
 * every draw of a fractional answer.
 */
import type { ResponseMatrix } from '../../../methods/irt/responses.ts';
import { toRows } from './samples.ts';

/** @param sd the latent standard deviation; a = 1 in a Rasch model */
export function naiveLogLikelihood(responses: ResponseMatrix, a: number[], d: number[], sd: number): number {
  let sum = 0;
  toRows(responses).forEach((row, person) => {
    const weight = responses.weights?.[person] ?? 1;
    for (const { answers, chance } of draws(row))
      sum += weight * chance * Math.log(likelihood(answers, a, d, sd));
  });
  return sum;
}

function likelihood(answers: readonly (number | null)[], a: number[], d: number[], sd: number): number {
  let sum = 0;
  let total = 0;
  for (let z = -8; z <= 8; z += 0.1) {
    const weight = Math.exp(-0.5 * z * z);
    let product = weight;
    answers.forEach((answer, item) => {
      if (answer === null) return;
      const p = 1 / (1 + Math.exp(-((a[item] ?? NaN) * sd * z + (d[item] ?? NaN))));
      product *= answer === 1 ? p : 1 - p;
    });
    sum += product;
    total += weight;
  }
  return sum / total;
}

/** Every way to draw 0 and 1 from a row of probabilities. */
function draws(row: readonly (number | null)[]): { answers: (number | null)[]; chance: number }[] {
  return row.reduce<{ answers: (number | null)[]; chance: number }[]>(
    (drawn, score) =>
      score === null || score === 0 || score === 1
        ? drawn.map(({ answers, chance }) => ({ answers: [...answers, score], chance }))
        : drawn.flatMap(({ answers, chance }) => [
            { answers: [...answers, 1], chance: chance * score },
            { answers: [...answers, 0], chance: chance * (1 - score) },
          ]),
    [{ answers: [], chance: 1 }],
  );
}

/** Minus the second derivatives by central differences of second order. */
export function numericalInformation(f: (x: number[]) => number, x: readonly number[]): number[][] {
  const h = 1e-3;
  const at = (i: number, k: number, s: number, t: number): number => {
    const moved = [...x];
    moved[i] = (moved[i] ?? NaN) + s * h;
    moved[k] = (moved[k] ?? NaN) + t * h;
    return f(moved);
  };
  const out = x.map(() => x.map(() => 0));
  x.forEach((_, i) => {
    for (let k = 0; k <= i; k++) {
      const value = -(at(i, k, 1, 1) - at(i, k, 1, -1) - at(i, k, -1, 1) + at(i, k, -1, -1)) / (4 * h * h);
      (out[i] as number[])[k] = value;
      (out[k] as number[])[i] = value;
    }
  });
  return out;
}

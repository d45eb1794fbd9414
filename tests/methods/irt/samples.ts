/** Response tables that the tests of the fits share. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomStream } from '../../../domain/seeds.ts';
import type { ResponseMatrix } from '../../../methods/irt/responses.ts';

/** LSAT section 6 (Bock and Lieberman 1970), pattern:count, N = 1,000. */
const LSAT6 =
  '00000:3 00001:6 00010:2 00011:11 00100:1 00101:1 00110:3 00111:4 01000:1 01001:8 01011:16 01101:3 01110:2 ' +
  '01111:15 10000:10 10001:29 10010:14 10011:81 10100:3 10101:28 10110:15 10111:80 11000:16 11001:56 11010:21 ' +
  '11011:173 11100:11 11101:61 11110:28 11111:298';

/** LSAT section 7 (Bock and Lieberman 1970), counts of 00000 to 11111 in binary order, N = 1,000. */
const LSAT7 = '12 19 1 7 3 19 3 17 10 5 3 7 7 23 8 28 7 39 11 34 14 51 15 90 6 25 7 35 18 136 32 308';

export const lsat6 = ofPatterns(LSAT6.split(' ').map((entry) => entry.split(':') as [string, string]));
export const lsat7 = ofPatterns(
  LSAT7.split(' ').map((count, k): [string, string] => [k.toString(2).padStart(5, '0'), count]),
);

function ofPatterns(patterns: readonly (readonly [string, string])[]): ResponseMatrix {
  return {
    ...ofRows(patterns.map(([pattern]) => Array.from(pattern, Number))),
    weights: Float64Array.from(patterns, ([, count]) => Number(count)),
  };
}

/** A matrix from rows of equal length; null = missing. */
export function ofRows(rows: readonly (readonly (number | null)[])[]): ResponseMatrix {
  return {
    persons: rows.length,
    items: rows[0]?.length ?? 0,
    scores: Float64Array.from(rows.flat(), (score) => score ?? NaN),
    weights: undefined,
  };
}

/** The rows of a matrix, missing cells as null. */
export function toRows({ persons, items, scores }: ResponseMatrix): (number | null)[][] {
  return Array.from({ length: persons }, (_, person) =>
    Array.from(scores.subarray(person * items, (person + 1) * items), (score) =>
      Number.isNaN(score) ? null : score,
    ),
  );
}

/** The verbal aggression data (De Boeck and Wilson 2004) as the set-up extracts them; score = not "no". */
export const verbalPath =
  process.env['HOLDFAST_VERBAL'] ?? join(import.meta.dirname, '../../../.setup/verbal-aggression.csv');
export const verbalMissing = existsSync(verbalPath)
  ? undefined
  : 'the set-up has not extracted the verbal aggression data';
export function verbal(): ResponseMatrix {
  return ofRows(csv(verbalPath).map((row) => row.slice(3).map((answer) => (answer === 'no' ? 0 : 1))));
}

/** Wordbank, Marchman norming sample: 1,375 children, 680 words. */
const wordbankPath = join(process.env['HOLDFAST_DATA'] ?? '', 'responses/wordbank/responses.csv');
export const wordbankMissing = existsSync(wordbankPath)
  ? undefined
  : 'HOLDFAST_DATA has no responses/wordbank';
export function wordbank(everyWord: number, words: number): ResponseMatrix {
  const rows = csv(wordbankPath).map((row) => row.slice(4));
  return ofRows(rows.map((row) => Array.from({ length: words }, (_, k) => Number(row[k * everyWord]))));
}

function csv(path: string): string[][] {
  const [, ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  return lines.map((line) => line.split(','));
}

/** Answers drawn from a 2PL. */
export interface Simulated {
  readonly responses: ResponseMatrix;
  readonly a: Float64Array;
  readonly b: Float64Array;
}

/** b from N(0, 1), log a from N(0, slopeSd^2), theta from N(mean, 1). */
export function simulate(seed: number, persons: number, items: number, slopeSd: number, mean = 0): Simulated {
  const stream = randomStream(seed, 'test-responses', persons, items);
  const a = Float64Array.from({ length: items }, () => Math.exp(slopeSd * stream.normal()));
  const b = Float64Array.from({ length: items }, () => stream.normal());
  const scores = new Float64Array(persons * items);
  for (let person = 0, cell = 0; person < persons; person++) {
    const theta = mean + stream.normal();
    for (let item = 0; item < items; item++, cell++) {
      const x = (a[item] as number) * (theta - (b[item] as number));
      scores[cell] = stream.uniform() < 1 / (1 + Math.exp(-x)) ? 1 : 0;
    }
  }
  return { responses: { persons, items, scores, weights: undefined }, a, b };
}

/** The same responses with each cell missing at random with this chance. */
export function withMissing(responses: ResponseMatrix, seed: number, chance: number): ResponseMatrix {
  const stream = randomStream(seed, 'test-missing');
  return { ...responses, scores: responses.scores.map((score) => (stream.uniform() < chance ? NaN : score)) };
}

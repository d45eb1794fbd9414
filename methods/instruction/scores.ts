/** Scores of one instruction: what a judge predicts of each persona on each test item after each material. */
import { mean } from '../statistics/mean.ts';

/** Two skills, each a level; a higher level is a more proficient student. */
export type Persona = readonly [first: number, second: number];

/** personas x materials x items, row-major; NaN where nothing was observed. */
export interface Scores {
  readonly personas: readonly Persona[];
  readonly materials: number;
  readonly items: number;
  readonly values: Float64Array;
}

export function emptyScores(personas: readonly Persona[], materials: number, items: number): Scores {
  return {
    personas,
    materials,
    items,
    values: new Float64Array(personas.length * materials * items).fill(NaN),
  };
}

export function scoreIndex(scores: Scores, persona: number, material: number, item: number): number {
  return (persona * scores.materials + material) * scores.items + item;
}

/** The mean of what is there; NaN where nothing is. */
export function meanThere(values: Float64Array): number {
  return mean(values.filter((value) => !Number.isNaN(value)));
}

/** The mean score of each persona over materials and items, in the order of the personas; NaN where nothing was observed. */
export function surfaceOf({ personas, materials, items, values }: Scores): Float64Array {
  const pairs = materials * items;
  return Float64Array.from(personas, (_, persona) =>
    meanThere(values.subarray(persona * pairs, (persona + 1) * pairs)),
  );
}

/**
 * For each material x item pair, the mean over chosen personas of a combination of scores, such as worked minus practice: the
 * unit over which effects are estimated.
 *
 * @param combine of one cell's scores, in the order of `all`; NaN where one is missing
 * @returns materials x items, row-major; NaN where no chosen persona has a value
 */
export function overPersonas(
  all: readonly Scores[],
  chosen: (persona: Persona) => boolean,
  combine: (scores: readonly number[]) => number,
): Float64Array {
  const [first] = all;
  if (first === undefined) return new Float64Array(0);
  const pairs = first.materials * first.items;
  const among = first.personas.flatMap((persona, index) => (chosen(persona) ? [index] : []));
  const out = new Float64Array(pairs);
  for (let pair = 0; pair < pairs; pair++) {
    const combined = Float64Array.from(among, (persona) =>
      combine(all.map(({ values }) => values[persona * pairs + pair] ?? NaN)),
    );
    out[pair] = meanThere(combined);
  }
  return out;
}

/** Where a persona with one skill higher, the other equal, is predicted to do worse. */
export interface Monotonicity {
  /** Neighbours that were compared. */
  readonly compared: number;
  readonly violations: number;
  /** The largest fall, in points; 0 without a violation. */
  readonly largest: number;
}

/** Over all pairs of personas one step of a level apart, of a surface. A tie violates nothing. */
export function monotonicityOf(personas: readonly Persona[], surface: Float64Array): Monotonicity {
  const at = new Map(personas.map(([a, b], index) => [`${a} ${b}`, surface[index] ?? NaN]));
  const steps = [nextLevels(personas.map(([a]) => a)), nextLevels(personas.map(([, b]) => b))] as const;
  const falls = personas.flatMap(([a, b]) => {
    const here = at.get(`${a} ${b}`) ?? NaN;
    const above = [at.get(`${steps[0].get(a) ?? ''} ${b}`), at.get(`${a} ${steps[1].get(b) ?? ''}`)];
    return above.flatMap((score) => (score === undefined ? [] : [here - score]));
  });
  const there = falls.filter((fall) => !Number.isNaN(fall));
  return {
    compared: there.length,
    violations: there.filter((fall) => fall > 0).length,
    largest: there.reduce((most, fall) => Math.max(most, fall), 0),
  };
}

/** Of each level, the next higher one that is there. */
function nextLevels(levels: readonly number[]): ReadonlyMap<number, number> {
  const sorted = [...new Set(levels)].sort((a, b) => a - b);
  return new Map(
    sorted.flatMap((level, i) => (i + 1 < sorted.length ? [[level, sorted[i + 1] ?? level]] : [])),
  );
}

/** What arms are held against, and what costs no call: a coin, disjoint people, groups of people. */
import { randomStream } from '../../../domain/seeds.ts';
import { disjointCorrelations } from '../../../methods/alignment/ceiling.ts';
import { informativeItems } from '../../../methods/alignment/informative-items.ts';
import { prepareArms } from '../../../methods/alignment/prepare.ts';
import type { AlignmentOptions, ModelSide, Respondents } from '../../../methods/alignment/sides.ts';
import { mean } from '../../../methods/statistics/mean.ts';
import { centralInterval } from '../../../methods/statistics/quantile.ts';

/** As many respondents as people, each answering each item by the toss of one fair coin. */
export function coinSide(itemIds: readonly string[], respondents: number, seed: number): ModelSide {
  const scores = new Float64Array(respondents * itemIds.length);
  for (let row = 0; row < respondents; row++) {
    const stream = randomStream(seed, 'coin', row);
    for (let item = 0; item < itemIds.length; item++) scores[row * itemIds.length + item] = stream.integer(2);
  }
  const persons = Array.from({ length: respondents }, (_, row) => `coin ${row + 1}`);
  return {
    kind: 'responses',
    items: itemIds,
    persons,
    clusters: persons,
    exact: false,
    responses: { persons: respondents, items: itemIds.length, scores, weights: undefined },
  };
}

/** r between disjoint samples of people: the mean over splits and the middle 95 % of them. */
export interface SplitFigure {
  readonly r: number | null;
  /** Where 95 % of the splits fall: the spread of r for samples of this size, not an error of the mean. */
  readonly range: readonly [number, number] | null;
  /** Clusters of people in each sample. */
  readonly size: number;
  readonly splits: number;
}

/** People against disjoint people: halves of the sample, again and again. */
export function peopleAgainstPeople(people: Respondents, options: AlignmentOptions): SplitFigure {
  const prepared = prepareArms(people, [{ name: 'people', model: people }], options);
  const { side } = prepared.human;
  // Halves agree on where the prior puts an item that everybody answered alike.
  const on = informativeItems(prepared.human, prepared.human);
  const splits = options.splits ?? 100;
  const size = Math.floor((side?.clusters ?? 0) / 2);
  if (side === null || size < 2) return { r: null, range: null, size, splits };
  const rs = disjointCorrelations(side, size, splits, options.seed ?? 1, 'people against people', on).filter(
    (r) => !Number.isNaN(r),
  );
  if (rs.length === 0) return { r: null, range: null, size, splits };
  return { r: mean(rs), range: centralInterval(Float64Array.from(rs)), size, splits };
}

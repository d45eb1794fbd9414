/** The world in which coverage is checked: people and model clusters answer items whose latent correlation is known. */
import type { RandomStream } from '../../domain/seeds.ts';
import type { HumanSide, ModelSide } from '../../methods/alignment/sides.ts';

/** One row of the coverage table. */
export interface Cell {
  readonly items: number;
  readonly people: number;
  readonly rho: number;
  /** Model clusters; the model's respondents, as many as people, are divided over them. */
  readonly clusters: number;
}

export function cellName({ items, people, rho, clusters }: Cell): string {
  return `${items}/${people}/${rho}/${clusters}`;
}

/** The standard deviation of a model cluster's shift of an item, in logits. */
const CLUSTER_SD = 0.5;

export interface World {
  readonly human: HumanSide;
  readonly model: ModelSide;
  /** The difficulties that were drawn. */
  readonly bHuman: Float64Array;
  readonly bModel: Float64Array;
}

/**
 * Difficulties of both populations are bivariate standard normal with correlation rho: items are a sample, and rho is
 * the correlation over all items that might have been taken. People have theta ~ N(0, 1) and answer by the Rasch
 * model. The model's respondents do as well, but each cluster (persona) shifts each item by N(0, .5^2) of its own:
 * the model's difficulty is that of the population of clusters, in which the shifts average out.
 */
export function simulate(stream: RandomStream, cell: Cell): World {
  const { items, people, rho, clusters } = cell;
  const bHuman = new Float64Array(items);
  const bModel = new Float64Array(items);
  for (let item = 0; item < items; item++) {
    const shared = stream.normal();
    bHuman[item] = shared;
    bModel[item] = rho * shared + Math.sqrt(1 - rho * rho) * stream.normal();
  }
  const shifts = Float64Array.from({ length: clusters * items }, () => CLUSTER_SD * stream.normal());
  const ids = Array.from({ length: items }, (_, item) => `item-${item + 1}`);
  const humanScores = answers(stream, people, bHuman, () => 0);
  const modelScores = answers(
    stream,
    people,
    bModel,
    (row, item) => shifts[(row % clusters) * items + item] as number,
  );
  return {
    human: {
      kind: 'responses',
      items: ids,
      responses: { persons: people, items, scores: humanScores, weights: undefined },
    },
    model: {
      kind: 'responses',
      items: ids,
      responses: { persons: people, items, scores: modelScores, weights: undefined },
      clusters: Array.from({ length: people }, (_, row) => `cluster-${(row % clusters) + 1}`),
    },
    bHuman,
    bModel,
  };
}

function answers(
  stream: RandomStream,
  rows: number,
  b: Float64Array,
  shift: (row: number, item: number) => number,
): Float64Array {
  const scores = new Float64Array(rows * b.length);
  for (let row = 0; row < rows; row++) {
    const theta = stream.normal();
    for (let item = 0; item < b.length; item++) {
      const p = 1 / (1 + Math.exp((b[item] as number) - theta - shift(row, item)));
      scores[row * b.length + item] = stream.uniform() < p ? 1 : 0;
    }
  }
  return scores;
}

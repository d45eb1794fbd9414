import fc from 'fast-check';
import { randomStream } from '../../../domain/seeds.ts';
import { packColumns } from '../../../methods/alignment/packed-columns.ts';
import { prepareArms } from '../../../methods/alignment/prepare.ts';
import { type PreparedSide, refitter } from '../../../methods/alignment/refit.ts';
import { drawCounts } from '../../../methods/alignment/resample.ts';
import type { ModelSide } from '../../../methods/alignment/sides.ts';
import { fitIrt } from '../../../methods/irt/fit.ts';
import { sideOf, world } from './worlds.ts';

const { human, model } = world(2, { items: 15, people: 80, rho: 0.5, clusters: 35 });

function preparedModel(side: ModelSide, estimation: 'map' | 'ml', scale: 'rasch' | 'logit'): PreparedSide {
  const prepared = prepareArms(human, [{ name: 'model', model: side }], { estimation, scale }).arms[0]?.side;
  if (prepared === undefined) throw new Error('no arm');
  return prepared;
}

function weightsOf(side: PreparedSide, counts: Uint16Array): Float64Array {
  return Float64Array.from(
    side.clusterOf,
    (cluster, row) => (counts[cluster] ?? 0) * (side.responses.weights?.[row] ?? 1),
  );
}

describe('refits under drawn clusters', () => {
  const missing: ModelSide = {
    ...model,
    responses: {
      ...model.responses,
      scores: model.responses.scores.map((x, cell) => (cell % 11 === 3 ? NaN : x)),
    },
  };
  const fractional: ModelSide = {
    ...model,
    responses: {
      ...model.responses,
      scores: model.responses.scores.map((x) => 0.1 + 0.8 * x),
      weights: Float64Array.from({ length: 80 }, (_, row) => 1 + (row % 3)),
    },
  };
  const coin: ModelSide = {
    ...sideOf({
      persons: 80,
      items: 15,
      scores: Float64Array.from({ length: 1200 }, (_, cell) => randomStream(9, 'test-coin', cell).integer(2)),
      weights: undefined,
    }),
    items: model.items,
  };
  const cases: [string, ModelSide, 'map' | 'ml'][] = [
    ['complete answers', model, 'map'],
    ['complete answers', model, 'ml'],
    ['missing cells', missing, 'map'],
    ['weighted probabilities', fractional, 'map'],
    ['a coin, whose latent variance is on its boundary', coin, 'map'],
  ];
  it.each(cases)('solve the same equations as a fit from scratch: %s, %#', (_, side, estimation) => {
    const prepared = preparedModel(side, estimation, 'rasch');
    const refit = refitter(prepared);
    for (let draw = 0; draw < 15; draw++) {
      const counts = drawCounts(randomStream(7, 'test-draw', draw), prepared.clusters);
      const b = refit(counts);
      const fit = fitIrt(
        { ...prepared.responses, weights: weightsOf(prepared, counts) },
        { model: 'rasch', estimation, tolerance: 1e-8 },
      );
      fit.items.forEach((item, k) => expect(Math.abs((b[k] ?? NaN) - (item.b ?? NaN))).toBeLessThan(2e-4));
    }
  });

  it('give -logit of the drawn share, with half an answer on either side', () => {
    for (const side of [model, missing]) {
      const prepared = preparedModel(side, 'map', 'logit');
      const refit = refitter(prepared);
      const counts = drawCounts(randomStream(8, 'test-draw'), prepared.clusters);
      const weights = weightsOf(prepared, counts);
      const b = refit(counts);
      for (let item = 0; item < 15; item++) {
        let n = 0;
        let total = 0;
        weights.forEach((weight, row) => {
          const score = prepared.responses.scores[row * 15 + item] ?? NaN;
          if (Number.isNaN(score)) return;
          n += weight;
          total += weight * score;
        });
        expect(b[item]).toBeCloseTo(-Math.log((total + 0.5) / (n - total + 0.5)), 10);
      }
    }
  });
});

describe('packed columns', () => {
  it('add up as the plain sums do, whole numbers and others', () => {
    const matrix = fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 30 }), fc.boolean())
      .chain(([rows, columns, whole]) =>
        fc.tuple(
          fc.constant({ rows, columns }),
          fc.array(whole ? fc.integer({ min: 0, max: 40 }) : fc.double({ min: -5, max: 5, noNaN: true }), {
            minLength: rows * columns,
            maxLength: rows * columns,
          }),
          fc.integer(),
        ),
      );
    fc.assert(
      fc.property(matrix, ([{ rows, columns }, cells, seed]) => {
        const counts = drawCounts(randomStream(seed, 'test-counts'), rows);
        const sums = packColumns(Float64Array.from(cells), rows, columns)(counts);
        for (let column = 0; column < columns; column++) {
          let plain = 0;
          for (let row = 0; row < rows; row++)
            plain += (counts[row] ?? 0) * (cells[row * columns + column] ?? NaN);
          expect(sums[column]).toBeCloseTo(plain, 9);
        }
      }),
    );
  });
});

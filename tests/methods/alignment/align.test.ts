import fc from 'fast-check';
import { UserError } from '../../../domain/errors.ts';
import { align, alignArms, shortRecord } from '../../../methods/alignment/align.ts';
import { decomposeMsd } from '../../../methods/alignment/decomposition.ts';
import type { ModelSide, Respondents } from '../../../methods/alignment/sides.ts';
import { pearson } from '../../../methods/statistics/correlation.ts';
import { reordered, rowsOf, shuffled, sideOf, world } from './worlds.ts';

const quick = { draws: 40, splits: 4 };
const { human, model } = world(1, { items: 20, people: 120, rho: 0.8, clusters: 60 });

describe('an alignment', () => {
  it('of people with themselves is perfect', () => {
    const record = align(human, human, quick);
    expect(record.r).toBeCloseTo(1, 12);
    expect(record.spearman).toBe(1);
    expect(record.meanDifference).toBeCloseTo(0, 9);
    expect(record.rLogit).toBeCloseTo(1, 12);
    expect(record.msd?.total).toBeCloseTo(0, 9);
    // The errors of both sides come off one set of difficulties: what is left is more than 1.
    expect(record).toMatchObject({ rho: null, notEstimable: 'at-bound' });
    expect(record.scoreDistance?.overlap).toBeCloseTo(1, 12);
    expect(record.scoreDistance?.wasserstein).toBe(0);
    record.perItem.forEach((item) => expect(item.mean.logits).toBeCloseTo(0, 9));
  });

  it('prints the fields of its contract, in their order', () => {
    const record = shortRecord(align(human, model, quick));
    expect(Object.keys(record)).toEqual([
      'r',
      'rho',
      'interval',
      'notEstimable',
      'ceiling',
      'share',
      'spearman',
      'msd',
      'meanDifference',
      'items',
      'clusters',
      ...['used', 'constant', 'dropped', 'unmatched', 'converged', 'warnings'],
    ]);
    expect(Object.keys(record.msd ?? {})).toEqual(['total', 'shift', 'spread', 'pattern']);
    expect(record.clusters).toEqual({ human: 120, model: 60 });
    expect(record.items).toBe(20);
    expect(record.share).toBeCloseTo((record.r ?? NaN) / (record.ceiling ?? NaN), 12);
  });

  it('does not depend on the order of items or persons', () => {
    const items = shuffled(20, 3);
    const rows = shuffled(120, 4);
    const clusters = rows.map((row) => model.clusters?.[row] ?? '');
    const moved: ModelSide = { ...model, clusters, responses: rowsOf(model.responses, rows) };
    const one = align(human, model, quick);
    const other = align(reordered(human, items), reordered(moved, shuffled(20, 5)), quick);
    expect(other.r).toBeCloseTo(one.r ?? NaN, 6);
    expect(other.spearman).toBeCloseTo(one.spearman ?? NaN, 6);
    expect(other.msd?.total).toBeCloseTo(one.msd?.total ?? NaN, 5);
    // Draws of items go by their order, so these agree only as far as draws do.
    expect(other.rho).toBeCloseTo(one.rho ?? NaN, 1);
  });

  it('counts a person of weight 2 as two in the fit', () => {
    const weights = Float64Array.from({ length: 120 }, (_, row) => (row < 30 ? 2 : 1));
    const doubled = rowsOf(human.responses, [...Array(120).keys(), ...Array(30).keys()]);
    const one = align({ ...human, responses: { ...human.responses, weights } }, model, quick);
    const other = align({ ...human, responses: doubled }, model, quick);
    expect(one.r).toBeCloseTo(other.r ?? NaN, 6);
    expect(one.scoreDistance?.meanHuman).toBeCloseTo(other.scoreDistance?.meanHuman ?? NaN, 12);
  });

  it('is the same to the bit twice, and other draws with another seed', () => {
    expect(JSON.stringify(align(human, model, quick))).toBe(JSON.stringify(align(human, model, quick)));
    expect(align(human, model, { ...quick, seed: 2 }).interval).not.toEqual(
      align(human, model, quick).interval,
    );
  });

  it('takes the items that both sides name, and says which it left', () => {
    const renamed: ModelSide = {
      ...model,
      items: model.items.map((item, k) => (k === 0 ? 'only-here' : item)),
    };
    const record = align(human, renamed, quick);
    expect(record.items).toBe(19);
    expect(record.unmatched).toEqual({ human: ['item-1'], model: ['only-here'] });
  });

  it('refuses fewer than two common items and an item that is there twice', () => {
    const foreign: ModelSide = {
      ...model,
      items: model.items.map((item, k) => (k === 0 ? item : `other-${k}`)),
    };
    expect(() => align(human, foreign, quick)).toThrow(UserError);
    expect(() => align(human, foreign, quick)).toThrow(/one item; an alignment needs two/);
    const twice: ModelSide = { ...model, items: model.items.map((item, k) => (k === 1 ? 'item-1' : item)) };
    expect(() => align(human, twice, quick)).toThrow(/item-1 is there twice/);
  });
});

describe('the decomposition', () => {
  const vectors = fc
    .integer({ min: 2, max: 30 })
    .chain((n) =>
      fc.tuple(
        ...[0, 1].map(() =>
          fc.array(fc.double({ min: -6, max: 6, noNaN: true }), { minLength: n, maxLength: n }),
        ),
      ),
    );

  it('adds up to the mean squared difference', () => {
    fc.assert(
      fc.property(vectors, ([x = [], y = []]) => {
        const msd = decomposeMsd(Float64Array.from(x), Float64Array.from(y));
        const direct = x.reduce((sum, value, k) => sum + ((y[k] ?? NaN) - value) ** 2, 0) / x.length;
        // Where rounding alone tells a spread from none, r has no meaning.
        if (pearson(x, y) !== null) expect(Math.abs(msd.total - direct)).toBeLessThan(1e-9);
        expect(Math.abs(msd.shift + msd.spread + msd.pattern - msd.total)).toBeLessThan(1e-9);
      }),
    );
  });

  it('sees a shift as level, a stretch as spread', () => {
    const x = Float64Array.from([-1, 0, 2, 3]);
    const moved = decomposeMsd(
      x,
      x.map((value) => value + 0.5),
    );
    expect(moved.shift).toBeCloseTo(0.25, 12);
    expect(moved.spread + moved.pattern).toBeCloseTo(0, 12);
    const stretched = decomposeMsd(
      x,
      x.map((value) => 2 * value - 1),
    );
    expect(stretched.pattern).toBeCloseTo(0, 12);
    expect(stretched.spread).toBeCloseTo(2.5, 12);
  });
});

describe('what cannot be said is null', () => {
  it('no population interval below 30 clusters, figures per unit instead', () => {
    const few: ModelSide = {
      ...model,
      clusters: Array.from({ length: 120 }, (_, row) => `model ${row % 10}`),
    };
    const record = align(human, few, { ...quick, estimand: 'models in general' });
    expect(record.interval).toBeNull();
    expect(record.rho).not.toBeNull();
    expect(record.estimand).toBe('models in general');
    expect(record.units).toHaveLength(10);
    expect(record.units[0]).toMatchObject({ cluster: 'model 0', rows: 12 });
    record.perItem.forEach((item) => expect(item.mean.interval).toBeNull());
    expect(align(human, model, quick).units).toEqual([]);
  });

  it('figures per unit leave out the items that the people answered all alike: the prior alone places them', () => {
    const scores = human.responses.scores.map((score, cell) => (cell % 20 < 3 ? 1 : score));
    const alike: Respondents = { ...human, responses: { ...human.responses, scores } };
    const clusters = Array.from({ length: 120 }, (_, row) => `model ${row % 10}`);
    const few: ModelSide = { ...model, clusters };
    const without = (side: Respondents): Respondents =>
      reordered(
        side,
        Array.from({ length: 17 }, (_, k) => k + 3),
      );
    const all = align(alike, few, quick).units.map(({ r }) => r);
    const rest = align(without(alike), { ...few, ...without(few) }, quick);
    rest.units.forEach(({ r }, unit) => expect(all[unit]).toBeCloseTo(r ?? NaN, 1));
    expect(rest.units).toHaveLength(10);
  });

  it('shares without persons: logits, items resampled, no ceiling', () => {
    const shares = Float64Array.from({ length: 20 }, (_, item) => 0.1 + 0.04 * item);
    const record = align({ kind: 'shares', items: human.items, shares }, model, quick);
    expect(record.scale).toBe('logit');
    expect(record.ceiling).toBeNull();
    expect(record.share).toBeNull();
    expect(record.clusters.human).toBeNull();
    expect(record.scoreDistance).toBeNull();
    expect(record.r).toBe(record.rLogit);
    expect(record.itemInterval).not.toBeNull();
    expect(record.perItem[0]?.seHuman).toBeNull();
  });

  it('under ml an item that all answered the same way is dropped by name; under map no figure stands on it', () => {
    const scores = model.responses.scores.map((score, cell) => (cell % 20 === 7 ? 1 : score));
    const constant: ModelSide = { ...model, responses: { ...model.responses, scores } };
    expect(align(human, constant, { ...quick, estimation: 'ml' })).toMatchObject({
      dropped: ['item-8'],
      items: 19,
    });
    expect(align(human, constant, quick)).toMatchObject({ dropped: [], items: 19 });
  });

  it('a model without differences between items has no rho', () => {
    const half: ModelSide = {
      ...sideOf({ persons: 4, items: 20, scores: new Float64Array(80).fill(0.5), weights: undefined }),
      items: human.items,
    };
    const record = align(human, half, quick);
    expect(record).toMatchObject({ r: null, rho: null, interval: null, share: null });
    expect(JSON.stringify(record)).not.toMatch(/NaN|Infinity/);
  });
});

describe('exact option probabilities', () => {
  const probabilities = (rows: number): Respondents => {
    const scores = Float64Array.from({ length: rows * 20 }, (_, cell) => {
      const row = Math.floor(cell / 20);
      return 1 / (1 + Math.exp((cell % 20) / 5 - 2 - row / rows));
    });
    return { ...sideOf({ persons: rows, items: 20, scores, weights: undefined }), items: human.items };
  };

  it('carry no noise: with few personas only people and items are resampled', () => {
    const record = align(human, probabilities(12), quick);
    expect(record.estimand).toBe('these respondents');
    expect(record.interval).toBeNull();
    expect(record.reliability.model).toBe(1);
    expect(record.ceiling).toBeCloseTo(Math.sqrt(record.reliability.human ?? NaN), 12);
    record.perItem.forEach((item) => expect(item.seModel).toBeNull());
  });

  it('with 30 personas and more these are resampled', () => {
    const record = align(human, probabilities(40), quick);
    expect(record.estimand).toBe('this model, sampled personas');
    expect(record.interval).not.toBeNull();
    expect(record.perItem[0]?.seModel).toBeGreaterThan(0);
  });
});

describe('arms', () => {
  it('are compared on their common items and the same draws: an arm differs from itself by nothing', () => {
    const fewer: ModelSide = { ...model, items: model.items.map((item, k) => (k < 2 ? `gone-${k}` : item)) };
    const { arms, comparisons } = alignArms(
      human,
      [
        { name: 'one', model },
        { name: 'twin', model },
        { name: 'fewer', model: fewer },
      ],
      quick,
    );
    expect(arms.map(({ record }) => record.items)).toEqual([18, 18, 18]);
    expect(comparisons.map(({ one, other }) => `${one}-${other}`)).toEqual([
      'one-twin',
      'one-fewer',
      'twin-fewer',
    ]);
    expect(comparisons[0]).toMatchObject({ difference: 0, interval: [0, 0], p: 1, pHolm: 1 });
    expect(comparisons[1]?.difference).toBe(0);
  });

  it('are compared on the items that both say something of, though each has a record on its own', () => {
    // Twelve items that the model takes as people do, eight that it turns around.
    const turned = model.responses.scores.map((score, cell) => (cell % 20 < 8 ? 1 - score : score));
    const partly: ModelSide = { ...model, responses: { ...model.responses, scores: turned } };
    const alike = turned.map((score, cell) => (cell % 20 < 8 ? 1 : score));
    const silent: ModelSide = { ...model, responses: { ...model.responses, scores: alike } };
    const { arms, comparisons } = alignArms(
      human,
      [
        { name: 'partly', model: partly },
        { name: 'silent', model: silent },
      ],
      { draws: 200, splits: 5 },
    );
    expect(arms.map(({ record }) => record.items)).toEqual([20, 12]);
    const [rhoPartly = NaN, rhoSilent = NaN] = arms.map(({ record }) => record.rho ?? NaN);
    expect(rhoPartly - rhoSilent).toBeLessThan(-0.5);
    expect(comparisons[0]?.difference).toBeCloseTo(0, 1);
    expect(comparisons[0]?.pHolm).toBeGreaterThan(0.05);
  });

  it('without two items that both say something of are not compared', () => {
    const onlyOn = (from: number, to: number): ModelSide => {
      const scores = model.responses.scores.map((score, cell) =>
        cell % 20 >= from && cell % 20 < to ? score : 1,
      );
      return { ...model, responses: { ...model.responses, scores } };
    };
    const { arms, comparisons } = alignArms(
      human,
      [
        { name: 'low', model: onlyOn(0, 10) },
        { name: 'high', model: onlyOn(9, 20) },
      ],
      quick,
    );
    expect(arms.map(({ record }) => record.items)).toEqual([10, 11]);
    expect(comparisons[0]).toMatchObject({ difference: null, p: null });
    expect(comparisons[0]?.notEstimable).not.toBeNull();
  });

  it('that differ are told apart, after Holm', () => {
    const reverse: ModelSide = {
      ...model,
      responses: { ...model.responses, scores: model.responses.scores.map((x) => 1 - x) },
    };
    const { comparisons } = alignArms(
      human,
      [
        { name: 'model', model },
        { name: 'reverse', model: reverse },
      ],
      { draws: 200, splits: 5 },
    );
    expect(comparisons[0]?.difference).toBeGreaterThan(1);
    expect(comparisons[0]?.pHolm).toBeLessThan(0.05);
  });
});

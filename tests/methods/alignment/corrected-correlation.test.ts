import {
  addSums,
  type CoverageSums,
  type CoverageTask,
  NO_RUNS,
} from '../../../benchmarks/alignment/coverage.ts';
import type { Cell } from '../../../benchmarks/alignment/simulate.ts';
import { randomStream } from '../../../domain/seeds.ts';
import { correctedCorrelation, errorVariances } from '../../../methods/alignment/corrected-correlation.ts';
import { drawCounts } from '../../../methods/alignment/resample.ts';
import { pearson } from '../../../methods/statistics/correlation.ts';
import { ComputePool } from '../../../services/compute/pool.ts';

const ITEMS = 40;
const DRAWS = 300;

function normals(seed: number, length: number, sd: number): Float64Array {
  const stream = randomStream(seed, 'test-normals');
  return Float64Array.from({ length }, () => sd * stream.normal());
}

function counts(): Uint16Array {
  const out = new Uint16Array(DRAWS * ITEMS);
  for (let draw = 0; draw < DRAWS; draw++)
    out.set(drawCounts(randomStream(5, 'test-items', draw), ITEMS), draw * ITEMS);
  return out;
}

describe('the noise-corrected correlation', () => {
  const human = normals(1, ITEMS, 1);
  const model = human.map((h, item) => 0.6 * h + 0.8 * (normals(2, ITEMS, 1)[item] ?? 0));

  it('is Pearson r where nothing carries noise, and its draws resample items only', () => {
    const exact = correctedCorrelation(
      { b: human, errors: null },
      { b: model, errors: null },
      counts(),
      ITEMS,
    );
    expect(exact.rho).toBeCloseTo(pearson(human, model) ?? NaN, 12);
    expect(exact.noise).toEqual({ human: 0, model: 0 });
    expect(exact.undefinedDraws).toBe(0);
  });

  it('takes the error variance off once: cov / sqrt((var_H - v_H)(var_L - v_L))', () => {
    const errors = normals(3, DRAWS * ITEMS, 0.4);
    const noisy = correctedCorrelation({ b: human, errors }, { b: model, errors: null }, counts(), ITEMS);
    const v = errorVariances(errors, ITEMS).reduce((sum, value) => sum + value, 0) / (ITEMS - 1);
    expect(v).toBeCloseTo(0.16, 1);
    expect(noisy.noise.human).toBeCloseTo(v, 12);
    const mean = human.reduce((sum, h) => sum + h, 0) / ITEMS;
    const variance = human.reduce((sum, h) => sum + (h - mean) ** 2, 0) / (ITEMS - 1);
    const expected = (pearson(human, model) ?? NaN) * Math.sqrt(variance / (variance - v));
    expect(noisy.rho).toBeCloseTo(expected, 10);
  });

  it('counts the noise of a draw once: its draws centre on the estimate', () => {
    const errors = normals(3, DRAWS * ITEMS, 0.4);
    const other = normals(4, DRAWS * ITEMS, 0.4);
    const { rho, draws, interval } = correctedCorrelation(
      { b: human, errors },
      { b: model, errors: other },
      counts(),
      ITEMS,
    );
    const middle = draws.slice().sort()[DRAWS / 2] ?? NaN;
    expect(Math.abs(middle - (rho ?? NaN))).toBeLessThan(0.05);
    expect(interval?.[0]).toBeLessThan(rho ?? NaN);
    expect(interval?.[1]).toBeGreaterThan(rho ?? NaN);
  });

  it('is null where noise explains all of a variance, and stays within [-1, 1]', () => {
    const errors = normals(3, DRAWS * ITEMS, 3);
    const drowned = correctedCorrelation({ b: human, errors }, { b: model, errors: null }, counts(), ITEMS);
    expect(drowned.rho).toBeNull();
    expect(drowned.interval).toBeNull();
    expect(drowned.undefinedDraws).toBeGreaterThan(0.2);
    drowned.draws.forEach((value) => expect(Math.abs(value)).toBeLessThanOrEqual(1));
  });
});

/** A guard against a change that moves coverage; `npm run bench:alignment` is the measure. On threads: Jest is slow at arithmetic. */
describe('intervals hold the latent correlation', () => {
  const pool = new ComputePool(new URL('../../../benchmarks/alignment/worker.ts', import.meta.url), 2);
  afterAll(() => pool.close());

  async function cover(
    cell: Cell,
    scale: 'rasch' | 'logit',
    draws: number,
    runs: number,
  ): Promise<CoverageSums> {
    const halves = [0, 1].map((half): CoverageTask => ({
      seed: 11,
      cell,
      scale,
      draws,
      from: (half * runs) / 2,
      to: ((half + 1) * runs) / 2,
    }));
    const [one = NO_RUNS, other = NO_RUNS] = await Promise.all(
      halves.map((task) => pool.run<CoverageSums>('coverage', task)),
    );
    return addSums(one, other);
  }

  const cells = [
    { items: 24, people: 150, rho: 0.7, clusters: 150 },
    { items: 50, people: 150, rho: 0.95, clusters: 150 },
  ];
  it.each(cells)('logit: $items items, $people people, rho $rho', async (cell) => {
    const sums = await cover(cell, 'logit', 200, 200);
    expect(sums.covered / sums.runs).toBeGreaterThanOrEqual(0.89);
    expect(Math.abs(sums.rho / sums.runs - cell.rho)).toBeLessThan(0.03);
  });

  it('Rasch b, a small cell', async () => {
    const sums = await cover({ items: 24, people: 100, rho: 0.7, clusters: 100 }, 'rasch', 100, 60);
    expect(sums.covered / sums.runs).toBeGreaterThanOrEqual(0.85);
  });
});

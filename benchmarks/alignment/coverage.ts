/** Runs of one cell of the coverage table. */
import { randomStream } from '../../domain/seeds.ts';
import { correctedCorrelation } from '../../methods/alignment/corrected-correlation.ts';
import { alignmentDraws } from '../../methods/alignment/draws.ts';
import { bootstrapErrors } from '../../methods/alignment/finish.ts';
import { prepareArms } from '../../methods/alignment/prepare.ts';
import { type Cell, cellName, simulate } from './simulate.ts';

/** Runs `from` to `to` - 1 of a cell. */
export interface CoverageTask {
  readonly seed: number;
  readonly cell: Cell;
  /** `logit`: -logit(share) in place of Rasch b, a hundred times faster; `rasch`: the estimator of `holdfast align`. */
  readonly scale: 'rasch' | 'logit';
  readonly draws: number;
  readonly from: number;
  readonly to: number;
}

/** What a number of runs came to. */
export interface CoverageSums {
  readonly runs: number;
  /** Runs whose interval holds rho. A run without an interval (noise explained all of a variance) does not. */
  readonly covered: number;
  readonly above: number;
  readonly below: number;
  readonly width: number;
  readonly rho: number;
  readonly withoutInterval: number;
}

export const NO_RUNS: CoverageSums = {
  runs: 0,
  covered: 0,
  above: 0,
  below: 0,
  width: 0,
  rho: 0,
  withoutInterval: 0,
};

/** Simulates and aligns. The interval is computed at any number of clusters; `align` withholds it below 30. */
export function coverageRuns(task: CoverageTask): CoverageSums {
  let sums = NO_RUNS;
  for (let run = task.from; run < task.to; run++) sums = addSums(sums, coverageRun(task, run));
  return sums;
}

function coverageRun({ seed, cell, scale, draws }: CoverageTask, run: number): CoverageSums {
  const world = simulate(randomStream(seed, 'coverage', cellName(cell), run), cell);
  const prepared = prepareArms(world.human, [{ name: 'model', model: world.model }], {
    draws,
    seed: run,
    scale,
  });
  const chunk = alignmentDraws(prepared.input, 0, draws);
  const human = { b: prepared.human.b, errors: bootstrapErrors(chunk.human, cell.items, cell.people) };
  const bModel = prepared.arms[0]?.b ?? new Float64Array(cell.items);
  const model = { b: bModel, errors: bootstrapErrors(chunk.models[0] ?? null, cell.items, cell.clusters) };
  const { rho, interval } = correctedCorrelation(human, model, chunk.itemCounts, prepared.input.testlets);
  if (rho === null || interval === null) return { ...NO_RUNS, runs: 1, withoutInterval: 1 };
  const [low, high] = interval;
  return {
    runs: 1,
    covered: Number(low <= cell.rho && cell.rho <= high),
    above: Number(low > cell.rho),
    below: Number(high < cell.rho),
    width: high - low,
    rho,
    withoutInterval: 0,
  };
}

export function addSums(one: CoverageSums, other: CoverageSums): CoverageSums {
  return {
    runs: one.runs + other.runs,
    covered: one.covered + other.covered,
    above: one.above + other.above,
    below: one.below + other.below,
    width: one.width + other.width,
    rho: one.rho + other.rho,
    withoutInterval: one.withoutInterval + other.withoutInterval,
  };
}

/** From fits and draws to the record of each arm. */
import { pearson, spearman } from '../statistics/correlation.ts';
import { mean, variance } from '../statistics/mean.ts';
import { splitHalfReliability } from './ceiling.ts';
import {
  type CorrectedCorrelation,
  correctedCorrelation,
  type Errors,
  errorVariances,
  type NoisyDifficulties,
} from './corrected-correlation.ts';
import { decomposeMsd } from './decomposition.ts';
import { type DrawChunk, mergeChunks } from './draws.ts';
import { informativeItems, isConstant, pickColumns } from './informative-items.ts';
import { notEstimable } from './not-estimable.ts';
import { type FittedArm, type FittedSide, MIN_CLUSTERS, type Prepared } from './prepare.ts';
import type { AlignmentRecord, ItemAlignment } from './record.ts';
import { linkedResiduals } from './residuals.ts';
import { scoreDistance } from './score-distance.ts';
import { unitFigures } from './units.ts';

/** An arm's record, and its draws of rho for comparisons between arms. */
export interface FinishedArm {
  readonly name: string;
  readonly record: AlignmentRecord;
  readonly rhoDraws: Float64Array;
}

/**
 * The records of all arms.
 *
 * @param chunks draws 0 to n - 1 of `prepared.input`, in any order
 */
export function finishArms(prepared: Prepared, chunks: readonly DrawChunk[]): FinishedArm[] {
  const draws = mergeChunks(chunks);
  const { side } = prepared.human;
  const { splits, seed } = prepared.options;
  const context: Context = {
    prepared,
    draws,
    errorsHuman: bootstrapErrors(draws.human, prepared.items.length, side?.clusters ?? 0),
    reliabilityHuman: side === null ? null : splitHalfReliability(side, splits, seed, 'people'),
  };
  return prepared.arms.map((arm, index) => finishArm(context, arm, draws.models[index] ?? null));
}

interface Context {
  readonly prepared: Prepared;
  readonly draws: DrawChunk;
  readonly errorsHuman: Errors;
  readonly reliabilityHuman: number | null;
}

function finishArm(context: Context, arm: FittedArm, drawn: Float64Array | null): FinishedArm {
  const { prepared, draws } = context;
  const { options, items, human, input } = prepared;
  const common = items.length;
  const on = informativeItems(human, arm);
  const isPair = on.length > 1;
  const errorsHuman = pickErrors(context.errorsHuman, common, on);
  const errorsModel = pickErrors(bootstrapErrors(drawn, common, arm.side.clusters), common, on);
  const bHuman = pickColumns(human.b, common, on);
  const bModel = pickColumns(arm.b, common, on);
  const itemCounts = pickColumns(draws.itemCounts, common, on);
  const testlets = new Set(on.map((item) => input.testletOf[item])).size;
  const corrected = correctedCorrelation(
    { b: bHuman, errors: errorsHuman },
    { b: bModel, errors: errorsModel },
    itemCounts,
    testlets,
  );
  const population = arm.resampled && arm.side.clusters >= MIN_CLUSTERS;
  const r = isPair ? pearson(bHuman, bModel) : null;
  const silent = isPair ? notEstimable(r, corrected) : 'no-information';
  const reliabilityHuman =
    human.side === null || on.length === common
      ? context.reliabilityHuman
      : splitHalfReliability(human.side, options.splits, options.seed, 'people', on);
  const reliabilityModel = armReliability(arm, options, on);
  const ceiling =
    !isPair || reliabilityHuman === null || reliabilityModel === null
      ? null
      : Math.sqrt(reliabilityHuman * reliabilityModel);
  const record: AlignmentRecord = {
    r,
    rho: silent === null ? corrected.rho : null,
    interval: population && (silent === null || silent === 'at-bound') ? corrected.interval : null,
    notEstimable: silent,
    ceiling,
    share: r === null || ceiling === null ? null : r / ceiling,
    spearman: isPair ? spearman(bHuman, bModel) : null,
    msd: isPair ? decomposeMsd(bHuman, bModel) : null,
    meanDifference: isPair ? mean(bModel) - mean(bHuman) : null,
    items: on.length,
    clusters: { human: human.side?.clusters ?? null, model: arm.side.clusters },
    estimand: arm.resampled ? options.estimand : 'these respondents',
    scale: options.scale,
    estimation: options.estimation,
    seed: options.seed,
    draws: draws.to,
    rLogit: isPair
      ? pearson(pickColumns(human.logits, common, on), pickColumns(arm.logits, common, on))
      : null,
    itemInterval: isPair ? itemsOnly(bHuman, bModel, itemCounts, testlets) : null,
    reliability: { human: reliabilityHuman, model: reliabilityModel },
    spreadRatio: isPair
      ? ratio(Math.sqrt(variance(bModel, 'population')), Math.sqrt(variance(bHuman, 'population')))
      : null,
    scoreDistance: human.side === null ? null : scoreDistance(human.side.responses, arm.side.responses),
    perItem: isPair
      ? perItem(
          on.map((item) => ({
            id: items[item] ?? '',
            shareHuman: human.shares[item] as number,
            shareModel: arm.shares[item] as number,
          })),
          { b: bHuman, errors: errorsHuman },
          { b: bModel, errors: errorsModel },
          population,
        )
      : [],
    units: arm.side.clusters < MIN_CLUSTERS ? unitFigures(arm.side, arm.clusterNames, human.b) : [],
    dropped: prepared.dropped,
    constant: { human: constantIn(human, items), model: constantIn(arm, items) },
    unmatched: arm.unmatched,
    undefinedDraws: corrected.undefinedDraws,
    converged: { human: human.side?.fit?.converged ?? true, model: arm.side.fit?.converged ?? true },
  };
  return { name: arm.name, record, rhoDraws: corrected.draws };
}

function pickErrors(errors: Errors, items: number, on: readonly number[]): Errors {
  return errors === null ? null : pickColumns(errors, items, on);
}

function constantIn(side: FittedSide, items: readonly string[]): string[] {
  return items.filter((_, item) => isConstant(side, item));
}

/**
 * What each draw's difficulties are off from their mean over draws, made as large as the errors of the estimates: a
 * bootstrap over C clusters scatters with (C - 1) / C of their variance.
 */
export function bootstrapErrors(drawn: Float64Array | null, items: number, clusters: number): Errors {
  if (drawn === null) return null;
  const draws = drawn.length / items;
  const scale = clusters > 1 ? Math.sqrt(clusters / (clusters - 1)) : 1;
  const errors = new Float64Array(drawn.length);
  for (let item = 0; item < items; item++) {
    let sum = 0;
    let count = 0;
    for (let draw = 0; draw < draws; draw++) {
      const value = drawn[draw * items + item] as number;
      if (value !== value) continue;
      sum += value;
      count++;
    }
    for (let draw = 0; draw < draws; draw++) {
      const cell = draw * items + item;
      errors[cell] = scale * ((drawn[cell] as number) - sum / count);
    }
  }
  return errors;
}

/** 1 where nothing was sampled. */
function armReliability(arm: FittedArm, options: Prepared['options'], on: readonly number[]): number | null {
  if (arm.side.exact && !arm.resampled) return 1;
  return splitHalfReliability(arm.side, options.splits, options.seed, 'model', on);
}

function itemsOnly(
  bHuman: Float64Array,
  bModel: Float64Array,
  itemCounts: Uint16Array,
  units: number,
): CorrectedCorrelation['interval'] {
  return correctedCorrelation({ b: bHuman, errors: null }, { b: bModel, errors: null }, itemCounts, units)
    .interval;
}

function perItem(
  items: readonly Pick<ItemAlignment, 'id' | 'shareHuman' | 'shareModel'>[],
  human: NoisyDifficulties,
  model: NoisyDifficulties,
  population: boolean,
): ItemAlignment[] {
  const errors = population ? { human: human.errors, model: model.errors } : null;
  const afterMean = linkedResiduals(human.b, model.b, 'mean', errors);
  const afterMeanSigma = linkedResiduals(human.b, model.b, 'mean-sigma', errors);
  const standardErrors = (side: NoisyDifficulties): Float64Array | null =>
    side.errors === null ? null : errorVariances(side.errors, items.length).map(Math.sqrt);
  const seHuman = standardErrors(human);
  const seModel = standardErrors(model);
  return items.flatMap(({ id, shareHuman, shareModel }, item) => {
    const residual = afterMean?.[item];
    if (residual === undefined) return [];
    return {
      id,
      bHuman: human.b[item] as number,
      bModel: model.b[item] as number,
      seHuman: seHuman?.[item] ?? null,
      seModel: seModel?.[item] ?? null,
      shareHuman,
      shareModel,
      mean: residual,
      meanSigma: afterMeanSigma?.[item] ?? null,
    };
  });
}

function ratio(above: number, below: number): number | null {
  return below > 0 ? above / below : null;
}

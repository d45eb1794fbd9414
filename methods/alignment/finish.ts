/** From fits and draws to the record of each arm. */
import { pearson, spearman } from '../statistics/correlation.ts';
import { mean, variance } from '../statistics/mean.ts';
import { splitHalfReliability } from './ceiling.ts';
import {
  type CorrectedCorrelation,
  correctedCorrelation,
  type Errors,
  errorVariances,
} from './corrected-correlation.ts';
import { decomposeMsd } from './decomposition.ts';
import { type DrawChunk, mergeChunks } from './draws.ts';
import { notEstimable } from './not-estimable.ts';
import { type FittedArm, MIN_CLUSTERS, type Prepared } from './prepare.ts';
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
  const { prepared, draws, errorsHuman, reliabilityHuman } = context;
  const { options, items, human, input } = prepared;
  const errorsModel = bootstrapErrors(drawn, items.length, arm.side.clusters);
  const noisyHuman = { b: human.b, errors: errorsHuman };
  const corrected = correctedCorrelation(
    noisyHuman,
    { b: arm.b, errors: errorsModel },
    draws.itemCounts,
    input.testlets,
  );
  const population = arm.resampled && arm.side.clusters >= MIN_CLUSTERS;
  const r = pearson(human.b, arm.b);
  const silent = notEstimable(r, corrected);
  const reliabilityModel = armReliability(arm, options);
  const ceiling =
    reliabilityHuman === null || reliabilityModel === null
      ? null
      : Math.sqrt(reliabilityHuman * reliabilityModel);
  const record: AlignmentRecord = {
    r,
    rho: silent === null ? corrected.rho : null,
    interval: population && (silent === null || silent === 'at-bound') ? corrected.interval : null,
    notEstimable: silent,
    ceiling,
    share: r === null || ceiling === null ? null : r / ceiling,
    spearman: spearman(human.b, arm.b),
    msd: decomposeMsd(human.b, arm.b),
    meanDifference: mean(arm.b) - mean(human.b),
    items: items.length,
    clusters: { human: human.side?.clusters ?? null, model: arm.side.clusters },
    estimand: arm.resampled ? options.estimand : 'these respondents',
    scale: options.scale,
    estimation: options.estimation,
    seed: options.seed,
    draws: draws.to,
    rLogit: pearson(human.logits, arm.logits),
    itemInterval: itemsOnly(human.b, arm.b, draws, input.testlets),
    reliability: { human: reliabilityHuman, model: reliabilityModel },
    spreadRatio: ratio(Math.sqrt(variance(arm.b, 'population')), Math.sqrt(variance(human.b, 'population'))),
    scoreDistance: human.side === null ? null : scoreDistance(human.side.responses, arm.side.responses),
    perItem: perItem(prepared, arm, population, errorsHuman, errorsModel),
    units: arm.side.clusters < MIN_CLUSTERS ? unitFigures(arm.side, arm.clusterNames, human.b) : [],
    dropped: prepared.dropped,
    unmatched: arm.unmatched,
    undefinedDraws: corrected.undefinedDraws,
    converged: { human: human.side?.fit?.converged ?? true, model: arm.side.fit?.converged ?? true },
  };
  return { name: arm.name, record, rhoDraws: corrected.draws };
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
function armReliability(arm: FittedArm, options: Prepared['options']): number | null {
  if (arm.side.exact && !arm.resampled) return 1;
  return splitHalfReliability(arm.side, options.splits, options.seed, 'model');
}

function itemsOnly(
  bHuman: Float64Array,
  bModel: Float64Array,
  draws: DrawChunk,
  units: number,
): CorrectedCorrelation['interval'] {
  return correctedCorrelation(
    { b: bHuman, errors: null },
    { b: bModel, errors: null },
    draws.itemCounts,
    units,
  ).interval;
}

function perItem(
  prepared: Prepared,
  arm: FittedArm,
  population: boolean,
  errorsHuman: Errors,
  errorsModel: Errors,
): ItemAlignment[] {
  const { human, items } = prepared;
  const errors = population ? { human: errorsHuman, model: errorsModel } : null;
  const afterMean = linkedResiduals(human.b, arm.b, 'mean', errors);
  const afterMeanSigma = linkedResiduals(human.b, arm.b, 'mean-sigma', errors);
  const seHuman = errorsHuman === null ? null : errorVariances(errorsHuman, items.length).map(Math.sqrt);
  const seModel = errorsModel === null ? null : errorVariances(errorsModel, items.length).map(Math.sqrt);
  return items.flatMap((id, item) => {
    const residual = afterMean?.[item];
    if (residual === undefined) return [];
    return {
      id,
      bHuman: human.b[item] as number,
      bModel: arm.b[item] as number,
      seHuman: seHuman?.[item] ?? null,
      seModel: seModel?.[item] ?? null,
      shareHuman: human.shares[item] as number,
      shareModel: arm.shares[item] as number,
      mean: residual,
      meanSigma: afterMeanSigma?.[item] ?? null,
    };
  });
}

function ratio(above: number, below: number): number | null {
  return below > 0 ? above / below : null;
}

/** From fits and draws to the record of each arm. */
import { pearson, spearman } from '../statistics/correlation.ts';
import { mean, variance } from '../statistics/mean.ts';
import { splitHalfReliability } from './ceiling.ts';
import {
  correctedCorrelation,
  type Errors,
  errorVariances,
  type NoisyDifficulties,
} from './corrected-correlation.ts';
import { decomposeMsd } from './decomposition.ts';
import { type DrawChunk, mergeChunks } from './draws.ts';
import { informativeItems, isConstant, pickColumns } from './informative-items.ts';
import { type Paired, pairedOn, type Rho, rhoOf } from './paired.ts';
import { type FittedArm, type FittedSide, MIN_CLUSTERS, type Prepared, USUAL_LEVEL } from './prepare.ts';
import type { AlignmentRecord, Interval, ItemAlignment } from './record.ts';
import { linkedResiduals } from './residuals.ts';
import { scoreDistance } from './score-distance.ts';
import { unitFigures } from './units.ts';

/** An arm's record, and what it is compared with other arms by. */
export interface FinishedArm {
  readonly name: string;
  readonly record: AlignmentRecord;
  /** Positions of the common items behind the record. */
  readonly on: readonly number[];
  /** rho on two or more of those items, with its draws and how many items or testlets were resampled. */
  readonly rhoOn: (items: readonly number[]) => Rho & { readonly units: number };
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
  const { options, items, human } = prepared;
  const on = informativeItems(human, arm);
  const errors = {
    human: context.errorsHuman,
    model: bootstrapErrors(drawn, items.length, arm.side.clusters),
  };
  const pairOn = (some: readonly number[]): Paired => pairedOn(prepared, arm, errors, draws.itemCounts, some);
  const reliability = {
    human: humanReliability(context, on),
    model: armReliability(arm, options, on),
  };
  const record: AlignmentRecord = {
    ...(on.length < 2 ? NO_INFORMATION : figuresOf(pairOn(on), prepared, arm, on, reliability)),
    items: on.length,
    clusters: { human: human.side?.clusters ?? null, model: arm.side.clusters },
    estimand: arm.resampled ? options.estimand : 'these respondents',
    scale: options.scale,
    estimation: options.estimation,
    seed: options.seed,
    draws: draws.to,
    ...(options.level === USUAL_LEVEL ? {} : { level: options.level }),
    reliability,
    scoreDistance: human.side === null ? null : scoreDistance(human.side.responses, arm.side.responses),
    units: arm.side.clusters < MIN_CLUSTERS ? unitFigures(arm.side, arm.clusterNames, human.b, on) : [],
    dropped: prepared.dropped,
    constant: { human: constantIn(human, items), model: constantIn(arm, items) },
    unmatched: arm.unmatched,
    converged: { human: human.side?.fit?.converged ?? true, model: arm.side.fit?.converged ?? true },
  };
  const rhoOn: FinishedArm['rhoOn'] = (some) => {
    const pair = pairOn(some);
    return { ...rhoOf(pair), units: pair.units };
  };
  return { name: arm.name, record, on, rhoOn };
}

type Figures = Pick<
  AlignmentRecord,
  | 'r'
  | 'rho'
  | 'interval'
  | 'notEstimable'
  | 'ceiling'
  | 'share'
  | 'spearman'
  | 'msd'
  | 'meanDifference'
  | 'rLogit'
  | 'itemInterval'
  | 'spreadRatio'
  | 'perItem'
  | 'undefinedDraws'
>;

const NO_INFORMATION: Figures = {
  r: null,
  rho: null,
  interval: null,
  notEstimable: 'no-information',
  ceiling: null,
  share: null,
  spearman: null,
  msd: null,
  meanDifference: null,
  rLogit: null,
  itemInterval: null,
  spreadRatio: null,
  perItem: [],
  undefinedDraws: 0,
};

function figuresOf(
  pair: Paired,
  { items, human, options }: Prepared,
  arm: FittedArm,
  on: readonly number[],
  reliability: AlignmentRecord['reliability'],
): Figures {
  const { r, rho, interval, notEstimable, corrected } = rhoOf(pair, options.level);
  const [bHuman, bModel] = [pair.human.b, pair.model.b];
  const ceiling =
    reliability.human === null || reliability.model === null
      ? null
      : Math.sqrt(reliability.human * reliability.model);
  const logits = (side: FittedSide): Float64Array => pickColumns(side.logits, items.length, on);
  const named = on.map((item) => ({
    id: items[item] ?? '',
    shareHuman: human.shares[item] ?? NaN,
    shareModel: arm.shares[item] ?? NaN,
  }));
  return {
    ...{ r, rho, interval, notEstimable, ceiling },
    share: r === null || ceiling === null ? null : r / ceiling,
    spearman: spearman(bHuman, bModel),
    msd: decomposeMsd(bHuman, bModel),
    meanDifference: mean(bModel) - mean(bHuman),
    rLogit: pearson(logits(human), logits(arm)),
    itemInterval: itemsOnly(pair),
    spreadRatio: ratio(Math.sqrt(variance(bModel, 'population')), Math.sqrt(variance(bHuman, 'population'))),
    perItem: perItem(named, pair),
    undefinedDraws: corrected.undefinedDraws,
  };
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
      const value = drawn[draw * items + item] ?? NaN;
      if (value !== value) continue;
      sum += value;
      count++;
    }
    for (let draw = 0; draw < draws; draw++) {
      const cell = draw * items + item;
      errors[cell] = scale * ((drawn[cell] ?? NaN) - sum / count);
    }
  }
  return errors;
}

function humanReliability(
  { prepared: { human, items, options }, reliabilityHuman }: Context,
  on: readonly number[],
): number | null {
  if (human.side === null || on.length === items.length) return reliabilityHuman;
  return splitHalfReliability(human.side, options.splits, options.seed, 'people', on);
}

/** 1 where nothing was sampled. */
function armReliability(arm: FittedArm, options: Prepared['options'], on: readonly number[]): number | null {
  if (arm.side.exact && !arm.resampled) return 1;
  return splitHalfReliability(arm.side, options.splits, options.seed, 'model', on);
}

function itemsOnly({ human, model, itemCounts, units }: Paired): Interval | null {
  return correctedCorrelation({ b: human.b, errors: null }, { b: model.b, errors: null }, itemCounts, units)
    .interval;
}

function perItem(
  items: readonly Pick<ItemAlignment, 'id' | 'shareHuman' | 'shareModel'>[],
  { human, model, population }: Paired,
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
      bHuman: human.b[item] ?? NaN,
      bModel: model.b[item] ?? NaN,
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

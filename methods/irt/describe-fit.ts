/** From parameters to the result: which items were fitted, their estimates, standard errors and flags. */
import type {
  DifficultyCovariance,
  Estimation,
  IrtFit,
  IrtModel,
  ItemEstimate,
  ItemFlag,
} from './estimates.ts';
import {
  countItems,
  fractionalItems,
  type ItemCounts,
  type ResponseMatrix,
  selectItems,
} from './responses.ts';

/** The items of a fit, apart from the constant ones under `ml`. */
export interface KeptItems {
  /** Columns of the responses as given. */
  readonly items: readonly number[];
  /** The responses to these items. */
  readonly responses: ResponseMatrix;
  /** Counts of all items. */
  readonly counts: ItemCounts;
  readonly constant: readonly boolean[];
  /** Of the kept items: whether some score lies between 0 and 1. */
  readonly fractional: readonly boolean[];
}

export function keptItems(responses: ResponseMatrix, estimation: Estimation): KeptItems {
  const counts = countItems(responses);
  const constant = Array.from(counts.total, (total, item) => {
    const weight = counts.weight[item] ?? NaN;
    return total <= 1e-12 * weight || total >= weight * (1 - 1e-12);
  });
  const items = constant.flatMap((isConstant, item) => (isConstant && estimation === 'ml' ? [] : [item]));
  const selected = selectItems(responses, items);
  return { items, responses: selected, counts, constant, fractional: fractionalItems(selected) };
}

/** What the climb found. */
export interface Found {
  readonly model: IrtModel;
  readonly estimation: Estimation;
  readonly latentVariance: 'free' | 1;
  /** Rasch: d, then sigma unless fixed. 2PL: a, then d. Absent when no item could be fitted. */
  readonly parameters?: Float64Array;
  /** Of the parameters. */
  readonly covariance?: Float64Array | null;
  /** Parameters that the answers do not determine. */
  readonly unidentified?: readonly number[];
  readonly logLikelihood?: number;
  readonly converged?: boolean;
  readonly iterations?: number;
  readonly quadraturePoints?: number;
  readonly gradientNorm?: number;
  readonly doublingDifference?: number | null;
  readonly objectiveTrace?: readonly number[];
}

export function describeFit(kept: KeptItems, found: Found): IrtFit {
  const { model, estimation, parameters, covariance } = found;
  const n = kept.items.length;
  const fixed = model === '2pl' || found.latentVariance === 1;
  const sigma = fixed ? 1 : spreadOf(parameters?.[n] ?? NaN);
  const bCovariance =
    parameters && covariance ? difficultyCovariance(model, parameters, covariance, n) : null;
  const estimable = kept.items.flatMap((_, k) =>
    Number.isFinite(bCovariance?.[k * n + k] ?? NaN) ? [k] : [],
  );
  const unidentified = unidentifiedOf(kept, found);
  const places = new Map(kept.items.map((item, place) => [item, place]));
  const items = kept.constant.map((isConstant, item): ItemEstimate => {
    const place = places.get(item);
    // With weights a row stands for as many persons as it weighs.
    const weighted = kept.responses.weights !== undefined;
    const count = (weighted ? kept.counts.weight : kept.counts.n)[item] ?? NaN;
    const flags: ItemFlag[] = [];
    if (isConstant) flags.push('constant');
    if (count < 10) flags.push('sparse');
    if (place !== undefined && kept.fractional[place] === true) flags.push('fractional');
    if (place === undefined || parameters === undefined) {
      return { a: null, d: null, b: null, se: { a: null, d: null, b: null }, n: count, flags };
    }
    const a = model === 'rasch' ? 1 : (parameters[place] ?? NaN);
    const d = parameters[model === 'rasch' ? place : n + place] ?? NaN;
    const b = finite(d === 0 ? 0 : -d / a);
    if (b !== null && Math.abs(b) > 6) flags.push('extreme');
    if (Math.abs(a) < 0.2) flags.push('flat');
    if (a < 0) flags.push('reversed');
    if (unidentified.some((parameter) => parameter.item === item)) flags.push('not-identified');
    const size = parameters.length;
    return {
      a,
      d,
      b,
      se: {
        a: model === '2pl' ? deviation(covariance, size, place) : null,
        d: deviation(covariance, size, model === 'rasch' ? place : n + place),
        b: deviation(bCovariance, n, place),
      },
      n: count,
      flags,
    };
  });
  const varianceError = fixed || sigma === 0 ? null : deviation(covariance, n + 1, n);
  return {
    model,
    estimation,
    logLikelihood: found.logLikelihood ?? 0,
    converged: found.converged ?? true,
    iterations: found.iterations ?? 0,
    quadraturePoints: found.quadraturePoints ?? 0,
    latent: {
      mean: 0,
      variance: finite(sigma * sigma),
      // The delta rule from sigma; at 0 the variance stands on its boundary and has no such error.
      se: { variance: varianceError === null ? null : 2 * sigma * varianceError },
    },
    items,
    bCovariance: bCovariance === null || estimable.length === 0 ? null : among(estimable, bCovariance, kept),
    unidentified,
    gradientNorm: found.gradientNorm ?? 0,
    doublingDifference: found.doublingDifference ?? null,
    objectiveTrace: found.objectiveTrace ?? [],
  };
}

/** The rows and columns of the items whose difficulty has an error. */
function among(places: readonly number[], values: Float64Array, kept: KeptItems): DifficultyCovariance {
  const n = kept.items.length;
  return {
    items: places.map((place) => kept.items[place] ?? NaN),
    values: Float64Array.from(places.flatMap((i) => places.map((k) => values[i * n + k] ?? NaN))),
  };
}

/** Which item, and which of its parameters; no item for the latent variance. */
function unidentifiedOf({ items }: KeptItems, { model, unidentified = [] }: Found): IrtFit['unidentified'] {
  const n = items.length;
  return unidentified.map((at) => {
    if (model === 'rasch' && at === n) return { item: null, parameter: 'latent variance' };
    const parameter = model === '2pl' && at < n ? 'a' : 'd';
    return { item: items[at % n] ?? NaN, parameter };
  });
}

/** The delta rule: b = -d in a Rasch model; db/da = d / a^2 and db/dd = -1 / a in a 2PL. */
function difficultyCovariance(
  model: IrtModel,
  parameters: Float64Array,
  covariance: Float64Array,
  n: number,
): Float64Array | null {
  const size = parameters.length;
  const at = (row: number, column: number): number => covariance[row * size + column] ?? NaN;
  const slopes = Array.from({ length: n }, (_, k) => {
    if (model === 'rasch') return { a: 0, d: -1 };
    const a = parameters[k] ?? NaN;
    return { a: (parameters[n + k] ?? NaN) / (a * a), d: -1 / a };
  });
  const offset = model === 'rasch' ? 0 : n;
  const out = new Float64Array(n * n);
  slopes.forEach((one, i) => {
    slopes.forEach((other, k) => {
      const intercepts = one.d * other.d * at(offset + i, offset + k);
      const mixed = one.a * other.d * at(i, offset + k) + one.d * other.a * at(offset + i, k);
      out[i * n + k] = intercepts + mixed + one.a * other.a * at(i, k);
    });
  });
  return out;
}

function deviation(covariance: Float64Array | null | undefined, size: number, place: number): number | null {
  if (covariance === null || covariance === undefined) return null;
  return finite(Math.sqrt(covariance[place * size + place] ?? NaN));
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** The likelihood is even in sigma, so a climb may end on either side of 0; this near to 0 it is 0. */
export function spreadOf(sigma: number): number {
  return Math.abs(sigma) < 1e-4 ? 0 : Math.abs(sigma);
}

/**
 * Item response models by marginal maximum likelihood (Bock and Aitkin 1981): P(score 1) = logistic(a theta + d),
 * theta ~ N(0, latent variance).
 */
import { UserError } from '../../domain/errors.ts';
import { answerPatterns } from './answer-patterns.ts';
import type { Estimation, IrtFit, IrtModel } from './estimates.ts';
import { describeFit, keptItems, type KeptItems, spreadOf } from './describe-fit.ts';
import { identification, type Identification, identificationByPasses, LARGEST } from './identification.ts';
import type { MarginalModel } from './marginal-model.ts';
import { type Climb, largest, maximize } from './maximize.ts';
import { doubledCount, nodesNeeded, type Quadrature, quadrature } from './quadrature.ts';
import { raschModel } from './rasch-model.ts';
import { raschPersons, raschStatistics } from './rasch-persons.ts';
import { checkResponses, hasFractions, type ResponseMatrix } from './responses.ts';
import { twoParameterModel } from './two-parameter-model.ts';

/** How to fit. */
export interface FitOptions {
  readonly model: IrtModel;
  /** Default `ml`. */
  readonly estimation?: Estimation;
  /** From the observed information (Louis 1982). Default false. */
  readonly standardErrors?: boolean;
  /** Rasch only: `free` (default), or fixed at 1. */
  readonly latentVariance?: 'free' | 1;
  /** Where to begin: one value an item (NaN = none known), and the latent variance. */
  readonly start?: { readonly d: Float64Array; readonly a?: Float64Array; readonly variance?: number };
  /** The largest step that still counts as none, in units of the parameters. Default 1e-6. */
  readonly tolerance?: number;
  /** Quadrature points; default: chosen from the test information and the latent spread. */
  readonly nodes?: number;
  /** Whether to compare with half the node spacing, and to refit when it matters. Default true. */
  readonly verifyNodes?: boolean;
  /** Whether to see that the answers determine the estimates, and to leave a saddle. Default true; a refit does without. */
  readonly verifyIdentification?: boolean;
}

/** More steps than any fit with a finite top took; a fit without one (a perfect item of a 2PL) uses them up. */
const STEPS = 500;
/** The log-likelihood may change by this much when nodes are doubled; above it, they are. */
const NODE_TOLERANCE = 1e-5;
/** Multiplications up to which a Newton step pays. */
const NEWTON_COST = 5e8;
/** Saddles that a climb leaves before it is called unfinished. */
const SADDLES = 5;
/** How far from a saddle the climb goes on, in units of the parameters. */
const OFF_SADDLE = 0.5;

/**
 * Fits a Rasch model or a 2PL.
 *
 * Under `ml` an item that nobody, or everybody, got right has no finite estimate: it is left out and its estimates are
 * null. Under `map` every item stays. A fit that did not converge is returned with `converged: false`.
 *
 * @throws UserError for responses that `checkResponses` refuses, and for a 2PL on fractional scores
 */
export function fitIrt(responses: ResponseMatrix, options: FitOptions): IrtFit {
  checkResponses(responses);
  const { model, estimation = 'ml', latentVariance = 'free', standardErrors = false } = options;
  if (model === '2pl' && hasFractions(responses)) {
    throw new UserError('a 2PL cannot be fitted to scores between 0 and 1', {
      remedy: 'Draw answers of 0 and 1 from the probabilities and fit those, or fit the Rasch model.',
    });
  }
  const kept = keptItems(responses, estimation);
  if (kept.items.length === 0) return describeFit(kept, { model, estimation, latentVariance });

  const likelihood = likelihoodOf(kept, options);
  const { climb, points, identified } = climbOffSaddles(likelihood, startOf(kept, options), options, kept);
  const marginal = likelihood.on(points);
  const logLikelihood = marginal.logLikelihood(climb.parameters);
  return describeFit(kept, {
    model,
    estimation,
    latentVariance,
    parameters: climb.parameters,
    covariance: standardErrors ? (identified?.covariance ?? null) : null,
    unidentified: identified?.unidentified ?? [],
    logLikelihood,
    converged:
      climb.converged && identified?.uphill === undefined && (identified?.unidentified.length ?? 0) === 0,
    iterations: climb.iterations,
    quadraturePoints: points,
    gradientNorm: largest(marginal.gradient(climb.parameters)),
    doublingDifference:
      options.verifyNodes === false
        ? null
        : Math.abs(likelihood.on(doubledCount(points)).logLikelihood(climb.parameters) - logLikelihood),
    objectiveTrace: climb.trace,
  });
}

/** A likelihood for every grid, and what the choice of a grid asks of its parameters. */
interface Likelihood {
  /** On so many nodes; the same one when asked again, which knows what it has computed. */
  on(points: number): MarginalModel;
  nodesAt(parameters: Float64Array): number;
}

function likelihoodOf({ responses }: KeptItems, options: FitOptions): Likelihood {
  const { model, estimation = 'ml', latentVariance = 'free' } = options;
  const { items } = responses;
  if (model === 'rasch') {
    const statistics = raschStatistics(raschPersons(responses), responses.weights);
    return {
      on: onceEach((grid) => raschModel(statistics, grid, { estimation, latentVariance })),
      nodesAt(x) {
        const sigma = latentVariance === 1 ? 1 : Math.abs(x[items] ?? NaN);
        return nodesNeeded(new Float64Array(items).fill(sigma), x.subarray(0, items));
      },
    };
  }
  const patterns = answerPatterns(responses);
  return {
    on: onceEach((grid) => twoParameterModel(patterns, grid, { estimation })),
    nodesAt: (x) => nodesNeeded(x.subarray(0, items), x.subarray(items)),
  };
}

function onceEach(make: (grid: Quadrature) => MarginalModel): (points: number) => MarginalModel {
  const made = new Map<number, MarginalModel>();
  return (points) => {
    const model = made.get(points) ?? make(quadrature(points));
    made.set(points, model);
    return model;
  };
}

/** Parameters to begin with: what the caller knows, else logits of the item means, spread as theta would shrink them. */
function startOf({ items, counts, responses }: KeptItems, options: FitOptions): Float64Array {
  const n = responses.items;
  const { start, model, latentVariance = 'free' } = options;
  const known = (values: Float64Array | undefined, k: number, otherwise: number): number => {
    const value = values?.[items[k] ?? NaN];
    return value === undefined || Number.isNaN(value) ? otherwise : value;
  };
  const d = Float64Array.from({ length: n }, (_, k) => {
    const item = items[k] ?? NaN;
    const share = ((counts.total[item] ?? NaN) + 0.5) / ((counts.weight[item] ?? NaN) + 1);
    return known(start?.d, k, 1.2 * Math.log(share / (1 - share)));
  });
  if (model === '2pl') {
    const a = Float64Array.from({ length: n }, (_, k) => known(start?.a, k, 1));
    return Float64Array.from([...a, ...d]);
  }
  return latentVariance === 1 ? d : Float64Array.from([...d, Math.sqrt(start?.variance ?? 1)]);
}

/**
 * Climbs on the nodes that the estimates ask for: a short climb from a cold start to see the spread, the real one, and
 * another on twice the nodes for as long as they change the log-likelihood.
 */
function climbWithNodes(
  likelihood: Likelihood,
  start: Float64Array,
  { nodes, tolerance = 1e-6, verifyNodes = true, start: warm }: FitOptions,
): { climb: Climb; points: number } {
  let points = nodes ?? likelihood.nodesAt(start);
  let x = start;
  let iterations = 0;
  const trace: number[] = [];
  if (nodes === undefined && warm === undefined) {
    const pilot = maximize(likelihood.on(points), x, {
      tolerance: 0.05,
      newton: false,
      steps: 30,
    });
    x = pilot.parameters;
    iterations = pilot.iterations;
    points = likelihood.nodesAt(x);
  }
  for (;;) {
    const model = likelihood.on(points);
    const newton = model.curvatureCost <= NEWTON_COST;
    const climb = maximize(model, x, { tolerance, newton, steps: STEPS });
    x = climb.parameters;
    iterations += climb.iterations;
    trace.push(...climb.trace);
    const settled = nodes !== undefined || !climb.converged;
    const more = settled ? points : nodesWorth(likelihood, x, points, verifyNodes);
    if (more <= points) return { climb: { ...climb, iterations, trace }, points };
    points = more;
    trace.length = 0;
  }
}

/** The number of nodes that is enough at these estimates; `points` when it is enough. */
function nodesWorth(likelihood: Likelihood, x: Float64Array, points: number, verify: boolean): number {
  const needed = likelihood.nodesAt(x);
  if (needed > 1.3 * points) return needed;
  const doubled = doubledCount(points);
  if (!verify || doubled > 4001) return points;
  const here = likelihood.on(points).logLikelihood(x);
  const there = likelihood.on(doubled).logLikelihood(x);
  return Math.abs(here - there) > Math.max(NODE_TOLERANCE, 1e-12 * Math.abs(here)) ? doubled : points;
}

/**
 * Climbs to a point from which no direction leads further up. Where the slopes of a 2PL are 0 the likelihood of answers that
 * exclude each other is flat and no maximum: EM stays there, whichever way is up.
 */
function climbOffSaddles(
  likelihood: Likelihood,
  start: Float64Array,
  options: FitOptions,
  kept: KeptItems,
): { climb: Climb; points: number; identified: Identification | undefined } {
  const { model, estimation = 'ml', standardErrors, verifyIdentification = true } = options;
  let reached = climbWithNodes(likelihood, start, options);
  if (!verifyIdentification && standardErrors !== true) return { ...reached, identified: undefined };
  const items = model === 'rasch' ? kept.items.length : Infinity;
  for (let left = 0; ; left++) {
    const marginal = likelihood.on(reached.points);
    const { parameters } = reached.climb;
    const identified = identifiedAt(marginal, reached.climb, items, standardErrors === true);
    const { uphill } = identified;
    // A prior on log a has no mass on the other side of 0, and no saddle there.
    if (uphill === undefined || estimation === 'map' || !reached.climb.converged || left === SADDLES) {
      return { ...reached, identified };
    }
    const off = parameters.map((value, k) => value + OFF_SADDLE * (uphill[k] ?? NaN));
    const next = climbWithNodes(likelihood, off, options);
    const gained = marginal.objective(next.climb.parameters) - marginal.objective(parameters);
    if (!(gained > 0)) return { ...reached, identified };
    reached = {
      ...next,
      climb: { ...next.climb, iterations: reached.climb.iterations + next.climb.iterations },
    };
  }
}

/** A latent variance of 0 lies on its boundary and counts as known. */
function identifiedAt(
  model: MarginalModel,
  { parameters, information: near }: Climb,
  items: number,
  withCovariance: boolean,
): Identification {
  const { size } = model;
  const hasNoSpread = size === items + 1 && spreadOf(parameters[items] ?? NaN) === 0;
  const at = (information: Float64Array): Identification => {
    if (hasNoSpread) {
      information.fill(0, items * size);
      information[items * size + items] = 1;
    }
    return identification(information, size, withCovariance);
  };
  const nearly = near === undefined ? undefined : at(near);
  if (nearly?.isClear === true) return nearly;
  // Where sigma is 0 the information would have to be mended first; a covariance needs it whole, if there is one.
  const isLarge = size > LARGEST && !hasNoSpread;
  if (isLarge && !withCovariance) return identificationByPasses(model, parameters);
  const exactly = at(model.curvature(parameters).information);
  return isLarge && exactly.covariance === null ? identificationByPasses(model, parameters) : exactly;
}

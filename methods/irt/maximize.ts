/**
 * Climbs a marginal likelihood: EM steps, accelerated by SQUAREM (Varadhan and Roland 2008, scheme S3) with a guard
 * that takes no step downhill, and, where it pays, finished by Newton steps on the observed information, which reach
 * the top where EM only creeps towards it.
 */
import { cholesky, solveFactored } from '../statistics/cholesky.ts';
import type { MarginalModel } from './marginal-model.ts';

export interface ClimbOptions {
  /** The largest step that counts as none. */
  readonly tolerance: number;
  /** Whether to finish by Newton steps. */
  readonly newton: boolean;
  /** The most EM and Newton steps together. */
  readonly steps: number;
}

export interface Climb {
  readonly parameters: Float64Array;
  readonly converged: boolean;
  readonly iterations: number;
  /** The objective after each accepted step. */
  readonly trace: readonly number[];
  /** The observed information less than a step's tolerance from the parameters, where Newton's steps found the top. */
  readonly information?: Float64Array;
}

/** EM steps shorter than this are near enough for a first try of Newton's. */
const NEWTON_NEAR = 0.5;
/** EM has settled when a step is below the tolerance and moves the objective by less than this share of it. */
const RELATIVE_CHANGE = 1e-9;
const NEWTON_STEPS = 25;
const HALVINGS = 30;
/** A parameter beyond this is on its way to infinity: slopes and logits of real tests stay far below. */
const RUNAWAY = 50;

/** Climbs from `start` until a step is below the tolerance, or the steps are used up. */
export function maximize(model: MarginalModel, start: Float64Array, options: ClimbOptions): Climb {
  let here = pointAt(model, start);
  const trace = [here.value];
  let iterations = 1;
  let near = options.newton ? NEWTON_NEAR : 0;

  while (iterations < options.steps && largest(here.x) < RUNAWAY) {
    const there = emStep(model, here);
    iterations += 1;
    trace.push(there.value);
    const moved = largest(difference(there.x, here.x));
    if (moved < near) {
      const finish = newton(model, there.x, options.tolerance);
      iterations += finish.iterations;
      trace.push(...finish.trace);
      if (finish.converged) return { ...finish, iterations, trace };
      near = moved / 10;
      here = pointAt(model, finish.parameters);
      continue;
    }
    if (moved < options.tolerance && there.value - here.value <= RELATIVE_CHANGE * Math.abs(there.value)) {
      return { parameters: there.next, converged: true, iterations, trace };
    }
    const leap = pointAt(model, extrapolate(here.x, there.x, there.next));
    iterations += 1;
    here = isAtLeast(leap.value, there.value) ? leap : emStep(model, there);
    trace.push(here.value);
  }
  return { parameters: here.x, converged: false, iterations, trace };
}

/** A point, the objective there, and where an EM step would lead. */
interface Point {
  readonly x: Float64Array;
  readonly value: number;
  readonly next: Float64Array;
}

function pointAt(model: MarginalModel, x: Float64Array): Point {
  const next = new Float64Array(x.length);
  const value = model.step(x, next);
  return { x, value, next };
}

/** The EM step. Its M-step is a single Newton step, which may overshoot far from the top: then it is halved. */
function emStep(model: MarginalModel, from: Point): Point {
  let to = pointAt(model, from.next);
  for (let halving = 0; !isAtLeast(to.value, from.value); halving++) {
    if (halving === HALVINGS) return from;
    to = pointAt(model, plus(from.x, difference(to.x, from.x), 0.5));
  }
  return to;
}

/** SQUAREM: x + 2 s r + s^2 v for r the first difference, v the second, s = max(1, |r| / |v|). */
function extrapolate(x: Float64Array, first: Float64Array, second: Float64Array): Float64Array {
  const r = difference(first, x);
  const v = difference(difference(second, first), r);
  const ratio = Math.sqrt(squares(r) / squares(v));
  const length = ratio >= 1 && ratio < Infinity ? ratio : 1;
  return plus(plus(x, r, 2 * length), v, length * length);
}

/** Newton's steps while they climb; unfinished when the information is not positive definite or a step fails. */
function newton(model: MarginalModel, start: Float64Array, tolerance: number): Climb {
  let x = start;
  let here = model.curvature(x);
  const trace = [here.value];
  for (let iterations = 1; iterations <= NEWTON_STEPS; iterations++) {
    const factor = cholesky(here.information, model.size);
    if (factor === null) return { parameters: x, converged: false, iterations, trace };
    const direction = solveFactored(factor, model.size, here.gradient);
    const length = largest(direction);
    if (length < tolerance) {
      const { information } = here;
      return { parameters: plus(x, direction, 1), converged: true, iterations, trace, information };
    }

    let scale = Math.min(1, 2 / length);
    let there = model.curvature(plus(x, direction, scale));
    while (!isAtLeast(there.value, here.value)) {
      scale /= 2;
      if (scale < 0.05) return { parameters: x, converged: false, iterations, trace };
      there = model.curvature(plus(x, direction, scale));
    }
    x = plus(x, direction, scale);
    here = there;
    if (largest(x) >= RUNAWAY) return { parameters: x, converged: false, iterations, trace };
    trace.push(here.value);
  }
  return { parameters: x, converged: false, iterations: NEWTON_STEPS, trace };
}

/** Whether a value is no lower, but for what two sums over the same persons may differ by without meaning it. */
function isAtLeast(value: number, before: number): boolean {
  return value >= before - 1e-13 * Math.abs(before);
}

function plus(x: Float64Array, direction: Float64Array, scale: number): Float64Array {
  return x.map((value, k) => value + scale * (direction[k] ?? NaN));
}

function difference(one: Float64Array, other: Float64Array): Float64Array {
  return one.map((value, k) => value - (other[k] ?? NaN));
}

function squares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

/** The largest absolute component. */
export function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** The latent correlation of difficulties from estimates that carry noise, with an interval that covers it. */
import { biasCorrectedInterval, shareBelow } from '../statistics/bias-corrected.ts';
import { expandedTail } from '../statistics/expanded-tail.ts';
import type { Interval } from './record.ts';

/** Bootstrap errors of a side's difficulties: draws x items, row-major; null for a side without sampling noise. */
export type Errors = Float64Array | null;

export interface NoisyDifficulties {
  readonly b: Float64Array;
  readonly errors: Errors;
}

export interface CorrectedCorrelation {
  /** cov / sqrt((var_H - v_H)(var_L - v_L)), held to [-1, 1]; null when noise explains all of a variance. */
  readonly rho: number | null;
  /** The correction left nothing inside (-1, 1): rho was held at its bound. Never where neither side has noise. */
  readonly atBound: boolean;
  readonly interval: Interval | null;
  /** One value a draw, in [-1, 1]. */
  readonly draws: Float64Array;
  /** Mean error variance of b on each side, in units of a variance with 1/(I - 1). */
  readonly noise: { readonly human: number; readonly model: number };
  /** Share of draws in which a corrected variance was not positive. */
  readonly undefinedDraws: number;
}

/**
 * Noise-corrected correlation and its bootstrap over people, clusters and items.
 *
 * The error variance v of a side is the mean over items of the variance of its bootstrap errors, each draw centred
 * over items first (a shared shift is no noise to r). The estimate takes v off each observed variance once
 * (Spearman 1904).
 *
 * A draw that resamples items of the *observed* difficulties and adds the bootstrap errors of persons carries the noise
 * twice, so that 2 v has to come off: cov* / sqrt((var_H* - 2 v_H)(var_L* - 2 v_L)). That is unbiased, but its draws
 * also scatter with twice the noise, and its 95 % interval held rho in .99 and more of runs where noise leads (50 to
 * 200 items, rho .95). So here the noise is taken out of the observed difficulties before, by the linear map
 * that gives them the covariance matrix estimated for the latent ones (the symmetric root: S_latent^1/2 S_observed^-1/2),
 * and each draw adds it once: cov* / sqrt((var_H* - v_H*)(var_L* - v_L*)), where v* is the mean error variance of the
 * items drawn. Same estimand, same centre, the noise counted once.
 *
 * Details that simulation showed to matter (docs/benchmarks/alignment.md): for few items the tail of the percentile
 * interval is expanded (`expandedTail`; plain percentiles held rho in .91 to .93 of runs at 24 items), and corrected for
 * the bias that sampling items gives a correlation, read off draws of items alone (`biasCorrectedInterval`; corrected
 * for the bias of all draws, intervals where noise leads held rho in .99); values are held to [-1, 1]; a draw whose
 * corrected variance is not positive says only the sign, and counts as +-1.
 *
 * @param human, model difficulties of the common items, and errors that were scaled by sqrt(C / (C - 1))
 * @param itemCounts draws x items: how often each item was drawn
 * @param itemUnits items or testlets that were resampled
 * @param level of the interval
 */
export function correctedCorrelation(
  human: NoisyDifficulties,
  model: NoisyDifficulties,
  itemCounts: Uint16Array,
  itemUnits: number,
  level = 0.95,
): CorrectedCorrelation {
  const items = human.b.length;
  const draws = items === 0 ? 0 : itemCounts.length / items;
  const errorVarianceHuman = errorVariances(human.errors, items);
  const errorVarianceModel = errorVariances(model.errors, items);
  const ones = new Uint16Array(items).fill(1);
  const observed = moments(human.b, model.b, ones, 0);
  const noise = {
    human: total(errorVarianceHuman) / (items - 1),
    model: total(errorVarianceModel) / (items - 1),
  };
  const latent = { hh: observed.hh - noise.human, ll: observed.ll - noise.model, hl: observed.hl };
  const unheld = latent.hh > 0 && latent.ll > 0 ? latent.hl / Math.sqrt(latent.hh * latent.ll) : null;
  const rho = unheld === null ? null : clip(unheld);
  const atBound = unheld !== null && noise.human + noise.model > 0 && Math.abs(unheld) >= 1;

  const denoised = denoise(human.b, model.b, observed, latent);
  const values = new Float64Array(draws);
  const rawDraws = new Float64Array(draws);
  const bHuman = new Float64Array(items);
  const bModel = new Float64Array(items);
  let undefinedDraws = 0;
  for (let draw = 0; draw < draws; draw++) {
    const row = draw * items;
    rawDraws[draw] = correlationOf(moments(human.b, model.b, itemCounts, row));
    addErrors(bHuman, denoised.human, human.errors, row);
    addErrors(bModel, denoised.model, model.errors, row);
    const drawn = moments(bHuman, bModel, itemCounts, row);
    const varianceHuman = drawn.hh - meanOverDrawn(errorVarianceHuman, itemCounts, row);
    const varianceModel = drawn.ll - meanOverDrawn(errorVarianceModel, itemCounts, row);
    if (varianceHuman > 0 && varianceModel > 0) {
      values[draw] = clip(drawn.hl / Math.sqrt(varianceHuman * varianceModel));
    } else {
      values[draw] = Math.sign(drawn.hl) || 0;
      undefinedDraws += 1 / draws;
    }
  }
  const interval =
    rho === null || draws < 2 || itemUnits < 3
      ? null
      : biasCorrectedInterval(
          values,
          shareBelow(rawDraws, correlationOf(observed)),
          expandedTail(itemUnits, 2, level),
        );
  return { rho, atBound, interval, draws: values, noise, undefinedDraws };
}

/** Variance over draws of each item's error after centring each draw over items. An error that is NaN was not estimated. */
export function errorVariances(errors: Errors, items: number): Float64Array {
  const variances = new Float64Array(items);
  if (errors === null) return variances;
  const draws = errors.length / items;
  const sum = new Float64Array(items);
  const square = new Float64Array(items);
  const count = new Float64Array(items);
  for (let draw = 0; draw < draws; draw++) {
    const centre = centreOf(errors, draw * items, items);
    for (let item = 0; item < items; item++) {
      const error = (errors[draw * items + item] ?? NaN) - centre;
      if (error !== error) continue;
      sum[item] = (sum[item] ?? NaN) + error;
      square[item] = (square[item] ?? NaN) + error * error;
      count[item] = (count[item] ?? NaN) + 1;
    }
  }
  for (let item = 0; item < items; item++) {
    const n = count[item] ?? NaN;
    if (n > 1) variances[item] = Math.max(0, ((square[item] ?? NaN) - (sum[item] ?? NaN) ** 2 / n) / (n - 1));
  }
  return variances;
}

function centreOf(values: Float64Array, from: number, items: number): number {
  let sum = 0;
  let count = 0;
  for (let item = 0; item < items; item++) {
    const value = values[from + item] ?? NaN;
    if (value !== value) continue;
    sum += value;
    count++;
  }
  return sum / count;
}

function correlationOf({ hh, ll, hl }: Moments): number {
  return hh > 0 && ll > 0 ? hl / Math.sqrt(hh * ll) : 0;
}

interface Moments {
  readonly hh: number;
  readonly ll: number;
  readonly hl: number;
}

/** Variances and covariance of the drawn items with 1/(I - 1). Items that were not estimated in the draw stay out. */
function moments(bHuman: Float64Array, bModel: Float64Array, counts: Uint16Array, row: number): Moments {
  let n = 0;
  let sumHuman = 0;
  let sumModel = 0;
  for (let item = 0; item < bHuman.length; item++) {
    const h = bHuman[item] ?? NaN;
    const l = bModel[item] ?? NaN;
    if (h !== h || l !== l) continue;
    const count = counts[row + item] ?? NaN;
    n += count;
    sumHuman += count * h;
    sumModel += count * l;
  }
  const meanHuman = sumHuman / n;
  const meanModel = sumModel / n;
  let hh = 0;
  let ll = 0;
  let hl = 0;
  for (let item = 0; item < bHuman.length; item++) {
    const h = (bHuman[item] ?? NaN) - meanHuman;
    const l = (bModel[item] ?? NaN) - meanModel;
    if (h !== h || l !== l) continue;
    const count = counts[row + item] ?? NaN;
    hh += count * h * h;
    ll += count * l * l;
    hl += count * h * l;
  }
  return { hh: hh / (n - 1), ll: ll / (n - 1), hl: hl / (n - 1) };
}

/** The difficulties mapped so that their covariance matrix is `latent` (nearest that is one) instead of `observed`. */
function denoise(
  bHuman: Float64Array,
  bModel: Float64Array,
  observed: Moments,
  latent: Moments,
): { readonly human: Float64Array; readonly model: Float64Array } {
  const hh = Math.max(latent.hh, 0);
  const ll = Math.max(latent.ll, 0);
  const bound = Math.sqrt(hh * ll);
  const to = rootOf({ hh, ll, hl: Math.min(bound, Math.max(-bound, latent.hl)) });
  const from = rootOf(observed);
  const determinant = from.hh * from.ll - from.hl * from.hl;
  if (!(determinant > 1e-12 * from.hh * from.ll)) {
    // Both sides lie on one line (a set against itself): each is only shrunk.
    return {
      human: shrink(bHuman, Math.sqrt(hh / observed.hh)),
      model: shrink(bModel, Math.sqrt(ll / observed.ll)),
    };
  }
  const humanByHuman = (to.hh * from.ll - to.hl * from.hl) / determinant;
  const humanByModel = (to.hl * from.hh - to.hh * from.hl) / determinant;
  const modelByHuman = (to.hl * from.ll - to.ll * from.hl) / determinant;
  const modelByModel = (to.ll * from.hh - to.hl * from.hl) / determinant;
  return {
    human: bHuman.map((h, item) => humanByHuman * h + humanByModel * (bModel[item] ?? NaN)),
    model: bHuman.map((h, item) => modelByHuman * h + modelByModel * (bModel[item] ?? NaN)),
  };
}

function shrink(b: Float64Array, factor: number): Float64Array {
  return Number.isFinite(factor) ? b.map((value) => factor * value) : b.slice();
}

/** The symmetric square root of a positive semi-definite 2 x 2 matrix. */
function rootOf(matrix: Moments): Moments {
  const s = Math.sqrt(Math.max(0, matrix.hh * matrix.ll - matrix.hl * matrix.hl));
  const t = Math.sqrt(matrix.hh + matrix.ll + 2 * s);
  if (t === 0) return { hh: 0, ll: 0, hl: 0 };
  return { hh: (matrix.hh + s) / t, ll: (matrix.ll + s) / t, hl: matrix.hl / t };
}

function addErrors(out: Float64Array, b: Float64Array, errors: Errors, row: number): void {
  for (let item = 0; item < out.length; item++) {
    out[item] = (b[item] ?? NaN) + (errors === null ? 0 : (errors[row + item] ?? NaN));
  }
}

/** The mean error variance of the items drawn: the noise in their variance. */
function meanOverDrawn(variances: Float64Array, counts: Uint16Array, row: number): number {
  let sum = 0;
  let n = 0;
  for (let item = 0; item < variances.length; item++) {
    const count = counts[row + item] ?? NaN;
    sum += count * (variances[item] ?? NaN);
    n += count;
  }
  return sum / n;
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function clip(value: number): number {
  return Math.min(1, Math.max(-1, value));
}

/** Where the distance between two sets of difficulties comes from. */
import { pearson } from '../statistics/correlation.ts';
import { mean, variance } from '../statistics/mean.ts';
import type { Msd } from './record.ts';

/**
 * The mean squared difference of model and human difficulties in three summands (variances with 1/I):
 * MSD = (mean_L - mean_H)^2 + (s_L - s_H)^2 + 2 s_L s_H (1 - r). The first is a difference of level, the second of
 * spread, the third what r sees.
 */
export function decomposeMsd(bHuman: Float64Array, bModel: Float64Array): Msd {
  const shift = (mean(bModel) - mean(bHuman)) ** 2;
  const sdHuman = Math.sqrt(variance(bHuman, 'population'));
  const sdModel = Math.sqrt(variance(bModel, 'population'));
  const spread = (sdModel - sdHuman) ** 2;
  // Without spread on a side r is undefined, and its term is zero.
  const pattern = 2 * sdModel * sdHuman * (1 - (pearson(bHuman, bModel) ?? 0));
  return { total: shift + spread + pattern, shift, spread, pattern };
}

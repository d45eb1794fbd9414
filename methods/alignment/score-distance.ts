/** How far apart the scores of people and of model respondents are: r sees nothing of it. */
import type { ResponseMatrix } from '../irt/responses.ts';
import { scoreDistribution } from '../irt/score-distribution.ts';
import type { ScoreDistance } from './record.ts';

/**
 * Compares the two distributions of the share of items scored, on the grid 0, 1/I, ..., 1. Probabilities enter by the
 * distribution of the score they imply; a person with missing cells by the share of the observed items.
 */
export function scoreDistance(human: ResponseMatrix, model: ResponseMatrix): ScoreDistance {
  const h = shareDistribution(human);
  const l = shareDistribution(model);
  const steps = h.length - 1;
  let wasserstein = 0;
  let kolmogorovSmirnov = 0;
  let overlap = 0;
  let gap = 0;
  for (let step = 0; step <= steps; step++) {
    const difference = (h[step] ?? NaN) - (l[step] ?? NaN);
    overlap += Math.min(h[step] ?? NaN, l[step] ?? NaN);
    gap += difference;
    kolmogorovSmirnov = Math.max(kolmogorovSmirnov, Math.abs(gap));
    if (step < steps) wasserstein += Math.abs(gap) / steps;
  }
  const [meanHuman, sdHuman] = momentsOf(h);
  const [meanModel, sdModel] = momentsOf(l);
  return { meanHuman, meanModel, sdHuman, sdModel, wasserstein, kolmogorovSmirnov, overlap };
}

/** P(share = s / I) for s = 0 to I, persons by their weights. */
function shareDistribution(responses: ResponseMatrix): Float64Array {
  const { persons, items, scores, weights } = responses;
  const distribution = new Float64Array(items + 1);
  let total = 0;
  for (let person = 0; person < persons; person++) {
    const observed = scores
      .subarray(person * items, (person + 1) * items)
      .filter((score) => !Number.isNaN(score));
    const weight = weights === undefined ? 1 : (weights[person] ?? NaN);
    if (observed.length === 0 || weight === 0) continue;
    total += weight;
    addPerson(distribution, observed, weight);
  }
  return distribution.map((value) => value / total);
}

function addPerson(distribution: Float64Array, observed: Float64Array, weight: number): void {
  const steps = distribution.length - 1;
  const binOf = (score: number): number => Math.round((score / observed.length) * steps);
  if (observed.every((score) => score === 0 || score === 1)) {
    const bin = binOf(observed.reduce((sum, score) => sum + score, 0));
    distribution[bin] = (distribution[bin] ?? NaN) + weight;
    return;
  }
  scoreDistribution(observed).forEach((probability, score) => {
    const bin = binOf(score);
    distribution[bin] = (distribution[bin] ?? NaN) + weight * probability;
  });
}

function momentsOf(distribution: Float64Array): [mean: number, sd: number] {
  const steps = distribution.length - 1;
  const centre = distribution.reduce((sum, p, step) => sum + (p * step) / steps, 0);
  const spread = distribution.reduce((sum, p, step) => sum + p * (step / steps - centre) ** 2, 0);
  return [centre, Math.sqrt(spread)];
}

/** The marginal log-likelihood of given 2PL parameters, whoever estimated them. */
import { answerPatterns } from './answer-patterns.ts';
import { nodesNeeded, quadrature } from './quadrature.ts';
import type { ResponseMatrix } from './responses.ts';
import { twoParameterModel } from './two-parameter-model.ts';

/**
 * @param responses scores 0, 1 or NaN
 * @param a,d one of each an item; the latent variable is N(0, 1)
 */
export function marginalLogLikelihood(responses: ResponseMatrix, a: Float64Array, d: Float64Array): number {
  const grid = quadrature(nodesNeeded(a, d));
  const model = twoParameterModel(answerPatterns(responses), grid, { estimation: 'ml' });
  return model.logLikelihood(Float64Array.from([...a, ...d]));
}

/** What calls cost, in integer micro-dollars: rounded up, so that a cap is never passed by rounding. */
import type { CompletionRequest } from '../../domain/completion.ts';
import type { EndpointConfig, Prices } from '../../domain/endpoint.ts';

const FREE: Prices = { promptMicroUsdPerMillion: 0, completionMicroUsdPerMillion: 0 };

/** The prices of a model at an endpoint: its own, else those of `*`, else nothing. */
export function pricesOf(config: Pick<EndpointConfig, 'prices'>, model: string): Prices {
  return config.prices[model] ?? config.prices['*'] ?? FREE;
}

/** The cost of one call in micro-dollars, rounded up. */
export function costMicroUsd(
  prices: Prices,
  usage: { readonly promptTokens: number; readonly completionTokens: number },
): number {
  const millionths =
    usage.promptTokens * prices.promptMicroUsdPerMillion +
    usage.completionTokens * prices.completionMicroUsdPerMillion;
  return Math.ceil(millionths / 1_000_000);
}

/** The most tokens that an answer holds: a score reads off one. */
export function answerTokensAtMost(request: CompletionRequest): number {
  return request.kind === 'generate' ? request.maxTokens : 1;
}

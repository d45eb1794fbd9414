/** The binomial distribution with probability one half. */

/**
 * P(X = k) and P(X <= k) for X ~ Bin(n, 1/2), to about 1e-13 relative. On the scale of logarithms, so that 2^-n of
 * thousands of trials is no zero.
 */
export function fairBinomial(k: number, n: number): { readonly at: number; readonly upTo: number } {
  let logTerm = -n * Math.LN2;
  let upTo = 0;
  let at = 0;
  for (let x = 0; x <= k; x++) {
    if (x > 0) logTerm += Math.log((n - x + 1) / x);
    at = Math.exp(logTerm);
    upTo += at;
  }
  return { at, upTo: Math.min(1, upTo) };
}

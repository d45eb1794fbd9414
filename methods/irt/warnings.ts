/** What a fit does not stand on, in words that a program can tell apart. */
import { connectedItems } from './connected.ts';
import type { IrtFit } from './estimates.ts';
import type { ResponseMatrix } from './responses.ts';

export interface FitWarning {
  readonly code: 'not-converged' | 'not-identified' | 'unconnected' | 'no-common-trait' | 'runaway';
  readonly message: string;
}

/** Beyond it a slope is no estimate but a direction: the likelihood grows for ever. */
const LARGEST_SLOPE = 15;

export function fitWarnings(fit: IrtFit, responses: ResponseMatrix, ids: readonly string[]): FitWarning[] {
  const nameOf = (item: number): string => ids[item] ?? String(item + 1);
  const warnings: FitWarning[] = [];
  if (!fit.converged)
    warnings.push({
      code: 'not-converged',
      message: 'the fit did not converge; its figures are where it stopped',
    });
  if (fit.unidentified.length > 0) {
    const named = fit.unidentified.map(({ item, parameter }) =>
      item === null ? parameter : `${parameter} of ${nameOf(item)}`,
    );
    warnings.push({
      code: 'not-identified',
      message:
        `the answers do not determine ${named.join(', ')}: other values fit as well. ` +
        'Leave these items out, or give answers that join them with others',
    });
  }
  const [largest, ...others] = connectedItems(responses);
  if (largest !== undefined && others.length > 0) {
    const apart = others.map((group) => group.map(nameOf).join(', ')).join('; ');
    warnings.push({
      code: 'unconnected',
      message:
        `no person connects these items with the others: ${apart}. Their difficulties are on the scale of the others only if ` +
        'their persons are alike',
    });
  }
  if (fit.model === 'rasch' && fit.latent.variance !== null && fit.latent.variance < 1e-6)
    warnings.push({
      code: 'no-common-trait',
      message: 'the latent variance is at its bound, 0: the items have no common trait in these answers',
    });
  const runaway = fit.items.flatMap(({ a }, item) =>
    a !== null && Math.abs(a) > LARGEST_SLOPE ? [nameOf(item)] : [],
  );
  if (runaway.length > 0)
    warnings.push({
      code: 'runaway',
      message: `the slope has no finite estimate: ${runaway.join(', ')}. Use --estimation map, or leave them out`,
    });
  return warnings;
}

/** What the figures of an alignment stand on: the items behind them, and what the reader must know of the fits. */
import type { AlignmentRecord, Standing, StandingWarning } from './record.ts';

/** The items used, constant, dropped and unmatched, whether each fit converged, and a warning for what weakens a figure. */
export function standingOf(record: AlignmentRecord): Standing {
  const { perItem, dropped, constant, unmatched, converged } = record;
  const warnings: StandingWarning[] = [
    ...stopped(converged.human, 'people'),
    ...stopped(converged.model, 'model'),
    ...said('constant', constant.human, 'left out, for the people answered all alike'),
    ...said('constant', constant.model, 'left out, for the model answered all alike'),
    ...said('dropped', dropped, 'dropped, for a side cannot estimate them'),
    ...said('unmatched', unmatched.human, 'only the people have'),
    ...said('unmatched', unmatched.model, 'only the model has'),
  ];
  return { used: perItem.map((item) => item.id), constant, dropped, unmatched, converged, warnings };
}

function stopped(converged: boolean, side: 'people' | 'model'): StandingWarning[] {
  const message = `the fit of the ${side} did not converge: the figures are where it stopped`;
  return converged ? [] : [{ code: 'not-converged', message }];
}

function said(code: StandingWarning['code'], items: readonly string[], what: string): StandingWarning[] {
  return items.length === 0 ? [] : [{ code, message: `${what} (${items.length}): ${items.join(', ')}` }];
}

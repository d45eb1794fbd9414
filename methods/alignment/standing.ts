/** What the figures of an alignment stand on: the items behind them, and what the reader must know of the fits. */
import type { AlignmentRecord, Standing } from './record.ts';

/** The items used, constant, dropped and unmatched, whether each fit converged, and a warning for what weakens a figure. */
export function standingOf(record: AlignmentRecord): Standing {
  const { perItem, dropped, unmatched, converged } = record;
  const constant = {
    human: perItem.filter((item) => isConstant(item.shareHuman)).map((item) => item.id),
    model: perItem.filter((item) => isConstant(item.shareModel)).map((item) => item.id),
  };
  const warnings = [
    ...(converged.human ? [] : ['the fit of the people did not converge: the figures are where it stopped']),
    ...(converged.model ? [] : ['the fit of the model did not converge: the figures are where it stopped']),
    ...said(constant.human, 'the people answered all alike, so that the prior alone places'),
    ...said(constant.model, 'the model answered all alike, so that the prior alone places'),
    ...said(dropped, 'dropped, for a side cannot estimate them'),
    ...said(unmatched.human, 'only the people have'),
    ...said(unmatched.model, 'only the model has'),
  ];
  return { used: perItem.map((item) => item.id), constant, dropped, unmatched, converged, warnings };
}

function isConstant(share: number): boolean {
  return share === 0 || share === 1;
}

function said(items: readonly string[], what: string): string[] {
  return items.length === 0 ? [] : [`${what} (${items.length}): ${items.join(', ')}`];
}

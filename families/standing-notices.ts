/** What a reader must know of how any experiment was run: that it was stopped, and what came later than its plan. */
import { code, type Notice } from '../reports/blocks.ts';
import type { PageContext } from './family.ts';

/** Nothing where it went to its end. */
export function stoppedNotice({ partial }: Pick<PageContext, 'partial'>): Notice[] {
  if (!partial) return [];
  return [
    {
      kind: 'warning',
      title: 'The experiment was stopped',
      body: 'All figures are made of what was there then. Cells that were not asked yet are left out of every figure.',
      remedy: [code('./holdfast run'), ' with the same spec goes on where it stopped.'],
    },
  ];
}

/** @param labels of arms, methods or judges */
export function addedLater(labels: readonly string[]): Notice[] {
  return labels.map((label) => ({
    kind: 'note',
    title: `“${label}” was added later`,
    body: 'It was not in the first plan of this study.',
  }));
}

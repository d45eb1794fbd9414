/** What a reader must know where an experiment went on with other code than it began with. */
import type { Notice } from '../reports/blocks.ts';
import { formatCount } from '../reports/numbers.ts';
import type { CodeSide, PageContext } from './family.ts';

/** Nothing where all is of one code. */
export function codeNotice({ codes }: Pick<PageContext, 'codes'>): Notice[] {
  if (codes.length < 2) return [];
  const sides = codes.map(
    (side) => `${formatCount(side.cells)} ${side.cells === 1 ? 'cell' : 'cells'} by ${nameOf(side)}`,
  );
  return [
    {
      kind: 'warning',
      title: 'The code changed while this experiment was open',
      body: `Settled: ${sides.join('; ')}. They may have been asked or read in different ways.`,
    },
  ];
}

function nameOf({ hash, changes }: CodeSide): string {
  if (hash === null) return 'code from before it was noted';
  return `code ${hash.slice(0, 12)}${changes === '' ? '' : ` (${changes})`}`;
}

/** One line on the first method of the spec. */
import { formatCount, formatInterval, formatPercent } from '../../../reports/numbers.ts';
import type { CellResult } from '../../family.ts';
import { loudSilence } from '../../silence.ts';
import { rightBy } from './accuracy.ts';
import { figuresWith } from './figures.ts';
import type { Graded } from './graded.ts';
import { gradedCells, isSettled } from './graded-cells.ts';
import type { Share } from './result.ts';
import { silenceOf } from './statuses.ts';

/** The primary method's accuracy on what is settled so far, as published; '' where nothing is. */
export function headlineSoFar(graded: Graded, results: readonly CellResult[]): string {
  const [primary] = graded.methods;
  if (primary === undefined) return '';
  const cells = gradedCells(
    { ...graded, cells: [...graded.cells].filter(({ method }) => method === primary.name) },
    results,
  )
    .filter(isSettled)
    .filter(({ problem }) => problem.twinOf === null);
  const loud = loudSilence(silenceOf(cells));
  const figure = headlineText(primary.name, figuresWith(seedOf(graded)).share(rightBy(cells, 'published')));
  return [figure, loud].filter((part) => part !== '').join('; ');
}

/** `declarative: solves 76.1 % (70.1 to 81.3 %) of 222 problems`. */
export function headlineText(method: string, { value, interval, problems }: Share): string {
  if (value === null) return '';
  const bounds =
    interval === null ? '' : ` (${formatInterval([interval[0] * 100, interval[1] * 100], { digits: 1 })} %)`;
  return `${method}: solves ${formatPercent(value)}${bounds} of ${formatCount(problems)} problems`;
}

/** The seed of every draw: the first run's. */
export function seedOf({ cells }: Graded): number {
  return cells.at(0)?.seed ?? 1;
}

/** What a reader must know where persons' data were removed from an experiment. */
import type { Removal } from '../domain/upkeep.ts';
import type { Notice } from '../reports/blocks.ts';
import { formatCount } from '../reports/numbers.ts';
import type { PageContext } from './family.ts';

/** In one line: `One person's data were removed after this was computed (...)`. */
export function removalText({ at, persons, cells, answers }: Removal): string {
  const whose = persons === 1 ? "One person's data" : `${formatCount(persons)} persons' data`;
  const gone = `${formatCount(cells)} cells, ${formatCount(answers)} answers`;
  return `${whose} were removed after this was computed (${new Date(at).toISOString().slice(0, 10)}: ${gone})`;
}

/** Nothing where all is there. */
export function removalNotice({ removals = [] }: Pick<PageContext, 'removals'>): Notice[] {
  return removals.map((one) => ({
    kind: 'warning',
    title: removalText(one),
    body: 'The figures were made with them and are as they were. What is listed and counted beside the figures is without them; the file of responses that is kept has another SHA-256 than the one that the figures were made of.',
  }));
}

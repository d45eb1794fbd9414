/** What a page of this family reads: every cell beside the others, and what it cost. */
import { listed } from '../../cell-results.ts';
import type { CellCost, CellResult, PageContext } from '../../family.ts';

export interface ListedContext extends Omit<PageContext, 'cells' | 'costs'> {
  readonly cells: readonly CellResult[];
  /** By cell key. */
  readonly costs: ReadonlyMap<string, CellCost>;
}

export async function listedPage(context: PageContext): Promise<ListedContext> {
  return { ...context, cells: await listed(context.cells), costs: await context.costs() };
}

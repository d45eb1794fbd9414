/** What a page of this family reads: every cell beside the others. */
import { listed } from '../../cell-results.ts';
import type { CellResult, PageContext } from '../../family.ts';

export interface ListedContext extends Omit<PageContext, 'cells'> {
  readonly cells: readonly CellResult[];
}

export async function listedPage(context: PageContext): Promise<ListedContext> {
  return { ...context, cells: await listed(context.cells) };
}

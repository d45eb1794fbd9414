/** `holdfast data check FILE`: a response file as it is read, item by item, before anything is fitted to it. */
import { overviewOf } from '../../families/alignment/responses/overview.ts';
import { remarksOn } from '../../families/data-overview.ts';
import { dataLines } from '../cli/data-lines.ts';
import { print, printJson } from '../cli/output.ts';
import { readResponseTable, type TableOptions } from '../cli/response-file.ts';

export async function dataCheck(
  file: string,
  options: TableOptions & { readonly json?: boolean },
): Promise<void> {
  const overview = overviewOf(readResponseTable(file, options));
  if (options.json) return printJson({ file, ...overview, remarks: remarksOn(overview) });
  for (const line of dataLines(overview)) print(line);
}

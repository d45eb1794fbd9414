/** `holdfast report ID`: makes the report anew out of the store, and says where it is; its figures as files where asked for. */
import { resolve } from 'node:path';
import { pageContext } from '../../activities/page-context.ts';
import { UserError } from '../../domain/errors.ts';
import { reportFile, writeReport } from '../../services/home/reports.ts';
import type { ExperimentRecord } from '../../domain/store.ts';
import type { PageContext, Study } from '../../families/family.ts';
import { writeFigures } from '../cli/figures.ts';
import { print, printJson } from '../cli/output.ts';
import { executionOf, findExperiment, openStudy, withSession } from '../cli/session.ts';

export async function report(
  reference: string,
  options: { readonly figures?: string; readonly json?: boolean },
): Promise<void> {
  await withSession(async (session) => {
    const record = await findExperiment(session.store, reference);
    if (record.results['result'] === undefined) {
      throw new UserError(`${record.id} is ${record.state} and has no result yet.`, {
        remedy: `./holdfast watch ${record.id} follows it; ./holdfast stop ${record.id} ends it with what is there.`,
      });
    }
    const study = await openStudy(session, record);
    const opened = { record, study, execution: executionOf(record) };
    const context = await pageContext(session, opened, record.state === 'stopped');
    writeReport(session.home, record.id, await study.page(context));
    const file = reportFile(session.home, record.id);
    const figures =
      options.figures === undefined ? [] : await figuresOf(study, context, record, options.figures);
    if (options.json) {
      printJson({
        ...{ id: record.id, report: file, resultHash: record.results['result'] },
        ...(options.figures === undefined ? {} : { figures }),
      });
    } else {
      print(file);
      for (const one of figures) print(one);
    }
  });
}

async function figuresOf(
  study: Study,
  context: PageContext,
  { family, createdAt }: ExperimentRecord,
  folder: string,
): Promise<readonly string[]> {
  if (study.report === undefined) {
    throw new UserError(`Reports of the family ${family} have no figures as files yet.`, {
      remedy: 'Leave --figures out.',
    });
  }
  // Not of now: the same experiment gives the same files.
  return writeFigures(resolve(folder), await study.report(context), new Date(createdAt));
}

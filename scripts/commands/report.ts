/** `holdfast report ID`: makes the report anew out of the store, and says where it is. */
import { pageContext } from '../../activities/page-context.ts';
import { UserError } from '../../domain/errors.ts';
import { reportFile, writeReport } from '../../services/home/reports.ts';
import { print, printJson } from '../cli/output.ts';
import { executionOf, findExperiment, openStudy, withSession } from '../cli/session.ts';

export async function report(reference: string, options: { readonly json?: boolean }): Promise<void> {
  await withSession(async (session) => {
    const record = await findExperiment(session.store, reference);
    if (record.results['result'] === undefined) {
      throw new UserError(`${record.id} is ${record.state} and has no result yet.`, {
        remedy: `./holdfast watch ${record.id} follows it; ./holdfast stop ${record.id} ends it with what is there.`,
      });
    }
    const study = await openStudy(session, record);
    const opened = { record, study, execution: executionOf(record) };
    const page = await study.page(await pageContext(session, opened, record.state === 'stopped'));
    writeReport(session.home, record.id, page);
    const file = reportFile(session.home, record.id);
    if (options.json) printJson({ id: record.id, report: file, resultHash: record.results['result'] });
    else print(file);
  });
}

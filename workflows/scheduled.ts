/** What a schedule starts: a replicate of its spec, labelled with the time of the firing. */
import {
  ChildWorkflowFailure,
  ParentClosePolicy,
  proxyActivities,
  startChild,
  workflowInfo,
  WorkflowIdReusePolicy,
} from '@temporalio/workflow';
import { detailsOf, type LabBook, labelled, summaryOf } from '../domain/lab-book.ts';
import { workflowTypeOf, type HoldfastActivities, type Start } from '../domain/experiment.ts';
import { queueOf } from '../domain/queues.ts';

/** Temporal appends the firing's time to the workflow id that the schedule names. */
export async function scheduled(template: Start): Promise<void> {
  const { adoptReplicate } = proxyActivities<Pick<HoldfastActivities, 'adoptReplicate'>>({
    taskQueue: queueOf(template.home, 'main'),
    startToCloseTimeout: '1 minute',
    summary: 'note the replicate in the store',
  });
  const label = labelOf(workflowInfo().workflowId);
  const adopted = await adoptReplicate({ home: template.home, template: template.experiment, label });
  const book = bookOf(template, label);
  // It lives on by itself if this one is terminated.
  const child = await startChild(workflowTypeOf(template.family), {
    workflowId: adopted.experiment,
    args: [startOf(template, adopted.experiment)],
    parentClosePolicy: ParentClosePolicy.ABANDON,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    staticSummary: summaryOf(book),
    staticDetails: detailsOf(book),
    memo: book,
    typedSearchAttributes: workflowInfo().typedSearchAttributes,
  });
  // Open as long as the experiment is: the schedule's overlap policy looks at this workflow. How it ended is told by
  // the experiment itself.
  await child.result().catch((error: unknown) => {
    if (!(error instanceof ChildWorkflowFailure)) throw error;
  });
}

/** The schedule's memo, as the replicate's; of a schedule from before memos the title alone. */
function bookOf({ title }: Start, label: string): LabBook {
  const none: LabBook = { title, models: [], arms: [], spec: 'as the schedule names it' };
  return labelled({ ...none, ...(workflowInfo().memo as Partial<LabBook> | undefined) }, label);
}

/** Without what a schedule of an earlier version still says of lanes and cells. */
function startOf(template: Start, experiment: Start['experiment']): Start {
  const { home, family, familyVersion, caps, title, probe } = template;
  return { home, experiment, family, familyVersion, caps, title, ...(probe === undefined ? {} : { probe }) };
}

/** `...-2026-11-23T03:00:00Z` becomes `at-20261123-030000`. */
function labelOf(workflowId: string): string {
  const time = /(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})/.exec(workflowId);
  const [year, month, day, hour, minute, second] = time?.slice(1) ?? [];
  return time === null ? 'at-once' : `at-${year}${month}${day}-${hour}${minute}${second}`;
}

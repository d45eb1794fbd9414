/** What a schedule starts: a replicate of its spec, labelled with the time of the firing. */
import {
  ParentClosePolicy,
  proxyActivities,
  startChild,
  workflowInfo,
  WorkflowIdReusePolicy,
} from '@temporalio/workflow';
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
  const experiment = await adoptReplicate({ home: template.home, template: template.experiment, label });
  // It lives on by itself: a schedule only begins it.
  await startChild(workflowTypeOf(template.family), {
    workflowId: experiment,
    args: [{ ...template, experiment }],
    parentClosePolicy: ParentClosePolicy.ABANDON,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    staticSummary: `${template.family}: ${template.title}, ${label}`,
  });
}

/** `...-2026-11-23T03:00:00Z` becomes `at-20261123-030000`. */
function labelOf(workflowId: string): string {
  const time = /(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})/.exec(workflowId);
  const [year, month, day, hour, minute, second] = time?.slice(1) ?? [];
  return time === null ? 'at-once' : `at-${year}${month}${day}-${hour}${minute}${second}`;
}

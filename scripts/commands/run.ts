/** `holdfast run SPEC`: attaches to an open experiment, shows a finished one, restarts any other on what is settled. */
import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '@temporalio/common';
import { messageOf, UserError } from '../../domain/errors.ts';
import { workflowTypeOf, type ExperimentId } from '../../domain/experiment.ts';
import { queueOf } from '../../domain/queues.ts';
import type { ExperimentRecord } from '../../domain/store.ts';
import { removalText } from '../../families/removal-notice.ts';
import { openHome } from '../../services/home/home.ts';
import { reportFile } from '../../services/home/reports.ts';
import { temporalTarget } from '../../services/temporal-server/connect.ts';
import { executionState } from '../cli/execution-state.ts';
import { labBookOptions } from '../cli/lab-book.ts';
import { readLabel } from '../cli/label.ts';
import { print, printJson, say } from '../cli/output.ts';
import { refuseOldSettings } from '../cli/old-settings.ts';
import { preflight } from '../cli/preflight.ts';
import { withSession, type Session } from '../cli/session.ts';
import { noticeLines } from '../cli/study-notices.ts';
import { storeExperiment } from '../cli/store-experiment.ts';
import { readSpec, type SpecFile } from '../cli/spec-file.ts';
import { uiLink, withTemporal, type Temporal } from '../cli/temporal.ts';
import { watchUntilSettled } from '../cli/progress.ts';

export interface RunOptions {
  readonly replicate?: string;
  readonly detach?: boolean;
  readonly json?: boolean;
}

export async function run(path: string, options: RunOptions): Promise<void> {
  const label = options.replicate === undefined ? undefined : readLabel(options.replicate);
  const spec = readSpec(path);
  for (const line of noticeLines(spec.study)) say(line);
  // Asked first: without `up` there may be no store either.
  temporalTarget(openHome());
  await withSession(async (session) => {
    const id = spec.id(label);
    await withTemporal(session.home, async (temporal) => {
      const before = await session.store.experiment(id);
      const state = before === undefined ? 'forgotten' : await executionState(temporal, id);
      if (before?.state === 'completed' && before.results['report'] !== undefined)
        return showFinished(session, id, options);
      if (state === 'open') {
        say(`${id} is under way; watching it.`);
      } else {
        await start(session, temporal, spec, id, label ?? '', before);
      }
      const link = uiLink(temporal, id);
      if (link !== undefined) say(`Temporal UI: ${link} (the run card: tab User Metadata)`);
      if (options.detach) {
        if (options.json) printJson({ id, state: 'running' });
        else print(id);
        return;
      }
      await watchUntilSettled(session.home, session.store, temporal, id, options.json === true);
      const after = await session.store.experiment(id);
      if (after?.state === 'completed' || after?.state === 'stopped')
        await showFinished(session, id, options);
    });
  });
}

async function start(
  session: Session,
  temporal: Temporal,
  spec: SpecFile,
  id: ExperimentId,
  label: string,
  before: ExperimentRecord | undefined,
): Promise<void> {
  if (before === undefined) await sayOlderVersion(session, spec);
  refuseOldSettings(session, spec);
  if (!(await isAnswered(session, spec, label))) await preflight(session, temporal, spec);
  const input = await storeExperiment(session, spec, label, 'running');
  try {
    await temporal.client.workflow.start(workflowTypeOf(spec.family.name), {
      workflowId: id,
      taskQueue: queueOf(session.home.id, 'main'),
      args: [input],
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
      ...labBookOptions(session, spec, label),
    });
  } catch (error) {
    // Written as running before the start, so that the workflow's own first word is not overwritten.
    const detail = before?.detail ?? `it was not started: ${messageOf(error)}`;
    await session.store.setState(id, before?.state ?? 'failed', detail);
    throw error;
  }
  say(before === undefined ? `started ${id}` : `started ${id} again, on what is settled`);
}

/** An experiment of an earlier version of the family has figures that this version would not come to. */
async function sayOlderVersion({ store }: Session, spec: SpecFile): Promise<void> {
  const { name: family, version } = spec.family;
  const older = (await store.experiments({ family })).find(
    (record) => record.name === spec.name && record.familyVersion < version,
  );
  if (older === undefined) return;
  say(
    `${older.id} was made by version ${older.familyVersion} of the family ${family}; this is version ${version}. ` +
      'What was answered is not asked anew, and everything is scored anew. CHANGELOG.md says what has changed.',
  );
}

/** Whether every answer is in the memo already: then it takes no endpoint to analyse them anew. */
async function isAnswered({ store }: Session, spec: SpecFile, label: string): Promise<boolean> {
  const earlier = await store.experiments({ family: spec.family.name });
  return earlier.some(
    (record) =>
      record.state === 'completed' && record.collectionHash === spec.collectionHash && record.label === label,
  );
}

async function showFinished(session: Session, id: ExperimentId, options: RunOptions): Promise<void> {
  const record = await session.store.experiment(id);
  if (record === undefined) throw new UserError(`${id} is not in the store.`);
  const report = reportFile(session.home, id);
  const resultHash = record.results['result'];
  if (options.json) {
    printJson({ id, state: record.state, resultHash, report, spend: await session.store.spend(id) });
    return;
  }
  print(`${id}: ${record.state}`);
  if (record.detail !== '') print(record.detail);
  for (const one of await session.store.upkeep.removals(id)) print(removalText(one));
  print(`result  ${resultHash ?? 'none'}`);
  print(`report  ${report}`);
}

/** `holdfast schedule create|list|delete`: a spec started again and again, each time as a replicate of its own. */
import { ScheduleNotFoundError, ScheduleOverlapPolicy } from '@temporalio/client';
import { UserError } from '../../domain/errors.ts';
import { queueOf } from '../../domain/queues.ts';
import { labBookOptions } from '../cli/lab-book.ts';
import { columns, print, printJson, say } from '../cli/output.ts';
import { TEMPLATE_LABEL, withSession } from '../cli/session.ts';
import { readSpec } from '../cli/spec-file.ts';
import { storeExperiment } from '../cli/store-experiment.ts';
import { preflight } from '../cli/preflight.ts';
import { withTemporal } from '../cli/temporal.ts';

export async function scheduleCreate(
  path: string,
  options: { readonly cron: string; readonly json?: boolean },
): Promise<void> {
  const spec = readSpec(path);
  await withSession((session) =>
    withTemporal(session.home, async ({ client }) => {
      await preflight(session, { client, ui: undefined, namespace: '' }, spec);
      const template = await storeExperiment(session, spec, TEMPLATE_LABEL, 'stopped');
      const scheduleId = `${session.home.id}/${spec.family.name}/${spec.name}/${spec.specHash.slice(0, 12)}`;
      try {
        await client.schedule.create({
          scheduleId,
          spec: { cronExpressions: [options.cron] },
          policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 day' },
          action: {
            type: 'startWorkflow',
            workflowType: 'scheduled',
            workflowId: `scheduled/${scheduleId}`,
            taskQueue: queueOf(session.home.id, 'main'),
            args: [template],
            ...labBookOptions(session, spec, ''),
          },
        });
      } catch (error) {
        throw new UserError(
          `The schedule was not made: ${error instanceof Error ? error.message : String(error)}`,
          {
            remedy:
              'A cron expression has five fields: minute hour day month weekday. One spec has one schedule.',
          },
        );
      }
      if (options.json) printJson({ id: scheduleId, cron: options.cron });
      else print(`${scheduleId}: ${options.cron} (UTC); each firing is a replicate labelled with its time`);
    }),
  );
}

export async function scheduleList(options: { readonly json?: boolean }): Promise<void> {
  await withSession((session) =>
    withTemporal(session.home, async ({ client }) => {
      const rows: { id: string; next: string; last: string }[] = [];
      for await (const summary of client.schedule.list()) {
        if (!summary.scheduleId.startsWith(`${session.home.id}/`)) continue;
        const last = summary.info.recentActions.at(-1)?.scheduledAt;
        const next = summary.info.nextActionTimes.at(0);
        rows.push({
          id: summary.scheduleId,
          next: next?.toISOString() ?? '-',
          last: last?.toISOString() ?? '-',
        });
      }
      if (options.json) return printJson(rows);
      if (rows.length === 0)
        return say('No schedules. Make one: ./holdfast schedule create SPEC --cron "0 3 * * *"');
      print(columns([['SCHEDULE', 'NEXT', 'LAST'], ...rows.map((row) => [row.id, row.next, row.last])]));
    }),
  );
}

export async function scheduleDelete(id: string, options: { readonly json?: boolean }): Promise<void> {
  await withSession((session) =>
    withTemporal(session.home, async ({ client }) => {
      const whole = id.startsWith(`${session.home.id}/`) ? id : `${session.home.id}/${id}`;
      try {
        await client.schedule.getHandle(whole).delete();
      } catch (error) {
        if (!(error instanceof ScheduleNotFoundError)) throw error;
        throw new UserError(`There is no schedule ${whole}.`, {
          remedy: './holdfast schedule list shows all.',
        });
      }
      if (options.json) printJson({ id: whole, deleted: true });
      else print(`${whole} is deleted; what it started stays`);
    }),
  );
}

/** `holdfast pause|resume|stop|retry ID` and `holdfast budget ID`: what the workflow is told. */
import { WorkflowNotFoundError } from '@temporalio/common';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { differences } from '../../domain/code.ts';
import { UserError } from '../../domain/errors.ts';
import type { Caps, ExperimentId, ExperimentState, Progress, Spend } from '../../domain/experiment.ts';
import { amountText, capsBy, METERS, setCaps } from '../../domain/meters.ts';
import { PROGRESS, SET_BUDGET, SIGNALS } from '../../domain/queues.ts';
import { effectOf, type Effect } from '../../workflows/kernel/control.ts';
import { executionState } from '../cli/execution-state.ts';
import { sayOldSettings } from '../cli/old-settings.ts';
import { print, printJson } from '../cli/output.ts';
import { sendsAgain, unansweredLines } from '../cli/unanswered.ts';
import { findExperiment, withSession, type Session } from '../cli/session.ts';
import { withinDeadline, withTemporal, type Temporal } from '../cli/temporal.ts';
import type { ExperimentRecord, Store } from '../../domain/store.ts';
import { codeOf } from '../../services/home/code.ts';

export type ControlWord = keyof typeof SIGNALS;

const SAID: Record<Exclude<Effect, 'nothing'>, string> = {
  pause: 'pauses: what is in flight finishes, nothing new is launched',
  resume: 'goes on',
  stop: 'stops at the next boundary, with a report on what is there',
  'try-again': 'tries again what is missing',
};

const SAME_CODE = 'goes by the code as it is already: there is nothing to accept';
const NEW_CODE = 'goes by the code as it is now from here on, and its report says so';

/** The code as it lies here. @returns the files that differ from the code until now, in words */
async function acceptCode(store: Store, { id, family }: ExperimentRecord): Promise<string> {
  const [before, now] = [(await store.codes(id)).at(-1), codeOf(family)];
  await store.acceptCode(id, now);
  return before === undefined ? '' : differences(before, now);
}

function saidOf(effect: Effect | undefined, word: ControlWord, state: ExperimentState | undefined): string {
  if (effect === undefined || state === undefined)
    return `is told to ${word}; no worker answers, so it hears it after ./holdfast up`;
  if (effect !== 'nothing') return SAID[effect];
  const paused = state === 'paused' && word === 'retry' ? '; ./holdfast resume lets it go on' : '';
  return `is ${state}: ${word} changes nothing${paused}`;
}

export async function control(
  word: ControlWord,
  reference: string,
  options: { readonly json?: boolean; readonly acceptCode?: boolean },
): Promise<void> {
  await withOpenExperiment(reference, async (session, temporal, record) => {
    const { store } = session;
    if ((await executionState(temporal, record.id)) !== 'open') throw notUnderWay(record);
    if (word === 'retry' || word === 'resume') sayOldSettings(session);
    const accepted = options.acceptCode === true ? await acceptCode(store, record) : undefined;
    const state = await stateNow(temporal, record.id);
    // Told whatever it answered: it may have moved on since, and the message waits for a worker where there is none.
    await withinDeadline(temporal.client, () => tell(temporal, record.id, word));
    const effect = state === undefined ? undefined : effectOf(state, word);
    const isRetry = effect === 'try-again' || (effect === undefined && word === 'retry');
    const counts = { cells: record.cells, ...(await store.cellCounts(record.id)) };
    const spend = await store.spend(record.id);
    if (options.json) {
      const told = { id: record.id, told: word, state: state ?? null, effect: effect ?? null };
      const again = isRetry
        ? { asks: counts.cells - counts.settled, unanswered: spend.unanswered ?? null }
        : {};
      printJson({ ...told, ...again, ...(accepted === undefined ? {} : { accepted }) });
      return;
    }
    if (accepted !== undefined)
      print(`${record.id} ${accepted === '' ? SAME_CODE : `${NEW_CODE} (${accepted})`}`);
    print(`${record.id} ${saidOf(effect, word, state)}`);
    if (isRetry) for (const line of sendsAgain(counts, spend)) print(`  ${line}`);
  });
}

/** A cancellation is heard as `stop`, and Temporal calls what ends by it `Canceled`, not `Completed`. */
async function tell({ client }: Temporal, id: ExperimentId, word: ControlWord): Promise<void> {
  const handle = client.workflow.getHandle(id);
  if (word === 'stop') await handle.cancel();
  else await handle.signal(SIGNALS[word]);
}

/** Undefined where no worker answers. */
async function stateNow(temporal: Temporal, id: ExperimentId): Promise<ExperimentState | undefined> {
  try {
    const { state } = await withinDeadline(temporal.client, () =>
      temporal.client.workflow.getHandle(id).query<Progress>(PROGRESS),
    );
    return state;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

export interface BudgetOptions {
  readonly calls?: string;
  readonly tokens?: string;
  readonly usd?: string;
  readonly minutes?: string;
  readonly sandboxMinutes?: string;
  readonly json?: boolean;
}

export async function budget(reference: string, options: BudgetOptions): Promise<void> {
  const caps = capsOf(options);
  if (Object.keys(caps).length === 0) return showBudget(reference, options);
  await withOpenExperiment(reference, async (_session, temporal, record) => {
    const handle = temporal.client.workflow.getHandle(record.id);
    try {
      const now = await withinDeadline(temporal.client, () =>
        handle.executeUpdate<Caps, [Caps]>(SET_BUDGET, { args: [caps] }),
      );
      if (options.json) printJson({ id: record.id, caps: now });
      else print(`${record.id}: caps are now ${describeCaps(now)}`);
    } catch (error) {
      if (error instanceof WorkflowUpdateFailedError) {
        throw new UserError(error.cause?.message ?? error.message, {
          remedy: 'Caps are whole numbers above 0.',
        });
      }
      throw error;
    }
  });
}

async function showBudget(reference: string, options: BudgetOptions): Promise<void> {
  await withOpenExperiment(reference, async ({ store }, temporal, record) => {
    const progress = await withinDeadline(temporal.client, () =>
      temporal.client.workflow.getHandle(record.id).query<Progress>(PROGRESS),
    );
    const spend = await store.spend(record.id);
    if (options.json) return printJson({ id: record.id, caps: progress.caps, spend });
    print(`caps   ${describeCaps(progress.caps)}`);
    const used = METERS.filter(({ cap }) => cap !== 'wallMs').map((meter) =>
      amountText(meter, meter.used(paid(spend), 0)),
    );
    print(`spent  ${used.join(', ')}`);
    for (const line of unansweredLines(spend)) print(`       ${line}`);
  });
}

/** What was sent and not answered is said beside it. */
function paid({ unanswered: _, ...spend }: Spend): Spend {
  return spend;
}

function describeCaps(caps: Caps): string {
  const parts = setCaps(caps).map(([meter, limit]) => amountText(meter, limit));
  return parts.length === 0 ? 'none' : parts.join(', ');
}

function capsOf(options: BudgetOptions): Caps {
  return capsBy(({ option: { field, of } }) => {
    const text = options[field];
    if (text === undefined) return undefined;
    const amount = Math.round(Number(text) * of);
    if (!Number.isFinite(amount) || amount < 1) {
      throw new UserError(`--${flagOf(field)} ${text} is no cap.`, { remedy: 'Give a number above 0.' });
    }
    return amount;
  });
}

/** `sandboxMinutes` as people type it. */
function flagOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

async function withOpenExperiment(
  reference: string,
  body: (session: Session, temporal: Temporal, record: ExperimentRecord) => Promise<void>,
): Promise<void> {
  await withSession(async (session) => {
    const record = await findExperiment(session.store, reference);
    await withTemporal(session.home, async (temporal) => {
      try {
        await body(session, temporal, record);
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
        throw notUnderWay(record);
      }
    });
  });
}

function notUnderWay(record: ExperimentRecord): UserError {
  return new UserError(`${record.id} is ${record.state}; nothing of it is under way.`, {
    remedy:
      record.state === 'completed'
        ? `./holdfast report ${record.id} shows what came of it.`
        : 'Run its spec again: it goes on with what is settled.',
  });
}

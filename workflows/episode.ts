/** An episode: one thread asked by a workflow of its own, because its programs may take hours. */
import { continueAsNew, workflowInfo } from '@temporalio/workflow';
import type { ShardResult } from '../domain/experiment.ts';
import type { ChildOutcome, EpisodeStart, HandOut, LostProgram, Ticket } from '../domain/flow.ts';
import { NO_SPEND } from './kernel/budget.ts';
import { openChild, type ChildRun } from './kernel/child.ts';
import { advance, runProgram } from './kernel/episode-activities.ts';

/** A parent that pauses tells the store and its children: whoever hears of it in the store first waits a moment. */
const HELD_MS = 5000;

/**
 * Asks the thread turn by turn, the same turns as a shard's, and has its programs run in between. The parent hears what came of it.
 *
 * @param from what the run before this one leaves to it; the first run has none
 */
export async function episode(start: EpisodeStart, ticket: Ticket, from: HandOut = {}): Promise<void> {
  const child = openChild(ticket);
  await child.delivering(() => talk(child, start, from));
}

async function talk(child: ChildRun, start: EpisodeStart, from: HandOut): Promise<ChildOutcome> {
  let handOut = from;
  let settledNow = 0;
  let spend = NO_SPEND;
  while (await child.mayGoOn()) {
    if (workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof episode>(start, child.ticket, handOut);
    const turn = await advance(start, child.ticket, handOut);
    spend = turn.spend;
    settledNow += turn.settledNow;
    const { waiting = [], heard, ...result } = turn;
    if (waiting.length === 0 && turn.held !== true && turn.turnOver !== true)
      return { ...result, settledNow };
    if (turn.held === true) await child.heardWithin(HELD_MS);
    const ends = await child.unlessStopped(() =>
      Promise.all(waiting.map((program) => runProgram(start, child.ticket, program))),
    );
    if (ends?.some((end) => 'kind' in end && end.kind === 'held') === true) await child.heardWithin(HELD_MS);
    const lost = ends?.filter((end): end is LostProgram => !('kind' in end)) ?? [];
    handOut = { ...(heard === undefined ? {} : { heard }), ...(lost.length === 0 ? {} : { lost }) };
  }
  return { ...NOT_TRIED, settledNow, spend };
}

/** Given up: what it has not settled was not tried. */
const NOT_TRIED: Omit<ShardResult, 'spend'> = {
  ...{ settledNow: 0, settled: 0, missing: 0, missingByClass: {}, examples: [] },
  held: true,
};

/** What Temporal's UI shows of an experiment without asking a worker: its state and phase as columns, its end in the memo. */
import { defineSearchAttributeKey } from '@temporalio/common';
import { CancelledFailure, upsertMemo, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { isLabBook, linesOf } from '../../domain/lab-book.ts';
import { SEARCH_ATTRIBUTES } from '../../domain/queues.ts';
import { stateOf, type RunState } from './run-state.ts';

const PHASE = defineSearchAttributeKey('HoldfastPhase', attributeType('HoldfastPhase'));
const STATE = defineSearchAttributeKey('HoldfastState', attributeType('HoldfastState'));
/** A memo is small. */
const LONGEST_ENDING = 2_000;

/** An upsert is an event in the history: only when one of the two is another. */
export function showColumns(run: RunState): void {
  const shown = workflowInfo().typedSearchAttributes;
  const [state, phase] = [stateOf(run), run.phase];
  if (shown.get(STATE) === state && shown.get(PHASE) === phase) return;
  upsertSearchAttributes([
    { key: STATE, value: state },
    { key: PHASE, value: phase },
  ]);
}

/** What it is about, for the card. */
export function bookLines(): readonly string[] {
  const { memo = {} } = workflowInfo();
  return isLabBook(memo) ? linesOf(memo) : [];
}

/** How it ended, in the memo: a list that says `Completed` does not say of what. */
export function noteEnd({ end }: RunState): void {
  if (end === undefined) return;
  upsertMemo({
    ended: (end.detail === '' ? end.state : `${end.state}: ${end.detail}`).slice(0, LONGEST_ENDING),
  });
}

/**
 * Ends a stopped experiment as Temporal's `Canceled`, where it was told so by a cancellation. One that was stopped by the signal
 * cannot be: Temporal calls it completed, and only column, card and memo say that it was stopped.
 *
 * @throws CancelledFailure
 */
export function endCancelled({ end, isCancelled }: RunState): void {
  if (isCancelled && end?.state === 'stopped') throw new CancelledFailure(end.detail);
}

function attributeType(name: keyof typeof SEARCH_ATTRIBUTES): 'KEYWORD' {
  return SEARCH_ATTRIBUTES[name].toUpperCase() as 'KEYWORD';
}

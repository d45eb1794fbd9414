/** Settling: answers, their ledger lines and what they cost, in one transaction. */
import { Fault } from '../../domain/errors.ts';
import type { ExperimentId, UnansweredReason } from '../../domain/experiment.ts';
import type { LedgerLine, ReservationOwner } from '../../domain/store.ts';
import { keyLists, powersOfTwo } from './batches.ts';
import { consume } from './budget.ts';
import { chargeUnanswered, noteSentAnew } from './unanswered.ts';
import { type CompletionColumns, readAnswers } from './completions.ts';
import { noteWorkers, numberOf } from './numbers.ts';
import type { Database, Tables, Write } from './tables.ts';
import { write } from './write.ts';

/** One call or program that is over. `ledgerId` is drawn once, so that the same settlement twice pays once. */
export interface Settlement {
  readonly ledgerId: string;
  /** Undefined where no answer is kept: then `unanswered` says why. */
  readonly completion: CompletionColumns | undefined;
  readonly unanswered?: UnansweredReason;
  readonly line: LedgerLine;
  readonly owner: ReservationOwner;
  readonly workerRun: string;
}

export type StoredAnswer = Pick<CompletionColumns, 'texts' | 'completion_blob'>;

/**
 * Commits a group and answers, for each, what the store holds under its key from now on.
 *
 * Locks are taken in one order everywhere: names of workers, completions by key, then budgets by experiment, then the shards' rows.
 */
export async function settleGroup(
  database: Database,
  group: readonly Settlement[],
): Promise<(StoredAnswer | undefined)[]> {
  return write(database, async (trx) => {
    await noteWorkers(
      trx,
      group.map(({ workerRun }) => workerRun),
    );
    const stored = await keepCompletions(trx, group);
    const paid = await keepLedger(trx, group);
    await spendAndConsume(trx, paid);
    await clearInFlight(trx, paid);
    return group.map(({ completion }) => {
      if (completion === undefined) return undefined;
      const answer = stored.get(completion.key);
      if (answer === undefined) throw new Fault(`answer ${completion.key} was inserted and is not there`);
      return answer;
    });
  });
}

/** First write wins, here within the group and in the table; the losers' answers are read back. */
async function keepCompletions(trx: Write, group: readonly Settlement[]): Promise<Map<string, StoredAnswer>> {
  const first = new Map<string, CompletionColumns>();
  for (const { completion } of group)
    if (completion !== undefined && !first.has(completion.key)) first.set(completion.key, completion);
  const rows = [...first.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  const stored = new Map<string, StoredAnswer>();
  for (const run of powersOfTwo(rows)) {
    const inserted = await trx
      .insertInto('completions')
      .values(run)
      .onConflict((conflict) => conflict.column('key').doNothing())
      .returning('key')
      .execute();
    for (const { key } of inserted) stored.set(key, first.get(key) as StoredAnswer);
  }
  const lost = rows.filter(({ key }) => !stored.has(key)).map(({ key }) => key);
  for (const answer of await readAnswers(trx, lost)) stored.set(answer.key, answer);
  return stored;
}

/** @returns those whose line was not there yet */
async function keepLedger(trx: Write, group: readonly Settlement[]): Promise<Settlement[]> {
  const added = await addLines(trx, group);
  const wereThere = group.filter(
    ({ ledgerId, completion }) => !added.has(ledgerId) && completion !== undefined,
  );
  if (wereThere.length > 0) {
    const freed = await forgetUnanswered(trx, wereThere);
    for (const id of await addLines(trx, freed)) added.add(id);
  }
  return group.filter(({ ledgerId }) => added.has(ledgerId));
}

async function addLines(trx: Write, group: readonly Settlement[]): Promise<Set<string>> {
  const added = new Set<string>();
  for (const run of powersOfTwo(group.map(ledgerColumns))) {
    const inserted = await trx
      .insertInto('ledger')
      .values(run)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .execute();
    for (const { id } of inserted) added.add(id);
  }
  return added;
}

/**
 * A slow attempt settles what its successor had charged as unanswered: then it is an answer, and paid once.
 *
 * @returns those whose line made way
 */
async function forgetUnanswered(trx: Write, group: readonly Settlement[]): Promise<Settlement[]> {
  const freed = new Set<string>();
  const owners = new Map(group.map(({ ledgerId, line }) => [ledgerId, line]));
  for (const list of keyLists(group.map(({ ledgerId }) => ledgerId))) {
    const gone = await trx
      .deleteFrom('ledger')
      .where('id', 'in', list)
      .where('unanswered', 'is not', null)
      .returningAll()
      .execute();
    for (const line of gone) {
      freed.add(line.id);
      const { experiment } = owners.get(line.id) as LedgerLine;
      await chargeUnanswered(trx, experiment, [
        {
          calls: -1,
          promptTokens: -line.prompt_tokens,
          completionTokens: -line.completion_tokens,
          costMicroUsd: -line.cost_micro_usd,
        },
      ]);
    }
  }
  return group.filter(({ ledgerId }) => freed.has(ledgerId));
}

function ledgerColumns({ ledgerId, line, owner, workerRun, unanswered }: Settlement): Tables['ledger'] {
  return {
    id: ledgerId,
    experiment: numberOf(line.experiment),
    completion: line.key,
    lane: line.shard.lane,
    shard: line.shard.index,
    attempt: owner.attempt,
    prompt_tokens: line.promptTokens,
    completion_tokens: line.completionTokens,
    cost_micro_usd: line.costMicroUsd,
    estimated: line.estimated ? 1 : 0,
    worker_run: numberOf(workerRun),
    at: Date.now(),
    unanswered: unanswered ?? null,
    sandbox_ms: line.sandboxMs ?? null,
  };
}

async function spendAndConsume(trx: Write, paid: readonly Settlement[]): Promise<void> {
  const byExperiment = [...Map.groupBy(paid, ({ line }) => line.experiment)].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  for (const [experiment, settlements] of byExperiment) {
    const ran = settlements.flatMap(({ line: { sandboxMs } }) =>
      sandboxMs === undefined ? [] : [sandboxMs],
    );
    if (ran.length > 0) await noteRun(trx, experiment, ran);
    const calls = settlements.filter(isCall);
    const [kept, lost] = [true, false].map((isKept) =>
      calls.filter(({ unanswered }) => (unanswered === undefined) === isKept),
    ) as [Settlement[], Settlement[]];
    if (kept.length > 0)
      await spend(
        trx,
        experiment,
        kept.map(({ line }) => line),
      );
    if (lost.length > 0) {
      await chargeUnanswered(
        trx,
        experiment,
        lost.map(({ line }) => ({ calls: 1, ...line })),
      );
      await noteSentAnew(trx, experiment, lost.filter(({ unanswered }) => unanswered !== 'useless').length);
    }
    for (const ofOwner of groupByOwner(settlements)) {
      const lines = ofOwner.settlements.map(({ line }) => line);
      await consume(trx, ofOwner.owner, {
        calls: ofOwner.settlements.filter(isCall).length,
        tokens: sum(
          lines,
          ({ promptTokens, completionTokens, reserved }) =>
            reserved?.tokens ?? promptTokens + completionTokens,
        ),
        costMicroUsd: sum(lines, ({ costMicroUsd, reserved }) => reserved?.costMicroUsd ?? costMicroUsd),
        sandboxMs: sum(lines, ({ sandboxMs = 0, reserved }) => reserved?.sandboxMs ?? sandboxMs),
      });
    }
  }
}

function isCall({ line }: Settlement): boolean {
  return line.sandboxMs === undefined;
}

/** @param ran what each took in the sandbox, in milliseconds */
async function noteRun(trx: Write, experiment: ExperimentId, ran: readonly number[]): Promise<void> {
  const took = ran.reduce((total, ms) => total + ms, 0);
  await trx
    .updateTable('budgets')
    .set((budget) => ({
      programs: budget('programs', '+', ran.length),
      sandbox_ms: budget('sandbox_ms', '+', took),
      touched_at: Date.now(),
    }))
    .where('experiment', '=', experiment)
    .execute();
}

async function spend(trx: Write, experiment: ExperimentId, lines: readonly LedgerLine[]): Promise<void> {
  await trx
    .updateTable('budgets')
    .set((budget) => ({
      calls: budget('calls', '+', lines.length),
      prompt_tokens: budget(
        'prompt_tokens',
        '+',
        sum(lines, ({ promptTokens }) => promptTokens),
      ),
      completion_tokens: budget(
        'completion_tokens',
        '+',
        sum(lines, ({ completionTokens }) => completionTokens),
      ),
      cost_micro_usd: budget(
        'cost_micro_usd',
        '+',
        sum(lines, ({ costMicroUsd }) => costMicroUsd),
      ),
      touched_at: Date.now(),
    }))
    .where('experiment', '=', experiment)
    .execute();
}

async function clearInFlight(trx: Write, group: readonly Settlement[]): Promise<void> {
  for (const { owner, settlements } of groupByOwner(group)) {
    for (const list of keyLists(settlements.map(({ line }) => line.key))) {
      await trx
        .deleteFrom('in_flight')
        .where('experiment', '=', owner.experiment)
        .where('lane', '=', owner.shard.lane)
        .where('shard', '=', owner.shard.index)
        .where('attempt', '=', owner.attempt)
        .where('completion', 'in', list)
        .execute();
    }
  }
}

/** In one order everywhere, so that two processes never wait for each other. */
function groupByOwner(
  settlements: readonly Settlement[],
): { owner: ReservationOwner; settlements: readonly Settlement[] }[] {
  const groups = Map.groupBy(settlements, ({ owner: { experiment, shard, attempt } }) =>
    [experiment, shard.lane, shard.index, attempt].join(' '),
  );
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, those]) => (those[0] === undefined ? [] : [{ owner: those[0].owner, settlements: those }]));
}

function sum(lines: readonly LedgerLine[], of: (line: LedgerLine) => number): number {
  return lines.reduce((total, line) => total + of(line), 0);
}

/** The tables as Kysely sees them. Times are epoch milliseconds, money integer micro-dollars, structures JSON text. */
import type { Kysely, Transaction } from 'kysely';
import type { ExperimentState, UnansweredReason } from '../../domain/experiment.ts';
import type { MissingClass } from '../../domain/errors.ts';
import type { CellStatus } from '../../domain/store.ts';

/** What of a budget outlives its experiment. */
export const KEPT_SUMS = [
  'calls',
  'prompt_tokens',
  'completion_tokens',
  'cost_micro_usd',
  'memo_hits',
  'calls_sent_anew',
  'unanswered_calls',
  'unanswered_prompt_tokens',
  'unanswered_completion_tokens',
  'unanswered_cost_micro_usd',
  'programs',
  'programs_recalled',
  'sandbox_ms',
] as const;
type KeptSum = (typeof KEPT_SUMS)[number];

export interface Tables {
  experiments: {
    id: string;
    family: string;
    family_version: number;
    name: string;
    label: string;
    spec_hash: string;
    collection_hash: string;
    spec: string;
    inputs: string;
    execution: string;
    state: ExperimentState;
    detail: string;
    cells: number;
    created_at: number;
    updated_at: number;
    /** Follows from the id (`numbers.ts`); it stands for it in `cells` and `ledger`. */
    number: number;
  };
  results: { experiment: string; name: string; sha256: string };
  steps: {
    experiment: string;
    step: string;
    result: string;
    worker_run: string;
    took_ms: number;
    at: number;
  };
  /** Experiments and worker processes are numbers here and in `ledger`, the tables that grow. */
  cells: {
    experiment: number;
    key: string;
    status: CellStatus;
    outcome: string | null;
    missing_class: MissingClass | null;
    reason: string | null;
    completions: string;
    worker_run: number;
    at: number;
  };
  /**
   * Answers, results of programs among them. `texts` has, packed (`packing.ts`), who answered, what was asked or run, and what came
   * of it; one that a `_blob` names is empty there.
   */
  completions: {
    key: string;
    kind: 'completion' | 'program';
    texts: Uint8Array;
    request_blob: string | null;
    completion_blob: string | null;
    worker_run: number;
    created_at: number;
  };
  /**
   * One line for each call that was paid or perhaps was. `id` is the name of its sending, so that a commit that is repeated, or
   * a call that two attempts account for, adds nothing. `unanswered` says why no answer is kept; it is null where one was settled.
   * `sandbox_ms` is what a program took, and null for a call.
   */
  ledger: {
    id: string;
    experiment: number;
    completion: string;
    lane: number;
    shard: number;
    attempt: number;
    prompt_tokens: number;
    completion_tokens: number;
    cost_micro_usd: number;
    estimated: number;
    worker_run: number;
    at: number;
    unanswered: UnansweredReason | null;
    sandbox_ms: number | null;
  };
  /** One row for each experiment: what its ledger adds up to, and what its shards hold reserved. */
  budgets: {
    experiment: string;
    calls: number;
    prompt_tokens: number;
    completion_tokens: number;
    cost_micro_usd: number;
    memo_hits: number;
    calls_sent_anew: number;
    reserved_calls: number;
    reserved_tokens: number;
    reserved_cost_micro_usd: number;
    touched_at: number;
    unanswered_calls: number;
    unanswered_prompt_tokens: number;
    unanswered_completion_tokens: number;
    unanswered_cost_micro_usd: number;
    programs: number;
    programs_recalled: number;
    sandbox_ms: number;
    reserved_sandbox_ms: number;
  };
  /** One row for each shard: its latest attempt, and what that one holds. */
  reservations: {
    experiment: string;
    lane: number;
    shard: number;
    attempt: number;
    calls: number;
    tokens: number;
    cost_micro_usd: number;
    sandbox_ms: number;
  };
  /** Calls that were let through; a file beside the store says which of them were sent. Amounts are those that were reserved. */
  in_flight: {
    experiment: string;
    lane: number;
    shard: number;
    attempt: number;
    completion: string;
    /** '' in rows of version 4, which had no names. */
    sending: string;
    worker_run: string;
    prompt_tokens: number;
    completion_tokens: number;
    cost_micro_usd: number;
  };
  /** What a useless answer has stopped, until a person says `retry`. */
  stops: {
    experiment: string;
    trial: string;
    endpoint: string;
    model: string;
    kind: 'generate' | 'score' | 'all';
    missing_class: MissingClass;
    reason: string;
    worker_run: string;
    at: number;
  };
  /** Endpoints as they stood when answers were still kept under a model's name alone; empty in a home that never had such. */
  earlier_addresses: { endpoint: string; address: string };
  /** What servers said of themselves, once for each difference. */
  self_reports: {
    experiment: string;
    endpoint: string;
    model: string;
    said: string;
    worker_run: string;
    at: number;
  };
  /** Answers that were set aside together, with what chose them, how many, and what this experiment had paid for them. */
  voids: {
    id: string;
    experiment: string;
    at: number;
    why: string;
    selection: string;
    cells: number;
    answers: number;
    paid_calls: number;
    paid_micro_usd: number;
  };
  /** Rows of `cells` as they were when they were set aside. */
  voided_cells: Omit<Tables['cells'], 'experiment'> & { void: string };
  /** Completions that are kept and no longer recalled, for their questions go under the key that follows. */
  voided_answers: { completion: string; void: string };
  /** An experiment that was deleted, and what it had spent. */
  deletions: { id: string; experiment: string; at: number } & Pick<Tables['budgets'], KeptSum>;
  /** The lines of the ledger of experiments that were deleted, as they were. */
  deleted_ledger: Tables['ledger'];
  /** Data of persons that were removed from an experiment: of how many, and what went with them. Never of whom. */
  removals: {
    id: string;
    experiment: string;
    at: number;
    persons: number;
    cells: number;
    answers: number;
  };
  /** Files that held such data, which are not taken in again. */
  removed_inputs: { sha256: string; at: number };
  /** Worker processes by the number (`numbers.ts`) that stands for them in `cells`, `completions` and `ledger`. */
  worker_numbers: { number: number; name: string };
  worker_runs: {
    id: string;
    started_at: number;
    host: string;
    pid: number;
    git_commit: string;
    lock_file_hash: string;
    versions: string;
    /** The hash of each family's code, as JSON by the family's name. */
    code: string;
  };
  /** A code that an experiment goes by, or went by before a later one was accepted; `files` as JSON by path. */
  codes: { experiment: string; number: number; code: string; files: string; at: number };
}

export type Database = Kysely<Tables>;
export type Write = Transaction<Tables>;

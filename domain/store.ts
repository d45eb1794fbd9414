/**
 * What activities and commands ask of the store. `services/store/` implements it over SQLite and PostgreSQL.
 * Times are epoch milliseconds, money is integer micro-dollars.
 */
import type { AcceptedCode, Code } from './code.ts';
import type { Completion, ModelIdentity, SaidOfItself } from './completion.ts';
import type { Outcome } from './dialogue.ts';
import type { MissingClass } from './errors.ts';
import type {
  CapName,
  Caps,
  Carried,
  ExperimentId,
  ExperimentState,
  Sha256,
  ShardRef,
  Spend,
  UnansweredReason,
} from './experiment.ts';
import type { JsonObject } from './json.ts';
import type { Environment, ProgramRequest, ProgramResult } from './program.ts';
import type { Upkeep } from './upkeep.ts';

/** A row of `experiments`. */
export interface ExperimentRecord {
  readonly id: ExperimentId;
  readonly family: string;
  readonly familyVersion: number;
  readonly name: string;
  readonly label: string;
  readonly specHash: Sha256;
  /** Hash of what decides the collection, apart from the analysis. */
  readonly collectionHash: Sha256;
  /** The spec's part that is hashed, as canonical JSON. */
  readonly spec: JsonObject;
  /** Name of each input in the spec, and the blob that holds it. */
  readonly inputs: Readonly<Record<string, Sha256>>;
  /** What is not hashed: budget, shard size, windows. */
  readonly execution: JsonObject;
  readonly state: ExperimentState;
  readonly detail: string;
  readonly cells: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Name and blob of each result; `result` is the canonical one. */
  readonly results: Readonly<Record<string, Sha256>>;
}

export type CellStatus = 'settled' | 'missing';

/** A row of `cells`: one per experiment and cell that was tried. */
export interface CellRecord {
  readonly key: string;
  readonly status: CellStatus;
  readonly outcome: Outcome | null;
  readonly missingClass: MissingClass | null;
  /** Why it is missing, in words. */
  readonly reason: string | null;
  /** Keys of what was answered and what was run, in order. */
  readonly completions: readonly Sha256[];
}

/** What chooses the answers that are set aside: all that fit every condition. */
export interface VoidSelection {
  /** Pattern over the keys of cells: `*` stands for any text, `?` for one character. */
  readonly cells?: string;
  /** Answers that came at this time or later. Epoch milliseconds. */
  readonly since?: number;
  /** Answers that this worker process brought: the beginning of its id. */
  readonly worker?: string;
}

/** Answers that were set aside, and why. They stay in the store, with what was paid for them. */
export interface VoidRecord {
  readonly id: string;
  readonly at: number;
  readonly why: string;
  readonly selection: VoidSelection;
  /** Cells that are asked anew. */
  readonly cells: number;
  readonly answers: number;
  /** What this experiment had paid for those answers. */
  readonly paidCalls: number;
  readonly paidMicroUsd: number;
}

/** A cell as it was when it was set aside. */
export type VoidedCell = CellRecord & { readonly void: string };

/** A completion to keep. First write wins. */
export interface CompletionRow {
  readonly key: Sha256;
  readonly identity: ModelIdentity;
  /** What was asked, as canonical JSON text. */
  readonly request: string;
  readonly completion: Completion;
}

/** A program's result to keep. First write wins. */
export interface ProgramRow {
  readonly key: Sha256;
  readonly environment: Environment;
  readonly program: ProgramRequest;
  readonly result: ProgramResult;
}

/** What the store answers from then on, and where it came from. */
export type AnswerRow = { readonly workerRun: string; readonly createdAt: number } & (
  ({ readonly kind: 'completion' } & CompletionRow) | ({ readonly kind: 'program' } & ProgramRow)
);

/**
 * A call that is about to be sent, once: each sending has a name of its own. Tokens and money are what was reserved for it, and
 * what is charged where nobody can say what it used.
 */
export interface Sending {
  readonly id: string;
  readonly key: Sha256;
  readonly workerRun: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly costMicroUsd: number;
}

/** A line of the ledger: one call that was paid, or perhaps was; or one program that was run. */
export interface LedgerLine {
  /** The name of its sending; one is drawn where absent. */
  readonly sending?: string;
  readonly experiment: ExperimentId;
  readonly key: Sha256;
  readonly shard: ShardRef;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly costMicroUsd: number;
  readonly estimated: boolean;
  /** Of a program, which is no call: what it took in the sandbox. */
  readonly sandboxMs?: number;
  /** What was reserved for the call, given back with its settling; what it used, where absent. Not kept. */
  readonly reserved?: Amount;
}

/** A completion that was asked for twice at once was paid twice. A program is no call, and costs no money. */
export interface CompletionCost {
  readonly kind: 'completion' | 'program';
  /** Of one call, whichever experiment paid. */
  readonly costMicroUsd: number;
  readonly paidCalls: number;
  readonly paidMicroUsd: number;
}

/**
 * Who holds a reservation: a shard's attempt. A later attempt of the same shard takes it over. The number comes from
 * `takeOver` and only ever grows for a shard; Temporal's own attempt starts at 1 again in every pass and every run.
 */
export interface ReservationOwner {
  readonly experiment: ExperimentId;
  readonly shard: ShardRef;
  readonly attempt: number;
}

/** What a wave may use at most. */
export interface Amount {
  readonly calls: number;
  readonly tokens: number;
  readonly costMicroUsd: number;
  /** 0 where absent. */
  readonly sandboxMs?: number;
}

export type Reserved = { readonly granted: true } | { readonly granted: false; readonly cap: CapName };

/** What a server said of itself, when it said so first in an experiment. */
export interface SelfReport {
  readonly endpoint: string;
  /** As the spec names it. */
  readonly model: string;
  readonly said: SaidOfItself;
  readonly at: number;
}

/** A model that answers, and whose answers are of no use: it is asked nothing more until a person says `retry`. */
export interface Stop {
  readonly trial: string;
  readonly endpoint: string;
  readonly model: string;
  /** What is not asked any more; `all`: nothing is. */
  readonly kind: 'generate' | 'score' | 'all';
  readonly missingClass: MissingClass;
  /** What is wrong and what to do, in words. */
  readonly reason: string;
}

export interface WorkerRun {
  readonly id: string;
  readonly startedAt: number;
  readonly host: string;
  readonly pid: number;
  readonly gitCommit: string;
  readonly lockFileHash: string;
  readonly versions: Readonly<Record<string, string>>;
  /** The hash of each family's code by the family's name; empty for runs from before it was kept. */
  readonly code: Readonly<Record<string, Sha256>>;
}

export interface Store {
  // Experiments
  /** Adds it, or renews what may change (state, execution, inputs, cells); spend, `createdAt` and results stay. */
  putExperiment(record: ExperimentRecord): Promise<void>;
  experiment(id: ExperimentId): Promise<ExperimentRecord | undefined>;
  /** Its state alone, for whoever asks every second. */
  stateOf(id: ExperimentId): Promise<ExperimentState | undefined>;
  /** Newest first; `prefix` may abbreviate an id. */
  experiments(filter?: { prefix?: string; family?: string; name?: string }): Promise<ExperimentRecord[]>;
  /** @param carried kept as `carried` of the execution; what stands there stays where absent */
  setState(id: ExperimentId, state: ExperimentState, detail: string, carried?: Carried): Promise<void>;
  /** How many cells its rounds have, as far as they are planned. */
  setCells(id: ExperimentId, cells: number): Promise<void>;
  setResult(id: ExperimentId, name: string, sha256: Sha256): Promise<void>;

  // Cells
  cells(id: ExperimentId, keys?: readonly string[]): Promise<CellRecord[]>;
  /** All cells, or those of a status, by key, some thousands at a time: for whoever reads all of them. */
  cellBatches(id: ExperimentId, status?: CellStatus): AsyncIterable<readonly CellRecord[]>;
  /** Counts by status, and missing ones by class. */
  cellCounts(id: ExperimentId): Promise<{ settled: number; missing: Partial<Record<MissingClass, number>> }>;
  /** Cells settled in each of so many stretches of equal length from one time to another, the earliest first. Epoch milliseconds. */
  settledLately(id: ExperimentId, since: number, until: number, stretches: number): Promise<number[]>;
  /** A settled cell stays as it is: first write wins. A missing one is overwritten. */
  putCells(id: ExperimentId, workerRun: string, cells: readonly CellRecord[]): Promise<void>;

  // Memo and money
  completions(keys: readonly Sha256[]): Promise<Map<Sha256, Completion>>;
  /** Results of programs. */
  programs(keys: readonly Sha256[]): Promise<Map<Sha256, ProgramResult>>;
  /** Answers of both kinds with their provenance, in the order of the keys. */
  answerRows(keys: readonly Sha256[]): Promise<AnswerRow[]>;
  /** The completions among them. */
  completionRows(
    keys: readonly Sha256[],
  ): Promise<(CompletionRow & { workerRun: string; createdAt: number })[]>;
  /**
   * Keeps completions and their ledger lines in one transaction; resolves after the commit. Calls within 25 ms share
   * one. Where a key is there already the stored completion is returned (first write wins) and the ledger line is
   * kept all the same: it was paid.
   */
  settle(
    row: CompletionRow,
    line: LedgerLine,
    owner: ReservationOwner,
    workerRun: string,
  ): Promise<Completion>;
  /** As `settle`, of a program that was run. */
  settleProgram(
    row: ProgramRow,
    line: LedgerLine,
    owner: ReservationOwner,
    workerRun: string,
  ): Promise<ProgramResult>;
  /**
   * Notes the calls of a wave before the first of them is sent, in one transaction: durable when it resolves. `settle` and
   * `unanswered` clear a call, `release` what is left of this owner. What a crash leaves was in flight where `sent` says so.
   *
   * @throws Superseded where a later attempt took the shard over
   */
  callsStarted(owner: ReservationOwner, sendings: readonly Sending[]): Promise<void>;
  /**
   * Notes that a call goes out now, before its first byte does: a write to a small file, some microseconds, which outlives this
   * process. `settle` and `unanswered` take the note back when they are committed.
   */
  sent(sending: Sending): void;
  /** Takes the note back: the endpoint refused it, and it may be sent again under the same name. */
  refused(sending: Sending): void;
  /** A call that was sent and brought no answer that is kept: charged, in one commit with those that were settled. */
  unanswered(
    line: LedgerLine,
    reason: UnansweredReason,
    owner: ReservationOwner,
    workerRun: string,
  ): Promise<void>;
  /**
   * The first thing that an attempt at a shard does: gives back what earlier attempts still hold, charges the calls
   * that they sent and that were not settled (`unanswered` of the spend), clears them, and names the owner under which this attempt reserves and settles. An earlier attempt that is still alive can settle what it
   * paid for, but reserves no more.
   */
  takeOver(
    experiment: ExperimentId,
    shard: ShardRef,
    /** @returns `callsLost`: of those, calls that no completion answers meanwhile: they are sent anew */
  ): Promise<{ owner: ReservationOwner; callsLost: number }>;
  /** @param programs results of programs that nothing was run for; 0 where absent */
  noteMemoHits(id: ExperimentId, hits: number, programs?: number): Promise<void>;
  /**
   * One conditional UPDATE: spent + reserved + amount <= caps, or nothing. `wallMs` is not the store's.
   *
   * @throws Superseded where a later attempt took the shard over
   */
  reserve(owner: ReservationOwner, amount: Amount, caps: Caps): Promise<Reserved>;
  /** Gives back all that this owner still holds, and clears its calls: they have ended. Nothing where superseded. */
  release(owner: ReservationOwner): Promise<void>;
  spend(id: ExperimentId): Promise<Spend>;
  /** What each of these completions cost whoever asked first, and what this experiment paid for it. */
  costs(id: ExperimentId, keys: readonly Sha256[]): Promise<Map<Sha256, CompletionCost>>;

  // Whose answer it is
  /** Keeps that nothing more of this kind is sent in this trial; the first of a trial stands. */
  putStop(id: ExperimentId, stop: Stop, workerRun: string): Promise<void>;
  stops(id: ExperimentId, trial: string): Promise<Stop[]>;
  /** Kept where it is new for this experiment, endpoint and model. */
  noteSelfReport(id: ExperimentId, report: Omit<SelfReport, 'at'>, workerRun: string): Promise<void>;
  /** The earliest first; more than one of an endpoint and model is a change of who answers. */
  selfReports(id: ExperimentId): Promise<SelfReport[]>;
  /**
   * The address of each endpoint, by name, at the time when answers were kept under a model's name alone (until 0.2.0). Empty
   * in a store that never held such answers.
   */
  earlierAddresses(): Promise<ReadonlyMap<string, string>>;

  // Setting aside
  /** Where an answer to this question is kept from now on: the key itself, or the one that follows voided ones. */
  currentKeys(keys: readonly Sha256[]): Promise<Map<Sha256, Sha256>>;
  /**
   * Sets cells and answers aside, in one transaction: the cells are untried, the answers are kept and no longer recalled, and
   * the experiment is stopped, so that running it again asks. What was spent stays.
   */
  putVoid(
    id: ExperimentId,
    why: string,
    selection: VoidSelection,
    what: { readonly cells: readonly string[]; readonly answers: readonly Sha256[] },
  ): Promise<VoidRecord>;
  /** The earliest first. */
  voids(id: ExperimentId): Promise<VoidRecord[]>;
  /** Cells as they were, all or those of one key; the earliest void first. */
  voidedCells(id: ExperimentId, key?: string): Promise<VoidedCell[]>;
  /** Who brought each of these answers, and when; without their texts. */
  origins(
    keys: readonly Sha256[],
  ): Promise<Map<Sha256, { readonly workerRun: string; readonly createdAt: number }>>;
  /** Every answer that the experiment paid for. */
  paidAnswers(id: ExperimentId): Promise<Sha256[]>;

  // Provenance
  putWorkerRun(run: WorkerRun): Promise<void>;
  /** Worker runs that settled something of this experiment: how many calls they paid, how many cells they settled. */
  workerRuns(id: ExperimentId): Promise<(WorkerRun & { completions: number; cells: number })[]>;
  /** The code that an experiment starts with; one that is there stays. */
  pinCode(id: ExperimentId, code: Code): Promise<void>;
  /** Another code, by which the experiment goes from now on. */
  acceptCode(id: ExperimentId, code: Code): Promise<void>;
  /** The hash of the code that an experiment goes by; undefined where no worker has touched it yet. */
  codeInForce(id: ExperimentId): Promise<Sha256 | undefined>;
  /** Every code that it went by, the earliest first; the last is in force. */
  codes(id: ExperimentId): Promise<AcceptedCode[]>;
  /** A step of the workflow as it ended: for `show` and provenance. */
  putStep(id: ExperimentId, step: string, workerRun: string, result: Sha256, tookMs: number): Promise<void>;
  steps(
    id: ExperimentId,
  ): Promise<{ step: string; result: Sha256; workerRun: string; tookMs: number; at: number }[]>;

  /** Whether writes are held until the disk has room: then no call should be sent, for its answer could not be kept. */
  isHeld(): boolean;

  /** Sizes, deleting, and the removal of persons' data. */
  readonly upkeep: Upkeep;

  close(): Promise<void>;
}

/** Content-addressed files: inputs, results, reports. */
export interface Blobs {
  put(content: string | Uint8Array): Promise<Sha256>;
  get(sha256: Sha256): Promise<Uint8Array>;
  text(sha256: Sha256): Promise<string>;
  has(sha256: Sha256): Promise<boolean>;
}

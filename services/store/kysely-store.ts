/** The store: what `domain/store.ts` asks, each by the file that knows it. */
import { randomUUID } from 'node:crypto';
import type { AcceptedCode, Code } from '../../domain/code.ts';
import type { Completion } from '../../domain/completion.ts';
import { Fault, type MissingClass } from '../../domain/errors.ts';
import type {
  Caps,
  Carried,
  ExperimentId,
  ExperimentState,
  Sha256,
  ShardRef,
  Spend,
  UnansweredReason,
} from '../../domain/experiment.ts';
import type { ProgramResult } from '../../domain/program.ts';
import type {
  Amount,
  AnswerRow,
  Blobs,
  CellRecord,
  CellStatus,
  CompletionCost,
  CompletionRow,
  ExperimentRecord,
  LedgerLine,
  ProgramRow,
  Reserved,
  ReservationOwner,
  SelfReport,
  Sending,
  Stop,
  Store,
  VoidedCell,
  VoidRecord,
  VoidSelection,
  WorkerRun,
} from '../../domain/store.ts';
import type { Upkeep } from '../../domain/upkeep.ts';
import type { Housekeeping } from './backend.ts';
import { callsStarted, takeOver } from './attempts.ts';
import { noteMemoHits, readSpend, release, reserve } from './budget.ts';
import { countCells, readCellBatches, readCells, writeCells } from './cells.ts';
import { acceptCode, pinCode, readCodeInForce, readCodes } from './codes.ts';
import {
  asKept,
  completionColumns,
  type CompletionColumns,
  completionIn,
  programColumns,
  programIn,
  readAnswerRows,
  readCompletions,
  readPrograms,
} from './completions.ts';
import {
  putExperiment,
  putStep,
  readExperiment,
  readState,
  readExperiments,
  readSteps,
  setCells,
  setResult,
  setState,
} from './experiments.ts';
import { readCosts } from './costs.ts';
import { GroupCommitter } from './group-committer.ts';
import { isHeld, whenThereIsRoom } from './full-disk.ts';
import { noteSelfReport, readEarlierAddresses, readSelfReports } from './self-reports.ts';
import type { SentNotes } from './sent-notes.ts';
import { putStop, readStops } from './stops.ts';
import { settleGroup, type Settlement, type StoredAnswer } from './settlement.ts';
import { settledLately } from './lately.ts';
import type { Database } from './tables.ts';
import { currentKeys, putVoid, readOrigins, readPaidAnswers, readVoidedCells, readVoids } from './voids.ts';
import { putWorkerRun, readWorkerRuns } from './worker-runs.ts';
import { upkeepOf } from './upkeep.ts';
import { checkWhole } from './whole.ts';
import { isTransient } from './write.ts';

/** How long a settlement waits for others at most, and how many go together at most. */
const GROUP = { windowMs: 25, largest: 64, apart: (error: unknown): boolean => !isTransient(error) };

export class KyselyStore implements Store {
  readonly upkeep: Upkeep;
  readonly #database: Database;
  readonly #blobs: Blobs;
  readonly #notes: SentNotes;
  readonly #settlements: GroupCommitter<Settlement, StoredAnswer | undefined>;
  readonly #settling = new Set<Promise<unknown>>();

  constructor(database: Database, blobs: Blobs, notes: SentNotes, housekeeping: Housekeeping) {
    this.upkeep = upkeepOf(database, housekeeping);
    this.#notes = notes;
    this.#database = database;
    this.#blobs = blobs;
    this.#settlements = new GroupCommitter((group) => settleGroup(database, group), GROUP);
  }

  putExperiment(record: ExperimentRecord): Promise<void> {
    return putExperiment(this.#database, record);
  }

  experiment(id: ExperimentId): Promise<ExperimentRecord | undefined> {
    return readExperiment(this.#database, id);
  }

  stateOf(id: ExperimentId): Promise<ExperimentState | undefined> {
    return readState(this.#database, id);
  }

  experiments(filter: { prefix?: string; family?: string; name?: string } = {}): Promise<ExperimentRecord[]> {
    return readExperiments(this.#database, filter);
  }

  setState(id: ExperimentId, state: ExperimentState, detail: string, carried?: Carried): Promise<void> {
    return setState(this.#database, id, state, detail, carried);
  }

  setCells(id: ExperimentId, cells: number): Promise<void> {
    return setCells(this.#database, id, cells);
  }

  setResult(id: ExperimentId, name: string, sha256: Sha256): Promise<void> {
    return setResult(this.#database, id, name, sha256);
  }

  cells(id: ExperimentId, keys?: readonly string[]): Promise<CellRecord[]> {
    return readCells(this.#database, id, keys);
  }

  cellBatches(id: ExperimentId, status?: CellStatus): AsyncIterable<readonly CellRecord[]> {
    return readCellBatches(this.#database, id, status);
  }

  cellCounts(id: ExperimentId): Promise<{ settled: number; missing: Partial<Record<MissingClass, number>> }> {
    return countCells(this.#database, id);
  }

  settledLately(id: ExperimentId, since: number, until: number, stretches: number): Promise<number[]> {
    return settledLately(this.#database, id, since, until, stretches);
  }

  putCells(id: ExperimentId, workerRun: string, cells: readonly CellRecord[]): Promise<void> {
    return writeCells(this.#database, id, workerRun, cells);
  }

  completions(keys: readonly Sha256[]): Promise<Map<Sha256, Completion>> {
    return readCompletions(this.#database, this.#blobs, keys);
  }

  programs(keys: readonly Sha256[]): Promise<Map<Sha256, ProgramResult>> {
    return readPrograms(this.#database, this.#blobs, keys);
  }

  answerRows(keys: readonly Sha256[]): Promise<AnswerRow[]> {
    return readAnswerRows(this.#database, this.#blobs, keys);
  }

  async completionRows(
    keys: readonly Sha256[],
  ): Promise<(CompletionRow & { workerRun: string; createdAt: number })[]> {
    return (await this.answerRows(keys)).filter((row) => row.kind === 'completion');
  }

  settle(
    row: CompletionRow,
    line: LedgerLine,
    owner: ReservationOwner,
    workerRun: string,
  ): Promise<Completion> {
    return this.#whileOpen(
      this.#settle(() => completionColumns(this.#blobs, row, workerRun), line, owner, workerRun).then(
        (stored) => (stored === undefined ? asKept(row.completion) : completionIn(this.#blobs, stored)),
      ),
    );
  }

  settleProgram(
    row: ProgramRow,
    line: LedgerLine,
    owner: ReservationOwner,
    workerRun: string,
  ): Promise<ProgramResult> {
    return this.#whileOpen(
      this.#settle(() => programColumns(this.#blobs, row, workerRun), line, owner, workerRun).then(
        (stored) => (stored === undefined ? row.result : programIn(this.#blobs, stored)),
      ),
    );
  }

  callsStarted(owner: ReservationOwner, sendings: readonly Sending[]): Promise<void> {
    for (const { workerRun } of sendings) this.#notes.expect(workerRun);
    return callsStarted(this.#database, owner, sendings);
  }

  sent({ id, workerRun }: Sending): void {
    this.#notes.sent(id, workerRun);
  }

  refused({ id }: Sending): void {
    this.#notes.clear(id);
  }

  unanswered(
    line: LedgerLine,
    reason: UnansweredReason,
    owner: ReservationOwner,
    workerRun: string,
  ): Promise<void> {
    checkWhole({ promptTokens: line.promptTokens, completionTokens: line.completionTokens });
    const noting = this.#end({ completion: undefined, unanswered: reason, line, owner, workerRun });
    return this.#whileOpen(noting.then(() => undefined));
  }

  takeOver(
    experiment: ExperimentId,
    shard: ShardRef,
  ): Promise<{ owner: ReservationOwner; callsLost: number }> {
    return takeOver(this.#database, experiment, shard, this.#notes);
  }

  noteMemoHits(id: ExperimentId, hits: number, programs?: number): Promise<void> {
    return noteMemoHits(this.#database, id, hits, programs);
  }

  reserve(owner: ReservationOwner, amount: Amount, caps: Caps): Promise<Reserved> {
    return reserve(this.#database, owner, amount, caps);
  }

  release(owner: ReservationOwner): Promise<void> {
    return release(this.#database, owner);
  }

  spend(id: ExperimentId): Promise<Spend> {
    return readSpend(this.#database, id);
  }

  costs(id: ExperimentId, keys: readonly Sha256[]): Promise<Map<Sha256, CompletionCost>> {
    return readCosts(this.#database, id, keys);
  }

  putStop(id: ExperimentId, stop: Stop, workerRun: string): Promise<void> {
    return putStop(this.#database, id, stop, workerRun);
  }

  stops(id: ExperimentId, trial: string): Promise<Stop[]> {
    return readStops(this.#database, id, trial);
  }

  noteSelfReport(id: ExperimentId, report: Omit<SelfReport, 'at'>, workerRun: string): Promise<void> {
    return noteSelfReport(this.#database, id, report, workerRun);
  }

  selfReports(id: ExperimentId): Promise<SelfReport[]> {
    return readSelfReports(this.#database, id);
  }

  earlierAddresses(): Promise<ReadonlyMap<string, string>> {
    return readEarlierAddresses(this.#database);
  }

  currentKeys(keys: readonly Sha256[]): Promise<Map<Sha256, Sha256>> {
    return currentKeys(this.#database, keys);
  }

  putVoid(
    id: ExperimentId,
    why: string,
    selection: VoidSelection,
    what: { readonly cells: readonly string[]; readonly answers: readonly Sha256[] },
  ): Promise<VoidRecord> {
    return putVoid(this.#database, this.#blobs, id, why, selection, what);
  }

  voids(id: ExperimentId): Promise<VoidRecord[]> {
    return readVoids(this.#database, id);
  }

  voidedCells(id: ExperimentId, key?: string): Promise<VoidedCell[]> {
    return readVoidedCells(this.#database, id, key);
  }

  origins(keys: readonly Sha256[]): Promise<Map<Sha256, { workerRun: string; createdAt: number }>> {
    return readOrigins(this.#database, keys);
  }

  paidAnswers(id: ExperimentId): Promise<Sha256[]> {
    return readPaidAnswers(this.#database, id);
  }

  putWorkerRun(run: WorkerRun): Promise<void> {
    return putWorkerRun(this.#database, run);
  }

  workerRuns(id: ExperimentId): Promise<(WorkerRun & { completions: number; cells: number })[]> {
    return readWorkerRuns(this.#database, id);
  }

  pinCode(id: ExperimentId, code: Code): Promise<void> {
    return pinCode(this.#database, id, code);
  }

  acceptCode(id: ExperimentId, code: Code): Promise<void> {
    return acceptCode(this.#database, id, code);
  }

  codeInForce(id: ExperimentId): Promise<Sha256 | undefined> {
    return readCodeInForce(this.#database, id);
  }

  codes(id: ExperimentId): Promise<AcceptedCode[]> {
    return readCodes(this.#database, id);
  }

  putStep(id: ExperimentId, step: string, workerRun: string, result: Sha256, tookMs: number): Promise<void> {
    return putStep(this.#database, id, step, workerRun, result, tookMs);
  }

  steps(
    id: ExperimentId,
  ): Promise<{ step: string; result: Sha256; workerRun: string; tookMs: number; at: number }[]> {
    return readSteps(this.#database, id);
  }

  isHeld(): boolean {
    return isHeld(this.#database);
  }

  /** Waits for the calls that are being settled, then closes. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#settling);
    this.#notes.close();
    await this.#database.destroy();
  }

  /** @returns what every later reader will get, where it is not what was written here */
  async #settle(
    columns: () => Promise<CompletionColumns>,
    line: LedgerLine,
    owner: ReservationOwner,
    workerRun: string,
  ): Promise<StoredAnswer | undefined> {
    const { promptTokens, completionTokens, costMicroUsd, sandboxMs = 0 } = line;
    checkWhole({ promptTokens, completionTokens, costMicroUsd, sandboxMs });
    const completion = await whenThereIsRoom(this.#database, columns);
    const stored = await this.#end({ completion, line, owner, workerRun });
    if (stored === undefined) throw new Fault(`answer ${line.key} was settled and is not there`);
    return stored === completion ? undefined : stored;
  }

  /** The note of its sending stands until the commit. */
  async #end(settlement: Omit<Settlement, 'ledgerId'>): Promise<StoredAnswer | undefined> {
    const ledgerId = settlement.line.sending ?? randomUUID();
    const stored = await this.#settlements.add({ ...settlement, ledgerId });
    this.#notes.clear(ledgerId);
    return stored;
  }

  /** `close` waits for it. */
  #whileOpen<T>(settling: Promise<T>): Promise<T> {
    const ended = settling.finally(() => this.#settling.delete(ended));
    this.#settling.add(ended);
    return ended;
  }
}

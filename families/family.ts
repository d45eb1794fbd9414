/**
 * What a family brings: its spec, its cells, how they are asked, what is made of the answers. `open` closes over the
 * family's own types, so that the house runs every family without knowing one.
 */
import type { Block } from './block.ts';
import type { TableColumns } from './columns.ts';
import type { Cells } from './cell-results.ts';
import type { DataOverview } from './data-overview.ts';
import type { PersonsHeld } from './persons-held.ts';
import type { Round, Rounds } from './rounds.ts';
import type { Removal } from '../domain/upkeep.ts';
import type { ZodType } from 'zod';
import type { Completion, ModelIdentity, ModelRef } from '../domain/completion.ts';
import type { Cell, Outcome, SettledCell, Talk } from '../domain/dialogue.ts';
import type { Caps, Spend } from '../domain/experiment.ts';
import type { Json, JsonObject } from '../domain/json.ts';
import type { ProgramRow } from '../domain/store.ts';
import type { Page } from '../reports/page.ts';

/** A file that a spec names: `name` is the place in the spec (`people.responses`), `path` as written there. */
export interface NamedInput {
  readonly name: string;
  readonly path: string;
}

/** The bytes of each named input, as text. */
export type Inputs = ReadonlyMap<string, string>;

/** What a cell came to: settled, or missing with the class and reason. */
export type CellResult =
  | { readonly key: string; readonly kind: 'settled'; readonly outcome: Outcome }
  | { readonly key: string; readonly kind: 'missing'; readonly missingClass: string };

/** Spreads indexed draws over worker threads: `count` draws of a task, merged in order. Same bytes on any number. */
export interface Compute {
  /** @param task a name among the family's `tasks`; draws are `[from, to)` of `count` */
  draws(task: string, input: unknown, count: number): Promise<unknown[]>;
}

/** What was collected so far. */
export interface Collected {
  /** The rounds that were planned, the earliest first; none before the first. */
  readonly rounds: readonly Round[];
  /** Every cell of them that was tried, in the study's order. */
  readonly cells: Cells;
}

/** What an analysis may read. Everything else is in the study. */
export interface AnalysisContext extends Collected {
  /** Results of earlier parts by name. */
  readonly earlier: ReadonlyMap<string, Json>;
  readonly compute: Compute;
}

/** What a page may read beside the results. Times and spend are here, never in a result. */
export interface PageContext extends Collected {
  readonly experiment: string;
  readonly partial: boolean;
  readonly results: ReadonlyMap<string, Json>;
  readonly spend: Spend;
  /** By cell key, for cells that were asked: of all of them at once. */
  costs(): Promise<ReadonlyMap<string, CellCost>>;
  readonly provenance: readonly ProvenanceRow[];
  /** What it ran on, for whoever repeats it: `Holdfast 0.3.0 (commit 0123)`, `node 24.1.0`; none if absent. */
  readonly software?: readonly string[];
  /** The codes that settled its cells, the earliest first: one, but where a change was accepted while it was open. */
  readonly codes: readonly CodeSide[];
  /** The conversation of a cell, from the store: what was asked and answered, and what was run, in order. */
  conversation(key: string): Promise<Exchange[]>;
  /** Arms (or other parts) that an earlier experiment of this name did not have. */
  readonly added: readonly string[];
  /** Sentences on servers that became others while they were asked. */
  readonly changes: readonly string[];
  readonly frozen: JsonObject | null;
  /** Data of persons that were removed, the earliest first; none if absent. */
  readonly removals?: readonly Removal[];
}

/** One question with its answer, or one program with its result. */
export type Exchange =
  | {
      readonly kind: 'completion';
      readonly request: JsonObject;
      readonly completion: Completion;
      readonly identity: ModelIdentity;
    }
  | ({ readonly kind: 'program' } & Pick<ProgramRow, 'program' | 'result' | 'environment'>);

/** What a cell's answers cost. Estimates of no kind: read from the ledger. */
export interface CellCost {
  /** Answers, whether they were paid for here or came from the memo. */
  readonly calls: number;
  /** As if nothing had been in the memo. */
  readonly attributedMicroUsd: number;
  /** What this experiment paid; an answer that several cells share counts at the first of them in the study's order. */
  readonly paidCalls: number;
  readonly paidMicroUsd: number;
}

/** A code that an experiment went by. */
export interface CodeSide {
  /** SHA-256 of the family's files; null for cells from before it was noted. */
  readonly hash: string | null;
  /** When it was first accepted, in epoch milliseconds. */
  readonly since: number | null;
  /** Cells that it settled. */
  readonly cells: number;
  /** The files that differ from the code before, in words; '' for the first. */
  readonly changes: string;
}

export interface ProvenanceRow {
  readonly label: string;
  readonly value: string;
}

/** An expectation for `plan`: the calls that some part of a study takes of one model, at least and at most. */
export interface CallEstimate {
  readonly model: ModelRef;
  /** How many such parts there are: cells that take the same, or on average. */
  readonly times: number;
  readonly callsAtLeast: number;
  readonly callsAtMost: number;
  /** Of the calls at least; of one call where none is sure to be made. */
  readonly promptTokens: number;
  readonly completionTokensAtMost: number;
}

/** What a user may call a cell by, beside its key. */
export interface CellSubject {
  /** The person, persona or respondent, by each of its names; none where nobody is. */
  readonly persons: readonly string[];
  /** The item or problem. */
  readonly item: string;
}

/** A thing that is no error, and that a reader must not miss: what is left out, what is very few. */
export interface StudyNotice {
  readonly title: string;
  readonly body: string;
}

/** A spec with its inputs, checked and ready: everything is a pure function of it. */
export interface Study extends Rounds {
  /** All that may be asked, over all rounds, in a fixed order: told by index and counted by arithmetic, never held. */
  readonly blocks: readonly Block[];
  /** How a cell is asked: a `Dialogue`. */
  dialogue(cell: Cell, earlier: readonly SettledCell[]): Talk<Outcome>;
  /** Whom and what a cell is about, as a user names them; where absent cells go by their keys alone. */
  readonly about?: ((cell: Cell) => CellSubject) | undefined;
  /** Names of the tools that the dialogue may use. */
  readonly tools: readonly string[];
  /** Whether the dialogue may have programs run. */
  readonly programs: boolean;
  /** Expected calls and tokens before anything is asked, out of counts: no walk over all cells. */
  estimates(): Iterable<CallEstimate>;
  /** Lines of `plan` about what the figures will be able to say. */
  outlook(compute: Compute): Promise<readonly string[]>;
  /** What somebody must know of the study before it is trusted; the first lines of `plan`, `run` and the report. */
  readonly notices?: readonly StudyNotice[] | undefined;
  /** People's data, seen before they are used; undefined where there are none of single persons. */
  readonly data?: DataOverview | undefined;
  /** Single persons whose data it holds; undefined where there are none. */
  readonly persons?: PersonsHeld | undefined;
  /** What `plan --freeze` writes: estimand, primary arm, exclusions. */
  frozenPlan(): JsonObject;
  /** Names of parts that can be added later (arms). */
  readonly arms: readonly string[];
  /** The headline figure on what is settled so far; '' where there is none yet. */
  headline(collected: Collected): Promise<string>;
  /** One part of the analysis: pure, and the same for the same cells. */
  analyse(part: string, context: AnalysisContext): Promise<{ result: Json; headline?: string }>;
  /** The whole report page. */
  page(context: PageContext): Promise<string>;
  /** The same before it is markup, for its plots and tables as files; absent where a family has a page only. */
  report?(context: PageContext): Promise<Page>;
  /** Types and meanings of the columns of its tables; a table without them is exported as CSV alone. */
  readonly columns?: TableColumns;
  /** Tables for `export`: name and rows. */
  tables(context: PageContext): Promise<ReadonlyMap<string, Iterable<JsonObject>>>;
}

/** Draws `from` to `to` - 1 of an input, pure. The type of the input is agreed between whoever asks and the task. */
export type DrawTask = (input: never, from: number, to: number) => unknown;

export interface Family<Spec = unknown> {
  readonly name: string;
  /** Frozen in ids; raised when the same spec would come to another result. */
  readonly version: number;
  readonly schema: ZodType<Spec>;
  /** Tasks of its own for `Compute.draws`, by name. */
  readonly tasks: Readonly<Record<string, DrawTask>>;
  /** One sentence for `holdfast schema` and help. */
  readonly summary: string;
  /** The part of the spec that can change a result, fields at their default left out. */
  identity(spec: Spec): JsonObject;
  /** The part of `identity` that decides the collection. */
  collectionIdentity(spec: Spec): JsonObject;
  inputs(spec: Spec): readonly NamedInput[];
  /** Caps and other settings that are not hashed. */
  execution(spec: Spec): Execution;
  /** Checks everything that can be checked before anything is paid for. @throws UserError naming place and remedy */
  open(spec: Spec, inputs: Inputs): Study;
}

/** What a spec says about how, not what: no part of its hash. */
export interface Execution {
  readonly caps: Caps;
  /** Cells in a shard; chosen by the house (5 to 30 s of work) where absent. */
  readonly shardCells?: number;
  /** Shards in flight. */
  readonly window?: number;
  /** Stops where a server says that another model answers than at first. */
  readonly strict?: boolean;
  /** Turns at an endpoint for each turn of an experiment of weight 1; 1 where absent. */
  readonly weight?: number;
  /** What an example needs before it can run, in words. */
  readonly needs?: string;
}

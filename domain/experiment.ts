/** An experiment: one run of a spec, its names, states and what its workflow is started with. */
import type { ModelRef } from './completion.ts';
import { Fault, type MissingClass } from './errors.ts';
import type { HandOut, Heard, ProgramEnd, RunProgramInput, WaitingProgram } from './flow.ts';

/** `family/name/first-12-of-hash`, plus `/LABEL` for a replicate. It is the workflow id too. */
export type ExperimentId = string & { readonly __brand: 'ExperimentId' };
/** Identity of a home folder: queue names carry it, and every activity checks it. */
export type HomeId = string & { readonly __brand: 'HomeId' };
/** 64 lower-case hexadecimal digits. */
export type Sha256 = string & { readonly __brand: 'Sha256' };

export const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Builds an id out of checked parts. @throws Fault where a part is no slug */
export function experimentId(family: string, name: string, specHash: Sha256, label?: string): ExperimentId {
  for (const part of label === undefined ? [family, name] : [family, name, label]) {
    if (!SLUG.test(part)) throw new Fault(`'${part}' is no name: use a to z, 0 to 9 and -`);
  }
  const id = `${family}/${name}/${specHash.slice(0, 12)}`;
  return (label === undefined ? id : `${id}/${label}`) as ExperimentId;
}

/** The workflow type of a family: its name in camel case (`word-problems` is `wordProblems`). */
export function workflowTypeOf(family: string): string {
  return family.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

export type ExperimentState =
  'running' | 'paused' | 'blocked' | 'stopping' | 'stopped' | 'failed' | 'completed';

/** Whether its workflow should be under way. */
export function isOpen(state: ExperimentState): boolean {
  return state === 'running' || state === 'paused' || state === 'blocked' || state === 'stopping';
}

/** The detail of one that is paused while what was sent before is not back yet. */
export const PAUSING = 'pausing: what was sent before is being settled';

/** Caps; an absent one is no cap. Money in millionths of a US dollar. `wallMs` does not run while paused. */
export interface Caps {
  readonly calls?: number;
  readonly tokens?: number;
  readonly costMicroUsd?: number;
  readonly wallMs?: number;
  /** Time of programs in the sandbox. */
  readonly sandboxMs?: number;
}

export type CapName = keyof Caps;

/**
 * What a run of an experiment leaves to a later `run` of it, beside what the store keeps anyway: the caps in force
 * (`budget` may have changed those of the spec) and the time used without pauses.
 */
export interface Carried {
  readonly wallMs: number;
  readonly caps: Caps;
}

/** What was spent on an experiment, attempts and resumes included. */
export interface Spend {
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly costMicroUsd: number;
  /** Completions that were already in the memo and cost nothing. */
  readonly memoHits: number;
  /** Sendings that we, a broken connection or a crash cut off: their calls are sent again. */
  readonly callsSentAnew: number;
  /** Sent, and no answer was kept: perhaps paid, not part of the figures above, and charged to the caps. Absent in old histories. */
  readonly unanswered?: Unanswered;
  /** Programs that were run, their time in the sandbox, and those whose result was there. Absent in old histories. */
  readonly programs?: { readonly run: number; readonly recalled: number; readonly sandboxMs: number };
}

/**
 * Why a call that was sent has no answer that is kept. `time-limit`: our own limit cut it off; `broken`: its connection was
 * cut, or what came is no answer; `cut-off`: its worker was told to end; `crash`: its worker died; `useless`: an answer
 * came, and what the experiment asked for was not in it.
 */
export const UNANSWERED = ['time-limit', 'broken', 'cut-off', 'crash', 'useless'] as const;
export type UnansweredReason = (typeof UNANSWERED)[number];

/** Tokens and money are those that the answer told, or else what was reserved for the call. */
export interface Unanswered {
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly costMicroUsd: number;
  /** Calls by reason. */
  readonly reasons: Partial<Readonly<Record<UnansweredReason, number>>>;
}

/** Work of one kind that goes to one queue: `shards` many, at most `window` in flight. */
export interface Lane {
  readonly queue: 'inference' | 'inference-local';
  readonly shards: number;
  readonly window: number;
}

/** A round of an experiment as its workflow knows it: what is asked in it stands in its plan. */
export interface RoundRef {
  /** 0 for the first. */
  readonly index: number;
  /** The blob that holds its plan. */
  readonly plan: Sha256;
  readonly cells: number;
  readonly lanes: readonly Lane[];
}

/** Which round a shard is of. */
export type RoundName = Pick<RoundRef, 'index' | 'plan'>;

export interface NextRoundInput {
  readonly home: HomeId;
  readonly experiment: ExperimentId;
  /** The round that is finished; absent before the first. */
  readonly before?: RoundName;
}

export interface NextRound {
  /** null: nothing more is asked. */
  readonly round: RoundRef | null;
  /** What the family saw in the finished rounds, in a line: for history and card. */
  readonly said?: string;
}

/** What a family's workflow is started with: references, never data. */
export interface Start {
  readonly home: HomeId;
  readonly experiment: ExperimentId;
  readonly family: string;
  readonly familyVersion: number;
  readonly caps: Caps;
  /** Time that an earlier run of this experiment used, without pauses. */
  readonly wallMsUsed?: number;
  /** The title that the spec says, or its name: for the run card. */
  readonly title: string;
  /** When an endpoint that does not answer is asked again by itself: at first, and at most. Milliseconds; 1 and 30 min. */
  readonly probe?: { readonly firstMs: number; readonly longestMs: number };
  /** Shards that come back before a run continues as new, for tests; Temporal's suggestion otherwise. */
  readonly continueAfterShards?: number;
}

/** One shard: the `index`-th of a lane of its round. Which cells it holds follows from the round's plan. */
export interface ShardRef {
  readonly lane: number;
  readonly index: number;
}

export interface CollectShardInput {
  readonly home: HomeId;
  readonly experiment: ExperimentId;
  readonly round: RoundName;
  readonly shard: ShardRef;
  readonly caps: Caps;
  /**
   * Changes when a person says `retry` or runs the spec again: what a useless answer has stopped stays stopped until then.
   * Absent in old histories.
   */
  readonly trial?: string;
  /** Absent: the shard runs its programs itself. */
  readonly handOut?: HandOut;
}

/** What a shard brought. Which cells are missing stands in the store; here are counts and a few names. */
export interface ShardResult {
  /** Cells settled in the store now that were not before this attempt. */
  readonly settledNow: number;
  /** Cells of the shard that are settled. */
  readonly settled: number;
  readonly missing: number;
  readonly missingByClass: Partial<Record<MissingClass, number>>;
  /** Up to three `cell: why`. */
  readonly examples: readonly string[];
  /** The cap that stopped it. */
  readonly cap?: CapName;
  /** It was handed back because the experiment is paused or being stopped: the rest of it was not tried. */
  readonly held?: true;
  /** Its turn is over: the rest of it was not tried, and has its next turn. */
  readonly turnOver?: true;
  /** Programs that cells of it wait for; none where it runs them itself. */
  readonly waiting?: readonly WaitingProgram[];
  /** Where it hands programs out, and cells of it go on. */
  readonly heard?: Heard;
  /** What the whole experiment has spent, as the store has it when the shard returns: not this shard's share. */
  readonly spend: Spend;
}

/** A named blob that an analysis left. */
export interface ResultRef {
  readonly name: string;
  readonly sha256: Sha256;
  /** One line for the run card. */
  readonly headline?: string;
}

export interface AnalyseInput {
  readonly home: HomeId;
  readonly experiment: ExperimentId;
  readonly part: string;
  /** Results of earlier steps that this one reads. */
  readonly from: readonly ResultRef[];
}

export interface PublishInput {
  readonly home: HomeId;
  readonly experiment: ExperimentId;
  readonly results: readonly ResultRef[];
  /** True where the experiment was stopped: the report says that it is on what is there. */
  readonly partial: boolean;
}

/** What the `progress` query answers and the run card shows. */
export interface Progress {
  readonly state: ExperimentState;
  readonly phase: string;
  readonly cells: number;
  readonly settled: number;
  readonly missing: number;
  readonly shardsDone: number;
  readonly shards: number;
  readonly spend: Spend;
  readonly caps: Caps;
  /** What blocks, why, and what to do. */
  readonly blocked?: string;
  readonly headline?: string;
  /** Once it has ended: its figure, or why it failed. */
  readonly ended?: string;
  /** Until all cells that are planned are settled, and between what times that is likely to be. */
  readonly etaMs?: number;
  readonly etaRangeMs?: readonly [lowMs: number, highMs: number];
}

/** Models of a spec that one queue's worker asks, tools that it uses, and whether it runs programs; none where absent. */
export interface PreflightInput {
  readonly home: HomeId;
  readonly models: readonly ModelRef[];
  readonly tools?: readonly string[];
  readonly programs?: boolean;
}

/** What a preflight that is a workflow found, where it found something: what is wrong, and what to do in the lines after. */
export interface PreflightFound {
  readonly problem?: string;
}

/** A replicate that is in the store. */
export interface Adopted {
  readonly experiment: ExperimentId;
}

/** The activities that workflows call. Implemented in `activities/`; queues in `domain/queues.ts`. */
export interface HoldfastActivities {
  /** Plans the round after one that is finished, or the first; keeps its plan. */
  readonly nextRound: (input: NextRoundInput) => Promise<NextRound>;
  readonly collectShard: (input: CollectShardInput) => Promise<ShardResult>;
  /** Runs a program that a shard handed out, and keeps its result. */
  readonly runProgram: (input: RunProgramInput) => Promise<ProgramEnd>;
  /** Checks that models and tools are there and keys are taken. Fails with a user's error otherwise. */
  readonly preflight: (input: PreflightInput) => Promise<void>;
  /** Makes a replicate of a stored experiment under a label, or finds the one that is there. */
  readonly adoptReplicate: (input: {
    readonly home: HomeId;
    readonly template: ExperimentId;
    readonly label: string;
  }) => Promise<Adopted>;
  /** One part of the family's analysis, on what is in the store. */
  readonly analyse: (input: AnalyseInput) => Promise<ResultRef>;
  /** The report and the canonical result; its `sha256` is the result hash. */
  readonly publish: (input: PublishInput) => Promise<ResultRef>;
  /** The family's headline figure on what is settled so far, or ''. */
  readonly headline: (input: { readonly home: HomeId; readonly experiment: ExperimentId }) => Promise<string>;
  /** Writes the experiment's state into the store, so that `list` and `watch` see it. */
  readonly recordState: (input: {
    readonly home: HomeId;
    readonly experiment: ExperimentId;
    readonly state: ExperimentState;
    readonly detail?: string;
    readonly carried?: Carried;
  }) => Promise<void>;
}

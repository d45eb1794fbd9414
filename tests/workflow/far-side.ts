/** The far side of a workflow, scripted: what its activities would do to a store, an endpoint and a report. */
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type {
  Adopted,
  AnalyseInput,
  Carried,
  CollectShardInput,
  ExperimentState,
  Lane,
  NextRound,
  NextRoundInput,
  HoldfastActivities,
  PublishInput,
  ResultRef,
  Sha256,
  ShardResult,
  Spend,
} from '../../domain/experiment.ts';
import type { ProgramEnd, RunProgramInput } from '../../domain/flow.ts';
import { sha256Hex } from '../../domain/sha256.ts';
import { shardsOf } from '../../workflows/kernel/next-move.ts';

export const CELLS_IN_SHARD = 4;

/** What a test scripts. `nth` counts how often this shard was asked for, from 1. */
export interface Script {
  readonly shard?: (
    input: CollectShardInput,
    nth: number,
  ) => Partial<ShardResult> | Promise<Partial<ShardResult>>;
  readonly program?: (input: RunProgramInput, nth: number) => ProgramEnd | void | Promise<ProgramEnd | void>;
  /** What is asked, round by round; none where absent and the test names no lanes. */
  readonly rounds?: readonly (readonly Lane[])[];
  /** What was seen in the rounds that are finished. */
  readonly said?: (finished: number) => string;
  readonly analyse?: (input: AnalyseInput, nth: number) => void | Promise<void>;
}

/** One experiment's far side: plays its script and notes what was asked. */
export class FarSide {
  readonly script: Script;
  /** The lanes of its only round, where a test says so. */
  lanes: readonly Lane[] | undefined;
  /** The round after which each plan was asked for; -1 for the first. */
  readonly planned: number[] = [];
  readonly shardCalls = new Map<string, number>();
  readonly settled = new Map<string, number>();
  readonly programs: RunProgramInput[] = [];
  readonly analysed: AnalyseInput[] = [];
  readonly published: PublishInput[] = [];
  readonly states: { state: ExperimentState; detail: string; carried: Carried | undefined }[] = [];
  figures = 0;
  calls = 0;
  inFlight = 0;
  mostInFlight = 0;

  constructor(script: Script = {}) {
    this.script = script;
  }

  get spend(): Spend {
    const tokens = 10 * this.calls;
    return {
      calls: this.calls,
      promptTokens: tokens,
      completionTokens: tokens,
      costMicroUsd: 100 * this.calls,
      memoHits: 0,
      callsSentAnew: 0,
    };
  }

  async nextRound({ before }: NextRoundInput): Promise<NextRound> {
    this.planned.push(before?.index ?? -1);
    const index = (before?.index ?? -1) + 1;
    const lanes = (this.lanes === undefined ? this.script.rounds : [this.lanes])?.[index];
    const said = before === undefined ? undefined : this.script.said?.(index);
    const round =
      lanes === undefined
        ? null
        : {
            index,
            plan: sha256Hex(`plan ${index}`) as Sha256,
            cells: CELLS_IN_SHARD * shardsOf(lanes),
            lanes,
          };
    return { round, ...(said === undefined ? {} : { said }) };
  }

  async collectShard(input: CollectShardInput): Promise<ShardResult> {
    const { round, shard } = input;
    const key = `${round.index === 0 ? '' : `${round.index}/`}${shard.lane}:${shard.index}`;
    const nth = (this.shardCalls.get(key) ?? 0) + 1;
    this.shardCalls.set(key, nth);
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    try {
      const scripted = (await this.script.shard?.(input, nth)) ?? {};
      const before = this.settled.get(key) ?? 0;
      const missing = scripted.missing ?? 0;
      const settled = CELLS_IN_SHARD - missing;
      this.settled.set(key, settled);
      this.calls += settled - before;
      const missingByClass = missing === 0 ? {} : { endpoint: missing };
      const examples = missing === 0 ? [] : [`cell-${key}: the endpoint answers 503`];
      return {
        settledNow: settled - before,
        settled,
        missing,
        missingByClass,
        examples,
        spend: this.spend,
        ...scripted,
      };
    } finally {
      this.inFlight -= 1;
    }
  }

  async runProgram(input: RunProgramInput): Promise<ProgramEnd> {
    this.programs.push(input);
    const activity = Context.current();
    const heart = setInterval(() => activity.heartbeat(), 100);
    try {
      return (await this.script.program?.(input, this.programs.length)) ?? { kind: 'settled' };
    } finally {
      clearInterval(heart);
    }
  }

  async analyse(input: AnalyseInput): Promise<ResultRef> {
    this.analysed.push(input);
    await this.script.analyse?.(input, this.analysed.filter(({ part }) => part === input.part).length);
    return reference(input.part, `r of ${input.part} = 0.81`);
  }

  async publish(input: PublishInput): Promise<ResultRef> {
    this.published.push(input);
    return reference('result', 'share of the ceiling 0.93');
  }
}

/** What a family's protocol asks. */
type Asked = Pick<
  HoldfastActivities,
  | 'nextRound'
  | 'collectShard'
  | 'runProgram'
  | 'analyse'
  | 'publish'
  | 'headline'
  | 'recordState'
  | 'adoptReplicate'
>;

/** The activities of all experiments of a test file, told apart by their ids. */
export function activitiesOf(sides: Map<string, FarSide>): Asked {
  const sideOf = (experiment: string): FarSide => {
    const side = sides.get(experiment);
    if (side === undefined) throw fault(`no far side for ${experiment}`);
    return side;
  };
  return {
    nextRound: async (input) => sideOf(input.experiment).nextRound(input),
    collectShard: async (input) => sideOf(input.experiment).collectShard(input),
    runProgram: async (input) => sideOf(input.experiment).runProgram(input),
    analyse: async (input) => sideOf(input.experiment).analyse(input),
    publish: async (input) => sideOf(input.experiment).publish(input),
    headline: async ({ experiment }) => `figure ${(sideOf(experiment).figures += 1)}`,
    recordState: async ({ experiment, state, detail, carried }) => {
      sideOf(experiment).states.push({ state, detail: detail ?? '', carried });
    },
    adoptReplicate: async ({ template, label }) => {
      const side = sideOf(template);
      const experiment = `${template}/${label}` as Adopted['experiment'];
      sides.set(experiment, side);
      return { experiment };
    },
  };
}

export function fault(message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, 'Fault');
}

/** A door that a script can wait at until the test opens it. */
export function gate(): { readonly passed: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { passed: promise, open: resolve };
}

function reference(name: string, headline: string): ResultRef {
  return { name, sha256: sha256Hex(name) as Sha256, headline };
}

/** Where a program's result comes from: the store, a run that is under way in this process, or a run of its own. */
import type { CapName, Caps, Sha256 } from '../../domain/experiment.ts';
import {
  type Environment,
  longestMs,
  type ProgramRequest,
  type ProgramResult,
  type ProgramRun,
} from '../../domain/program.ts';
import type { HandedOutProgram } from '../../domain/flow.ts';
import type { Amount, ReservationOwner, Store } from '../../domain/store.ts';
import type { Programs } from '../programs.ts';
import { overBudget } from './admission.ts';
import type { HandsOut } from './hand-out.ts';
import { memoLookUp } from './look-up.ts';
import { programKey } from './memo-key.ts';
import { onceAtATime, type UnderWay } from './under-way.ts';

export interface Ran {
  readonly key: Sha256;
  readonly run: ProgramRun;
}

export interface ProgramResults {
  /** @throws HandedOut where it is not run here; ToolError where the sandbox failed; TransportError (`budget`) at a cap; the reason of the signal */
  result(program: ProgramRequest, draw: number): Promise<Ran>;
  readonly cap: CapName | undefined;
  /** Results that nothing was run for. */
  readonly hits: number;
}

/** Programs that this worker process runs now, by key. */
export type ProgramsUnderWay = UnderWay<Ran>;

export function createProgramResults(context: {
  readonly store: Pick<Store, 'programs' | 'currentKeys' | 'reserve' | 'settleProgram'>;
  readonly programs: Pick<Programs, 'environment' | 'run'>;
  readonly underWay: ProgramsUnderWay;
  readonly owner: ReservationOwner;
  readonly caps: Caps;
  readonly replicate: string;
  readonly workerRun: string;
  readonly signal: AbortSignal;
  /** Where programs are not run here. */
  readonly handOut?: HandsOut | undefined;
  /** Throws where nothing new may be run. */
  readonly beforeSending: () => void;
}): ProgramResults {
  const { store, programs, owner, signal, underWay } = context;
  const lookUp = memoLookUp(store, (keys) => store.programs(keys));
  /** Runs of this shard that hold a reservation; each ends by itself, whatever becomes of it. */
  const running = new Set<Promise<unknown>>();
  let cap: CapName | undefined;
  let hits = 0;

  async function result(program: ProgramRequest, draw: number): Promise<Ran> {
    signal.throwIfAborted();
    const environment = await programs.environment();
    const asked = programKey(program, environment, { replicate: context.replicate, draw });
    const { value, isShared } = await onceAtATime(underWay, asked, { owner, signal }, () =>
      recallOrRun({ program, environment, draw }, asked),
    );
    if (isShared) hits++;
    return value;
  }

  async function recallOrRun(wanted: HandedOutProgram, asked: Sha256): Promise<Ran> {
    const { key, found } = await lookUp(asked);
    if (found === undefined) {
      if (context.handOut !== undefined) return context.handOut.handOut(wanted);
      return { key, run: (await runOnce(wanted.program, wanted.environment, key)).run };
    }
    hits++;
    return { key, run: found.run };
  }

  async function runOnce(
    program: ProgramRequest,
    environment: Environment,
    key: Sha256,
  ): Promise<ProgramResult> {
    const reserved: Amount = { calls: 0, tokens: 0, costMicroUsd: 0, sandboxMs: longestMs(program) };
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    try {
      const result = await programs.run(program, signal, async () => {
        await reserve(reserved);
        running.add(ended);
        context.beforeSending();
      });
      return await store.settleProgram(
        { key, environment, program, result },
        {
          ...{ experiment: owner.experiment, shard: owner.shard, key, reserved },
          ...{ promptTokens: 0, completionTokens: 0, costMicroUsd: 0, estimated: false },
          sandboxMs: result.durationMs,
        },
        owner,
        context.workerRun,
      );
    } finally {
      running.delete(ended);
      end();
    }
  }

  /** A reservation is the most that a program may take: when one has ended, what it did not use is there for the next. */
  async function reserve(amount: Amount): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      if (cap !== undefined) throw overBudget(cap);
      const reserved = await store.reserve(owner, amount, context.caps);
      if (reserved.granted) return;
      if (running.size === 0) cap = reserved.cap;
      else await Promise.race(running);
    }
  }

  return {
    result,
    get cap() {
      return cap;
    },
    get hits() {
      return hits;
    },
  };
}

/** Programs that a shard does not run: it leaves each as a blob, and the workflow has it run elsewhere. */
import { ToolError, TransportError } from '../../domain/errors.ts';
import type { Sha256 } from '../../domain/experiment.ts';
import type { HandedOutProgram, HandOut, Heard, LostProgram, WaitingProgram } from '../../domain/flow.ts';
import { canonicalJson, type Json } from '../../domain/json.ts';
import type { Blobs } from '../../domain/store.ts';

/** A dialogue waits for a program. */
export class HandedOut extends Error {
  override readonly name = 'HandedOut';
  readonly waiting: WaitingProgram;

  constructor(waiting: WaitingProgram) {
    super('a program is handed out');
    this.waiting = waiting;
  }
}

/** The programs of one shard. */
export interface HandsOut {
  /** @throws HandedOut; ToolError or TransportError where it was handed out before and its result is missing */
  handOut(program: HandedOutProgram): Promise<never>;
}

export function handsOut({ lost = [] }: HandOut, blobs: Pick<Blobs, 'put'>): HandsOut {
  const byProgram = new Map<Sha256, LostProgram>(lost.map((one) => [one.program, one]));
  return {
    async handOut(asked) {
      const program = await blobs.put(canonicalJson(asked as unknown as Json));
      const gone = byProgram.get(program);
      if (gone === undefined) throw new HandedOut({ program, wallSeconds: asked.program.limits.wallSeconds });
      const { missingClass, reason } = gone;
      if (missingClass === 'tool') throw new ToolError(reason);
      throw new TransportError(reason, { missingClass, retryable: false });
    },
  };
}

/** What the dialogues of a shard have been told, and which of it in earlier turns. */
export class Hearing {
  readonly #before: Heard;
  #answers = 0;
  #programs = 0;

  constructor(before: Heard = { answers: 0, programs: 0 }) {
    this.#before = before;
  }

  /** A dialogue goes on in the next turn, and is told all of this again. */
  goesOn(answers: number, programs: number): void {
    this.#answers += answers;
    this.#programs += programs;
  }

  get heard(): Heard {
    return { answers: this.#answers, programs: this.#programs };
  }

  /** Of what was found in the memo, that which no earlier turn had been told. */
  found(answers: number, programs: number): Heard {
    return {
      answers: Math.max(0, answers - this.#before.answers),
      programs: Math.max(0, programs - this.#before.programs),
    };
  }
}

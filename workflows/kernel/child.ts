/** The child's side of a flow: it hears its parent, and says its last word to it, once. */
import {
  CancellationScope,
  condition,
  defineSignal,
  getExternalWorkflowHandle,
  setHandler,
  TemporalFailure,
  workflowInfo,
} from '@temporalio/workflow';
import type { ChildOutcome, Control, Delivery, Ticket } from '../../domain/flow.ts';
import { CONTROL, DELIVER } from '../../domain/queues.ts';
import { faultOf, lossOf, otherCodeOf } from './failure.ts';

export interface ChildRun {
  /** With what the parent said last: what the next run of this child is handed. */
  readonly ticket: Ticket;
  /** Waits while paused. @returns false where nothing more is wanted */
  mayGoOn(): Promise<boolean>;
  /** Resolves when the parent says something, and after so many milliseconds at the latest. */
  heardWithin(milliseconds: number): Promise<void>;
  /** Does something that is given up when nothing more is wanted. @returns undefined where it was */
  unlessStopped<T>(work: () => Promise<T>): Promise<T | undefined>;
  /**
   * The last line of a child: works, and tells the parent what came of it. Where the parent is gone, nobody is told; what was
   * settled is in the store.
   */
  delivering(work: () => Promise<ChildOutcome>): Promise<void>;
}

/** The first line of a child. */
export function openChild(ticket: Ticket): ChildRun {
  let { control } = ticket;
  let isCancelled = false;
  let heard = 0;
  setHandler(defineSignal<[Control]>(CONTROL), (next) => {
    control = next;
    heard += 1;
  });
  CancellationScope.current().cancelRequested.catch(() => {
    isCancelled = true;
    heard += 1;
  });
  const isStopping = (): boolean => control.stopping || isCancelled;
  return {
    get ticket() {
      return { ...ticket, control };
    },
    async mayGoOn() {
      await condition(() => isStopping() || !control.paused);
      return !isStopping();
    },
    async heardWithin(milliseconds) {
      const before = heard;
      await condition(() => heard !== before, milliseconds);
    },
    unlessStopped: (work) => unlessStopped(work, isStopping),
    delivering: (work) =>
      CancellationScope.nonCancellable(async () => {
        await send(ticket, await outcomeOf(work));
      }),
  };
}

async function unlessStopped<T>(work: () => Promise<T>, isStopping: () => boolean): Promise<T | undefined> {
  const scope = new CancellationScope({ cancellable: true });
  const working = scope.run(work);
  let isDone = false;
  const done = working.then(
    () => (isDone = true),
    () => (isDone = true),
  );
  await condition(() => isDone || isStopping());
  if (!isDone) scope.cancel();
  await done;
  // What was settled in spite of it is in the store.
  return isStopping() ? working.catch(() => undefined) : working;
}

/** A bug of ours fails the workflow's task, which is tried again with mended code. */
async function outcomeOf(work: () => Promise<ChildOutcome>): Promise<ChildOutcome> {
  try {
    return await work();
  } catch (error) {
    const fault = faultOf(error);
    if (fault !== undefined) return { fault };
    const otherCode = otherCodeOf(error);
    if (otherCode !== undefined) return { otherCode };
    const lost = lossOf(error);
    if (lost === undefined) throw error;
    return { lost };
  }
}

async function send({ flow, number }: Ticket, outcome: ChildOutcome): Promise<void> {
  const parent = workflowInfo().parent?.workflowId;
  if (parent === undefined) return;
  try {
    await getExternalWorkflowHandle(parent).signal<[Delivery]>(DELIVER, { flow, number, outcome });
  } catch (error) {
    if (!(error instanceof TemporalFailure)) throw error;
  }
}

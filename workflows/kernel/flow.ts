/** A flow: children of a window of tickets, whose results are taken in batches, in the order in which they arrive. */
import type { Workflow } from '@temporalio/workflow';
import type { Ticket } from '../../domain/flow.ts';
import { endChildren, flowOf, keep } from './children.ts';
import { continueRun, fail } from './ending.ts';
import { handedOver, nextFlowMove, opened, openFlow } from './flow-state.ts';
import { change, renew } from './notice.ts';
import { isLong, wallTimeSpent, type RunState } from './run-state.ts';
import { standStill } from './standstill.ts';

/** A workflow that a flow starts: it says its last word through `openChild`. */
export type Child<S> = (start: S, ticket: Ticket) => Promise<void>;

export interface Flow<S> {
  /**
   * The next tickets whose children have settled, in the order of their arrival; what they found out is in the store. Within
   * an iteration only: one that is begun again is handed the same. As many children as the window holds go on meanwhile and
   * afterwards, and over every continue-as-new.
   *
   * @param startOf what the child of a ticket is started with: small, and kept with the ticket; undefined where none follows
   * @returns fewer where no more follow, or where it was stopped (`run.partial`)
   * @throws ApplicationFailure for a fault, when no child is left
   */
  take(count: number, startOf: (number: number) => S | undefined): Promise<readonly number[]>;
  /** Ends the children that nobody waits for any more; resolves when none is left. */
  end(): Promise<void>;
}

/** Opens a flow, or finds it in the cursor. @param child a function that `workflows/index.ts` exports */
export function flow<S>(
  run: RunState,
  name: string,
  window: number,
  child: Child<S>,
): Pick<Flow<S>, 'take' | 'end'> {
  if (!Number.isSafeInteger(window) || window < 1 || window > MOST_OUT)
    throw new RangeError(`a flow has a window of 1 to ${MOST_OUT}, not ${window}`);
  run.flows = { ...run.flows, [name]: run.flows[name] ?? openFlow((child as Workflow).name, window) };
  return {
    take: (count, startOf) => take(run, name, count, startOf),
    end: () => endChildren(run, name),
  };
}

/** A workflow may have 2,000 children pending; and the cursor holds the starts of those that are open, some 250 bytes each. */
const MOST_OUT = 500;

async function take<S>(
  run: RunState,
  name: string,
  count: number,
  startOf: (number: number) => S | undefined,
): Promise<readonly number[]> {
  if (run.iterating === undefined) throw new RangeError(`'${name}' is taken from outside of an iteration`);
  const from = run.read[name] ?? 0;
  for (;;) {
    const now = flowOf(run, name);
    const state = handedOver(now, from + count - now.handed.length);
    set(run, name, state);
    const wanted = from + count - state.handed.length;
    const move = nextFlowMove(state, wanted, situationOf(run));
    switch (move.kind) {
      case 'launch': {
        run.block = undefined;
        set(run, name, move.flow);
        const ticket = move.flow.open.find(({ number }) => number === move.number);
        if (ticket !== undefined) void keep(run, name, move.flow.child, ticket);
        break;
      }
      case 'again':
        set(run, name, move.flow);
        break;
      case 'open': {
        const start = startOf(move.flow.next);
        set(run, name, start === undefined ? { ...move.flow, complete: true } : opened(move.flow, start));
        break;
      }
      case 'done':
      case 'stopped': {
        run.partial ||= move.kind === 'stopped';
        run.block = undefined;
        renew(run);
        const taken = state.handed.slice(from, from + count);
        run.read = { ...run.read, [name]: from + taken.length };
        return taken;
      }
      case 'fail':
        return fail(run, state.fault ?? '');
      case 'continue-as-new':
        return continueRun(run);
      case 'blocked':
        await standStill(run, state);
        break;
      case 'wait':
        await change(run);
        break;
    }
  }
}

function set(run: RunState, name: string, state: ReturnType<typeof flowOf>): void {
  run.flows = { ...run.flows, [name]: state };
}

function situationOf(run: RunState): Parameters<typeof nextFlowMove>[2] {
  return {
    paused: run.paused,
    stopping: run.stopping,
    wallTimeSpent: wallTimeSpent(run),
    continueAsNew: isLong(run),
    fault: false,
  };
}

/**
 * The children of a run, as the parent has them. They are abandoned to their own lives: a run that continues as new leaves them
 * running, and the next one looks after them. A child's id is its ticket, so that none runs twice at once.
 */
import { type SearchAttributePair, WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  CancellationScope,
  ChildWorkflowFailure,
  type ChildWorkflowHandle,
  condition,
  getExternalWorkflowHandle,
  ParentClosePolicy,
  startChild,
  TemporalFailure,
  type Workflow,
  workflowInfo,
  WorkflowIdReusePolicy,
} from '@temporalio/workflow';
import { childId, type Control, type Delivery, type Ticket } from '../../domain/flow.ts';
import { CONTROL, type SEARCH_ATTRIBUTES } from '../../domain/queues.ts';
import { laterSpend } from './budget.ts';
import { afterDelivery, ended, out, type FlowState, type OpenTicket } from './flow-state.ts';
import { renew } from './notice.ts';
import { trialOf, type RunState } from './run-state.ts';

/** A child that was running already is asked for again after this, then after four times as long, and so on. */
const LOOK_MS = 1000;
const LONGEST_LOOK_MS = 3_600_000;

const OF_PARENT: readonly (keyof typeof SEARCH_ATTRIBUTES)[] = ['HoldfastPhase', 'HoldfastState'];

/** Looks after every child that an earlier run of this workflow left running. */
export function adopt(run: RunState): void {
  for (const [name, flow] of Object.entries(run.flows))
    for (const ticket of out(flow)) void lookAfter(run, name, flow.child, ticket);
}

/**
 * Starts a child and waits for its last word, which comes by a signal. One that ends without it (terminated by hand, say) is lost;
 * one of that ticket that runs already is looked after.
 */
export async function keep(run: RunState, name: string, type: string, ticket: OpenTicket): Promise<void> {
  const child = await start(run, name, type, ticket);
  if (child === undefined) return lookAfter(run, name, type, ticket);
  const why = await child.result().then(
    () => 'it ended without a word',
    (error: unknown) => {
      if (error instanceof ChildWorkflowFailure) return error.cause?.message ?? error.message;
      throw error;
    },
  );
  if (isOut(run, name, ticket)) deliver(run, { flow: name, number: ticket.number, outcome: { lost: why } });
}

/**
 * Asks for a child that runs already, now and then: one that is gone without a word is started anew, and what it had settled is not
 * done again. A child that has ended has spoken before, so that whoever learns that it is gone has heard it.
 */
async function lookAfter(run: RunState, name: string, type: string, ticket: OpenTicket): Promise<void> {
  for (let pauseMs = LOOK_MS; isOut(run, name, ticket); pauseMs = Math.min(4 * pauseMs, LONGEST_LOOK_MS)) {
    if (await send(run, name, ticket.number)) await condition(() => !isOut(run, name, ticket), pauseMs);
    else if (isOut(run, name, ticket)) return keep(run, name, type, ticket);
  }
}

/** Takes a child's last word. The same again, or of a ticket that nobody waits for, changes nothing. */
export function deliver(run: RunState, { flow: name, number, outcome }: Delivery): void {
  const flow = run.flows[name];
  if (flow === undefined) return;
  const next = afterDelivery(flow, number, outcome);
  if (next === flow) return;
  run.flows = { ...run.flows, [name]: next };
  if ('spend' in outcome) {
    run.spend = laterSpend(run.spend, outcome.spend);
    if (outcome.settledNow > 0) run.probes = 0;
  }
  if (next.fault !== undefined && flow.fault === undefined) tell(run);
  run.shardsThisRun += 1;
  renew(run);
}

/** Tells every child what it has to know now. */
export function tell(run: RunState): void {
  run.told += 1;
  for (const [name, flow] of Object.entries(run.flows))
    for (const { number } of out(flow)) void send(run, name, number);
}

/** Ends the children of a flow, or of all: what they run is given up. Resolves when each has said its last word. */
export async function endChildren(run: RunState, only?: string): Promise<void> {
  const names = Object.keys(run.flows).filter((name) => only === undefined || name === only);
  const isBusy = (): boolean => names.some((name) => out(flowOf(run, name)).length > 0);
  run.flows = {
    ...run.flows,
    ...Object.fromEntries(names.map((name) => [name, ended(flowOf(run, name))])),
  };
  if (!isBusy()) return;
  tell(run);
  await condition(() => !isBusy());
}

export function flowOf(run: RunState, name: string): FlowState {
  const flow = run.flows[name];
  if (flow === undefined) throw new RangeError(`no flow is called '${name}'`);
  return flow;
}

function controlOf(run: RunState, { over, fault }: FlowState): Control {
  return {
    paused: run.paused,
    stopping: run.stopping || over || fault !== undefined,
    caps: run.caps,
    trial: trialOf(run),
  };
}

/** Of this launch: one that came back and was launched again is another. */
function isOut(run: RunState, name: string, ticket: OpenTicket): boolean {
  return ticket.at === 'out' && flowOf(run, name).open.includes(ticket);
}

function ownAttributes(): SearchAttributePair[] {
  const isParents = ({ key }: SearchAttributePair): boolean => OF_PARENT.some((name) => name === key.name);
  return workflowInfo()
    .typedSearchAttributes.getAll()
    .filter((pair) => !isParents(pair));
}

/** @returns undefined where one of that ticket runs already */
async function start(
  run: RunState,
  name: string,
  type: string,
  { number, start: first }: OpenTicket,
): Promise<ChildWorkflowHandle<Workflow> | undefined> {
  const { home, experiment, family, title } = run.start;
  const of = { experiment, flow: name, number };
  const told = run.told;
  const ticket: Ticket = { home, ...of, control: controlOf(run, flowOf(run, name)) };
  run.messages += 1;
  try {
    return await startChild(type, {
      workflowId: childId(of),
      args: [first, ticket],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
      staticSummary: `${family}: ${title}, ${name} ${number}`,
      // What a family, a name and a home are is known of a child, too; phase and state are its parent's.
      typedSearchAttributes: ownAttributes(),
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    return undefined;
  } finally {
    run.messages -= 1;
    // What was said while it started has not reached it.
    if (told !== run.told) void send(run, name, number);
  }
}

/** Tells a child what it has to know now. @returns false where none of that ticket runs */
async function send(run: RunState, flow: string, number: number): Promise<boolean> {
  const id = childId({ experiment: run.start.experiment, flow, number });
  run.messages += 1;
  try {
    await CancellationScope.nonCancellable(() =>
      getExternalWorkflowHandle(id).signal<[Control]>(CONTROL, controlOf(run, flowOf(run, flow))),
    );
    return true;
  } catch (error) {
    if (!(error instanceof TemporalFailure)) throw error;
    return false;
  } finally {
    run.messages -= 1;
  }
}

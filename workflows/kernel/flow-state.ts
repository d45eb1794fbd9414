/**
 * A flow, as data: tickets that are open, those that have arrived, those that were handed over. Pure, so that properties can
 * be tested without a server. It holds a window of tickets and a batch, whatever their number.
 */
import type { CapName } from '../../domain/experiment.ts';
import type { ChildOutcome } from '../../domain/flow.ts';
import { afterShard, firstPass, standsStill, type LaneState } from './lane.ts';
import type { Situation } from './next-move.ts';
import { rangesOf, type Ranges } from './ranges.ts';

/** A ticket whose child has not settled. */
export interface OpenTicket {
  readonly number: number;
  /** Fixed when the ticket was opened: whenever its child is started again, it is started with the same. */
  readonly start: unknown;
  /** `out`: its child has been started, and has not said its last word. `back`: cells of it are missing. */
  readonly at: 'line' | 'out' | 'back';
  /** Cells that were missing when it came back last. */
  readonly missing: number;
}

export interface FlowState {
  /** The workflow type of its children. */
  readonly child: string;
  /** Tickets that are open or have arrived, at most. */
  readonly window: number;
  /** The number of the next ticket. */
  readonly next: number;
  /** The earliest first. */
  readonly open: readonly OpenTicket[];
  /** Settled and not handed over, in the order in which they arrived. */
  readonly arrived: readonly number[];
  /** Handed over in the iteration that is under way, which is begun again where a run ends in the middle of it. */
  readonly handed: readonly number[];
  /** No ticket follows. */
  readonly complete: boolean;
  /** Nothing more is wanted of it. */
  readonly over: boolean;
  /** As of a lane; its passes are a window long, for a flow need not end. */
  readonly counts: Pick<LaneState, 'settledInPass' | 'barren' | 'settled' | 'missingByClass' | 'examples'>;
  /** The cap that a child met, and tickets that settled since. */
  readonly cap?: CapName;
  readonly settledSinceCap?: number;
  readonly otherCode?: string;
  readonly fault?: string;
}

export type FlowMove =
  | { readonly kind: 'launch'; readonly number: number; readonly flow: FlowState }
  | { readonly kind: 'open' | 'again'; readonly flow: FlowState }
  | { readonly kind: 'wait' | 'done' | 'stopped' | 'fail' | 'continue-as-new' | 'blocked' };

export function openFlow(child: string, window: number): FlowState {
  const { settledInPass, barren, settled, missingByClass, examples } = firstPass({
    ...{ queue: 'inference', shards: 0, window },
  });
  return {
    ...{ child, window, next: 0, open: [], arrived: [], handed: [], complete: false, over: false },
    counts: { settledInPass, barren, settled, missingByClass, examples },
  };
}

export function out({ open }: FlowState): readonly OpenTicket[] {
  return open.filter(({ at }) => at === 'out');
}

/** The flow as the lane of its tickets: for whatever tells why something stands still, and how far it is. */
export function laneOf(name: string, flow: FlowState): LaneState {
  const at = (place: OpenTicket['at']): Ranges =>
    rangesOf(flow.open.flatMap((ticket) => (ticket.at === place ? [ticket.number] : [])));
  return {
    ...{ queue: 'inference', flow: name, shards: flow.next, window: flow.window, pass: 1 },
    ...{ todo: at('line'), putBack: at('back'), inFlight: out(flow).length },
    ...flow.counts,
    missing: flow.open.reduce((sum, { missing }) => sum + missing, 0),
  };
}

/**
 * What a flow does next, where so many tickets are still to be handed over. `open`: there is room for a ticket; who asks says its
 * start, or that none follows. `again`: a pass is over, and what came back in it is in line.
 *
 * @param wanted 0 or less: only the window is filled
 */
export function nextFlowMove(flow: FlowState, wanted: number, situation: Situation): FlowMove {
  const { paused, stopping, continueAsNew, wallTimeSpent } = situation;
  const fault = situation.fault || flow.fault !== undefined;
  const isOut = out(flow).length > 0;
  const held = fault || stopping || continueAsNew || paused || wallTimeSpent || flow.over;
  const free = held ? undefined : withoutSpentCap(flow);
  const standing = standsStill(laneOf('', flow));
  if (free !== undefined && !standing) {
    const inLine = free.open.find(({ at }) => at === 'line');
    if (inLine !== undefined) return { kind: 'launch', number: inLine.number, flow: launched(free, inLine) };
    const room = free.window - free.open.length - free.arrived.length;
    const mayOpen = room > 0 && !free.complete;
    const isPassOver = free.counts.settledInPass >= (mayOpen ? free.window : 1);
    if (isPassOver && free.open.some(({ at }) => at === 'back')) return { kind: 'again', flow: again(free) };
    if (mayOpen) return { kind: 'open', flow: free };
  }
  if (fault || stopping) return { kind: isOut ? 'wait' : fault ? 'fail' : 'stopped' };
  if (wanted <= 0 || flow.over || (flow.complete && flow.open.length === 0)) return { kind: 'done' };
  if (continueAsNew) return { kind: 'continue-as-new' };
  if (paused || (isOut && !standing)) return { kind: 'wait' };
  return { kind: 'blocked' };
}

/** A ticket more. */
export function opened(flow: FlowState, start: unknown): FlowState {
  const ticket: OpenTicket = { number: flow.next, start, at: 'line', missing: 0 };
  return { ...flow, next: flow.next + 1, open: [...flow.open, ticket] };
}

/** Hands over what has arrived, up to so many. */
export function handedOver(flow: FlowState, count: number): FlowState {
  const taken = flow.arrived.slice(0, Math.max(0, count));
  return { ...flow, arrived: flow.arrived.slice(taken.length), handed: [...flow.handed, ...taken] };
}

/** After a child's last word. One that nobody waits for says what was heard before. */
export function afterDelivery(flow: FlowState, number: number, outcome: ChildOutcome): FlowState {
  const ticket = flow.open.find((one) => one.number === number && one.at === 'out');
  if (ticket === undefined) return flow;
  if ('fault' in outcome) return { ...placed(flow, ticket, 'line'), fault: outcome.fault };
  if ('otherCode' in outcome) return { ...placed(flow, ticket, 'line'), otherCode: outcome.otherCode };
  // As of a shard of one lane, which counts what was missing before as a later pass does.
  const before = { ...laneOf('', flow), shards: Infinity, pass: ticket.missing > 0 ? 2 : 1 };
  const lane = afterShard(before, number, 'lost' in outcome ? { ...outcome, cells: 1 } : outcome);
  const { barren, settled, missingByClass, examples } = lane;
  const counts = { ...flow.counts, barren, missingByClass, examples };
  if ('lost' in outcome) return { ...placed(flow, ticket, 'back', 1), counts };
  const { cap, missing, settledNow } = outcome;
  const capped = cap ?? flow.cap;
  const next: FlowState = {
    ...flow,
    counts,
    ...(capped === undefined
      ? {}
      : { cap: capped, settledSinceCap: (flow.settledSinceCap ?? 0) + settledNow }),
  };
  if (outcome.held === true || outcome.turnOver === true) return placed(next, ticket, 'line');
  if (missing > 0) return placed(next, ticket, 'back', missing);
  return {
    ...next,
    open: flow.open.filter((one) => one !== ticket),
    arrived: flow.over ? [] : [...flow.arrived, number],
    counts: { ...counts, settled, settledInPass: flow.counts.settledInPass + (settledNow > 0 ? 1 : 0) },
  };
}

/** What came back with missing cells is launched again; so is everything else that stood still. */
export function again(flow: FlowState): FlowState {
  const { cap: _cap, settledSinceCap: _since, otherCode: _code, ...rest } = flow;
  return {
    ...rest,
    open: flow.open.map((ticket) => (ticket.at === 'back' ? { ...ticket, at: 'line' } : ticket)),
    counts: { ...flow.counts, settledInPass: 0, barren: 0, missingByClass: {}, examples: [] },
  };
}

/** Nothing more is wanted: what is in line stays undone, what arrives is not kept. */
export function ended(flow: FlowState): FlowState {
  return { ...flow, over: true, arrived: [], open: [...out(flow)] };
}

function launched(flow: FlowState, ticket: OpenTicket): FlowState {
  return placed(flow, ticket, 'out');
}

function placed(flow: FlowState, { number }: OpenTicket, at: OpenTicket['at'], missing?: number): FlowState {
  if (flow.over && at !== 'out')
    return { ...flow, open: flow.open.filter((ticket) => ticket.number !== number) };
  return {
    ...flow,
    open: flow.open.map((ticket) =>
      ticket.number === number ? { ...ticket, at, missing: missing ?? ticket.missing } : ticket,
    ),
  };
}

/** As of a fan-out: a cap may have been met while others held more than they used. */
function withoutSpentCap(flow: FlowState): FlowState | undefined {
  if (flow.otherCode !== undefined) return undefined;
  if (flow.cap === undefined) return flow;
  if (out(flow).length > 0 || (flow.settledSinceCap ?? 0) === 0) return undefined;
  return again(flow);
}

/** A flow as data: whatever the order in which its children speak, each ticket is handed over once, and the window holds. */
import type { ShardResult } from '../../../domain/experiment.ts';
import { randomStream } from '../../../domain/seeds.ts';
import { NO_SPEND } from '../../../workflows/kernel/budget.ts';
import {
  afterDelivery,
  again,
  ended,
  type FlowState,
  handedOver,
  laneOf,
  nextFlowMove,
  opened,
  openFlow,
  out,
} from '../../../workflows/kernel/flow-state.ts';
import { standsStill } from '../../../workflows/kernel/lane.ts';

const FREE = { paused: false, stopping: false, wallTimeSpent: false, continueAsNew: false, fault: false };

function result(missing = 0, more: Partial<ShardResult> = {}): ShardResult {
  return {
    ...{ settledNow: missing === 0 ? 1 : 0, settled: missing === 0 ? 1 : 0, missing, examples: [] },
    ...{ missingByClass: missing === 0 ? {} : { endpoint: missing }, spend: NO_SPEND },
    ...more,
  };
}

/** Opens and launches all that may be. @param last the number of tickets; more do not follow */
function filled(flow: FlowState, wanted: number, last = Infinity): FlowState {
  for (let now = flow; ;) {
    const move = nextFlowMove(now, wanted, FREE);
    if (move.kind === 'launch' || move.kind === 'again') now = move.flow;
    else if (move.kind !== 'open') return now;
    else now = move.flow.next < last ? opened(move.flow, {}) : { ...move.flow, complete: true };
  }
}

test.each([1, 2, 3, 4, 5])('in any order, with some missing and some twice: seed %i', (seed) => {
  const stream = randomStream(seed, 'flow');
  const draw = (below: number): number => Math.floor(below * stream.uniform());
  const [tickets, window] = [60, 1 + draw(12)];
  let flow = openFlow('episode', window);
  const taken: number[] = [];
  for (let step = 0; taken.length < tickets; step++) {
    expect(step).toBeLessThan(5000);
    flow = filled(flow, 1, tickets);
    expect(flow.open.length + flow.arrived.length).toBeLessThanOrEqual(window);
    if (standsStill(laneOf('', flow))) flow = filled(again(flow), 1, tickets);
    const children = out(flow);
    const child = children[draw(children.length)];
    if (child !== undefined) {
      const outcome = stream.uniform() < 0.2 ? result(1) : result();
      flow = afterDelivery(flow, child.number, outcome);
      // The same word again changes nothing.
      expect(afterDelivery(flow, child.number, result())).toBe(flow);
    }
    const handed = handedOver(flow, draw(3));
    taken.push(...handed.handed);
    flow = { ...handed, handed: [] };
  }
  expect([...taken].sort((a, b) => a - b)).toEqual(Array.from({ length: tickets }, (_, index) => index));
  expect(nextFlowMove(flow, 1, FREE).kind).toBe('done');
  expect(laneOf('', flow)).toMatchObject({ settled: tickets, missing: 0, inFlight: 0 });
});

test('an endpoint that is down is not asked for ever: as many as the window in a row, and it stands still', () => {
  let flow = filled(openFlow('episode', 4), 1);
  for (const { number } of out(flow)) flow = afterDelivery(flow, number, result(1));
  expect(nextFlowMove(flow, 1, FREE).kind).toBe('blocked');
  expect(laneOf('f', flow)).toMatchObject({ flow: 'f', missing: 4, missingByClass: { endpoint: 4 } });
  expect(out(filled(again(flow), 1)).map(({ number }) => number)).toEqual([0, 1, 2, 3]);
});

test('a ticket that came back is tried again after a window of others, and keeps its start', () => {
  let flow = filled(openFlow('episode', 3), 1);
  flow = afterDelivery(flow, 0, result(1));
  for (let number = 1; number <= 3; number++) {
    flow = handedOver(afterDelivery(filled(flow, 1), number, result()), 9);
  }
  expect(out(filled(flow, 1)).map(({ number }) => number)).toContain(0);
});

test('a cap, another code, a stop and an end launch nothing more', () => {
  const flow = filled(openFlow('episode', 2), 1);
  const capped = afterDelivery(flow, 0, result(1, { cap: 'calls', missingByClass: { budget: 1 } }));
  expect(nextFlowMove(capped, 1, FREE).kind).toBe('wait');
  expect(nextFlowMove(afterDelivery(capped, 1, result(1)), 1, FREE).kind).toBe('blocked');
  const other = afterDelivery(afterDelivery(flow, 0, { otherCode: 'a.ts' }), 1, { otherCode: 'a.ts' });
  expect(nextFlowMove(other, 1, FREE).kind).toBe('blocked');
  expect(nextFlowMove(flow, 1, { ...FREE, stopping: true }).kind).toBe('wait');
  const stopped = afterDelivery(afterDelivery(flow, 0, result(0, { held: true })), 1, result());
  expect(nextFlowMove(stopped, 1, { ...FREE, stopping: true }).kind).toBe('stopped');
  const over = afterDelivery(ended(flow), 1, result());
  expect(over).toMatchObject({ arrived: [], open: [{ number: 0, at: 'out' }] });
  expect(nextFlowMove(flow, 1, { ...FREE, continueAsNew: true }).kind).toBe('continue-as-new');
});

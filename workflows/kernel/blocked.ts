/** Why an experiment stands still, in words that say which cells, why, and what to do. */
import type { MissingClass } from '../../domain/errors.ts';
import type { CapName, Caps, ExperimentId, Spend } from '../../domain/experiment.ts';
import { count } from '../../domain/figures.ts';
import { meterOf } from '../../domain/meters.ts';
import { minuteOf } from '../../domain/minute.ts';
import { standsStill, type LaneState } from './lane.ts';

export type Block =
  | { readonly kind: 'budget'; readonly cap: CapName }
  /** `probeAt`: when it is tried again by itself, epoch milliseconds. */
  | { readonly kind: 'missing'; readonly probeAt?: number }
  /** A worker's code is not the experiment's: `files` says which files differ. */
  | { readonly kind: 'code'; readonly files: string }
  | { readonly kind: 'step'; readonly step: string; readonly why: string };

const REMEDIES: Readonly<Record<MissingClass, string>> = {
  endpoint: 'see that the endpoint runs and answers',
  'refused-key': 'see that the key of the endpoint is set where the worker runs, and valid',
  rejected: 'the endpoint refuses these requests for good: check the model name, the lengths, and its log',
  budget: 'raise the budget',
  tool: "see that what the reasons above name can run where the worker runs: 'holdfast doctor' there says what is missing",
  'other-model':
    "the server's model has changed: bring the first one back; or stop the experiment, take `strict` out of its spec and run that again, which the report then states",
  useless:
    'the endpoint answers, and what is asked for is not in its answers: those that came were counted and charged, and the rest was not sent. ' +
    'Where log-probabilities are lacking, have the server give them, or run the spec anew with `ask: { mode: text }`',
  worker: "no worker could do these, at any attempt: read the reasons above and the worker's log",
};

/** Everything that {@link describeBlock} speaks of. */
export interface Blockage {
  readonly experiment: ExperimentId;
  readonly lanes: readonly LaneState[];
  readonly caps: Caps;
  readonly spend: Spend;
  readonly wallMs: number;
}

export function describeBlock(block: Block, blockage: Blockage): string {
  switch (block.kind) {
    case 'budget':
      return describeBudget(block.cap, blockage);
    case 'missing':
      return block.probeAt === undefined
        ? describeStandstill(blockage)
        : `${describeStandstill(blockage)}\n${describeProbe(block.probeAt)}`;
    case 'code':
      return `${describeOtherCode(block.files)}\n${codeRemedies(blockage.experiment)}`;
    case 'step':
      return `The step '${block.step}' could not be done: ${block.why}\n${todo(blockage.experiment)}`;
  }
}

/** @param files those that differ, in words */
export function describeOtherCode(files: string): string {
  return `code: a worker has other code than this experiment goes by, and left it alone (${files}).`;
}

function codeRemedies(experiment: ExperimentId): string {
  return [
    `- put the code back, start 'holdfast up' anew (workers keep the code that they began with), then 'holdfast retry ${experiment}'`,
    "- or run the spec anew with the new code: under another name, or with 'holdfast run SPEC --replicate LABEL'",
    `- or go on with the code as it is now: 'holdfast retry ${experiment} --accept-code'; the report then says how many cells are of which code`,
  ].join('\n');
}

function describeProbe(at: number): string {
  return `It is tried again by itself at ${minuteOf(at)}, and goes on when it is answered.`;
}

/** Lanes that stand still: which cells, why, what to do. '' where none does. */
export function describeStandstill({ experiment, lanes }: Pick<Blockage, 'experiment' | 'lanes'>): string {
  const still = lanes.filter(standsStill);
  if (still.length === 0) return '';
  const classes = still.flatMap((lane) => Object.keys(lane.missingByClass) as MissingClass[]);
  return [
    ...still.map(describeLane),
    ...[...new Set(classes)].map((name) => `- ${REMEDIES[name]}`),
    todo(experiment),
  ].join('\n');
}

function describeLane(lane: LaneState): string {
  const byClass = Object.entries(lane.missingByClass).map(([name, cells]) => `${name} ${count(cells)}`);
  const examples = lane.examples.map((text) => `\n  - ${text}`).join('');
  const where = lane.flow === undefined ? `on the queue ${lane.queue}` : `of the flow ${lane.flow}`;
  return `Cells ${where} are missing (${byClass.join(', ')}), and trying brought none:${examples}`;
}

function describeBudget(cap: CapName, { experiment, caps, spend, wallMs }: Blockage): string {
  const limit = caps[cap];
  const { label, text, used } = meterOf(cap);
  const spent = text(used(spend, wallMs));
  const of = limit === undefined ? '' : ` of ${text(limit)}`;
  return (
    `The budget is used up: ${label}, ${spent}${of}.\n` +
    `Raise it with 'holdfast budget ${experiment}', or report on what is there with 'holdfast stop ${experiment}'.`
  );
}

function todo(experiment: ExperimentId): string {
  return `When that is mended: 'holdfast retry ${experiment}'; or report on what is there with 'holdfast stop ${experiment}'.`;
}

/** Rounds out of their plans: each plan is a blob that names the one before it. */
import type { NextRoundInput, NextRound, RoundRef, Sha256 } from '../domain/experiment.ts';
import { canonicalJson, type Json } from '../domain/json.ts';
import type { Blobs } from '../domain/store.ts';
import { countCells } from '../families/block.ts';
import { storedCells } from '../families/cell-results.ts';
import type { Collected, Study } from '../families/family.ts';
import { type EndpointPace, lanesToStart, type PlannedLane, planLanes } from '../families/lanes.ts';
import type { Round } from '../families/rounds.ts';
import type { OpenStudy, Studies, WorkerContext } from './context.ts';
import { asActivity } from './failures.ts';

/** The name of the last round's plan among an experiment's results; each has one with its number too, which keeps its blob. */
export const LAST_ROUND = 'round';

/** The name of a round's plan among the results. @param index from 0 */
export function roundPlan(index: number): string {
  return `${LAST_ROUND}-${index}`;
}

/** Whether a result is the plan of a round. */
export function isRoundPlan(name: string): boolean {
  return name === LAST_ROUND || name.startsWith(`${LAST_ROUND}-`);
}

/** What a plan holds: how to tell the round again, and how it is cut. */
interface Plan {
  readonly index: number;
  /** The plan of the round before; null for the first. */
  readonly before: Sha256 | null;
  readonly memory: Json;
  readonly lanes: readonly PlannedLane[];
}

export interface PlannedRound extends Round {
  readonly plan: Sha256;
  readonly lanes: readonly PlannedLane[];
}

/** The round of a plan. */
export async function openRound(
  study: Study,
  blobs: Pick<Blobs, 'text'>,
  plan: Sha256,
): Promise<PlannedRound & Pick<Plan, 'before'>> {
  const { index, before, memory, lanes } = JSON.parse(await blobs.text(plan)) as Plan;
  return { ...study.reopen(index, memory), plan, lanes, before };
}

/** The rounds up to that of a plan, the earliest first; none without one. */
async function openRounds(
  study: Study,
  blobs: Pick<Blobs, 'text'>,
  last: Sha256 | undefined,
): Promise<PlannedRound[]> {
  const rounds: PlannedRound[] = [];
  for (let plan = last ?? null; plan !== null;) {
    const round = await openRound(study, blobs, plan);
    rounds.unshift(round);
    plan = round.before;
  }
  return rounds;
}

/** Everything that was collected of an experiment. @throws Fault, while it is read, where a cell is none of the study's */
export async function collectedOf(
  { store, blobs }: Pick<WorkerContext, 'store' | 'blobs'>,
  { record, study }: Pick<OpenStudy, 'record' | 'study'>,
): Promise<Collected> {
  const { results } = (await store.experiment(record.id)) ?? record;
  const rounds = await openRounds(study, blobs, results[LAST_ROUND]);
  // Before rounds were planned a study asked all it had at once.
  const asked = rounds.length === 0 ? study.blocks : rounds.flatMap(({ blocks }) => blocks);
  return { rounds, cells: storedCells(store, record.id, asked, study.blocks) };
}

export function makeNextRound(
  context: WorkerContext,
  studies: Studies,
): (input: NextRoundInput) => Promise<NextRound> {
  return asActivity(
    async ({ home, experiment, before }) => {
      const opened = await studies.get(home, experiment);
      const { study } = opened;
      const rounds = await openRounds(study, context.blobs, before?.plan);
      const finished = {
        rounds,
        cells: storedCells(
          context.store,
          experiment,
          rounds.flatMap(({ blocks }) => blocks),
        ),
        compute: context.compute,
      };
      const { round, said } = await study.round(before === undefined ? undefined : finished);
      const ref = round === undefined ? null : await keepRound(context, opened, round, before?.plan ?? null);
      return { round: ref, ...(said === undefined ? {} : { said }) };
    },
    { heartbeat: true },
  );
}

async function keepRound(
  { store, blobs, config }: WorkerContext,
  { study, execution, record }: OpenStudy,
  round: Round,
  before: Sha256 | null,
): Promise<RoundRef> {
  const lanes = planLanes(round.blocks, (name) => paceOf(config, name), execution);
  const kept: Plan = { index: round.index, before, memory: round.memory, lanes };
  const plan = await blobs.put(canonicalJson(kept as unknown as Json));
  await store.setResult(record.id, roundPlan(round.index), plan);
  await store.setResult(record.id, LAST_ROUND, plan);
  const asked = await openRounds(study, blobs, plan);
  await store.setCells(
    record.id,
    asked.reduce((sum, { blocks }) => sum + countCells(blocks), 0),
  );
  return { index: round.index, plan, cells: countCells(round.blocks), lanes: lanesToStart(lanes) };
}

/** An endpoint that is not configured here is refused where it is opened, in words. */
function paceOf({ endpoints }: Pick<WorkerContext['config'], 'endpoints'>, name: string): EndpointPace {
  const endpoint = endpoints.get(name);
  return { local: endpoint?.kind === 'llama', maxConcurrency: endpoint?.concurrency.max ?? 1 };
}

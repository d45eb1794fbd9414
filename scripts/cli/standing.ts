/** Where an experiment is: for people a line, with lines below it on what holds it up; for programs the same as numbers. */
import type { ExperimentState } from '../../domain/experiment.ts';
import { count, money, percent } from '../../domain/figures.ts';
import { programsText } from '../../domain/meters.ts';
import type { ExperimentRecord, Store } from '../../domain/store.ts';
import { leftText } from '../../domain/time-left.ts';
import { removalText } from '../../families/removal-notice.ts';
import { colour } from './output.ts';
import { leftInJson, timeLeftOf } from './time-left.ts';

export interface Standing {
  readonly state: ExperimentState;
  /** Everything, in one line and without colour. */
  readonly line: string;
  /** The same to be looked at: the state first, as a word, in colour where there is any; each line below on its own. */
  readonly lines: readonly string[];
  readonly json: {
    readonly settled: number;
    readonly cells: number;
    readonly missing: number;
    readonly calls: number;
    readonly memoHits: number;
    readonly costMicroUsd: number;
    readonly etaMs?: number;
    readonly etaRangeMs?: readonly [number, number];
  };
}

const COLOURS: Readonly<Record<ExperimentState, 'green' | 'yellow' | 'red'>> = {
  ...{ running: 'green', completed: 'green', paused: 'yellow', stopping: 'yellow', stopped: 'yellow' },
  ...{ blocked: 'red', failed: 'red' },
};
const WIDEST_STATE = 'completed'.length;

/** @param stream where its lines go: they have colour where it is a terminal */
export async function standingOf(
  store: Store,
  record: ExperimentRecord,
  stream: NodeJS.WriteStream,
): Promise<Standing> {
  const { settled, missing: byClass } = await store.cellCounts(record.id);
  const spend = await store.spend(record.id);
  const left = await timeLeftOf(store, record, settled);
  const missing = Object.values(byClass).reduce((sum, cells) => sum + cells, 0);
  const unanswered = spend.unanswered?.calls ?? 0;
  const { state, cells, detail } = record;
  const parts = [
    `${count(settled)} of ${count(cells)} cells (${percent(settled, cells)})`,
    ...(left === undefined ? [] : [`${leftText(left)} left`]),
    ...(missing > 0 ? [`${count(missing)} missing`] : []),
    `${count(spend.calls)} calls`,
    ...(unanswered > 0 ? [`${count(unanswered)} unanswered`] : []),
    `${count(spend.memoHits)} from the memo`,
    ...(spend.costMicroUsd > 0 ? [money(spend.costMicroUsd)] : []),
    ...programsText(spend),
  ];
  const notes = [
    ...(detail === '' ? [] : detail.split('\n')),
    ...(await store.upkeep.removals(record.id)).map(removalText),
  ];
  const word = colour(state.padEnd(WIDEST_STATE), COLOURS[state], stream);
  const { calls, memoHits, costMicroUsd } = spend;
  return {
    state,
    line: [state, ...parts, ...notes].join(' · '),
    lines: [`${word}  ${parts.join(' · ')}`, ...notes],
    json: { settled, cells, missing, calls, memoHits, costMicroUsd, ...leftInJson(left) },
  };
}

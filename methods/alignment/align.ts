/** Alignment of a model's item difficulties with people's: the whole of it in one call. */
import { compareArms } from './compare-arms.ts';
import { alignmentDraws, type DrawChunk, type DrawInput } from './draws.ts';
import { finishArms } from './finish.ts';
import { prepareArms, type Prepared } from './prepare.ts';
import type { Alignment, AlignmentRecord, ArmsRecord, Standing } from './record.ts';
import type { AlignmentOptions, Arm, HumanSide, ModelSide } from './sides.ts';
import { standingOf } from './standing.ts';

/**
 * How closely a model's item difficulties follow people's: r of the difficulties, the noise-corrected rho with its
 * interval, ceiling, decomposition and residuals (`AlignmentRecord`). Same input and seed, same result to the bit.
 *
 * @throws UserError for fewer than two common items, and for what `checkResponses` refuses
 */
export function align(human: HumanSide, model: ModelSide, options: AlignmentOptions = {}): AlignmentRecord {
  const prepared = prepareArms(human, [{ name: 'model', model }], options);
  const finished = finishArms(prepared, [alignmentDraws(prepared.input, 0, prepared.options.draws)]);
  return onlyArm(finished.map((arm) => arm.record));
}

/** Several arms on their common items, resampled jointly, and compared. */
export function alignArms(
  human: HumanSide,
  arms: readonly Arm[],
  options: AlignmentOptions = {},
): ArmsRecord {
  const prepared = prepareArms(human, arms, options);
  return recordOf(prepared, [alignmentDraws(prepared.input, 0, prepared.options.draws)]);
}

/**
 * As `alignArms`, with the draws made elsewhere: the same bytes.
 *
 * @param draw spreads draws 0 to count - 1 over worker threads (compute task `alignment`), in any number of chunks
 */
export async function alignArmsWith(
  draw: (input: DrawInput, count: number) => Promise<readonly DrawChunk[]>,
  human: HumanSide,
  arms: readonly Arm[],
  options: AlignmentOptions = {},
): Promise<ArmsRecord> {
  const prepared = prepareArms(human, arms, options);
  return recordOf(prepared, await draw(prepared.input, prepared.options.draws));
}

function recordOf(prepared: Prepared, chunks: readonly DrawChunk[]): ArmsRecord {
  const finished = finishArms(prepared, chunks);
  return {
    arms: finished.map(({ name, record }) => ({ name, record })),
    comparisons: compareArms(finished),
  };
}

/** What `holdfast align` prints, in its order. */
export function shortRecord(record: AlignmentRecord): Alignment & Standing {
  const { r, rho, interval, notEstimable, ceiling, share, spearman, msd, meanDifference, items, clusters } =
    record;
  const difficulties = { r, rho, interval, notEstimable, ceiling, share, spearman, msd, meanDifference };
  return { ...difficulties, items, clusters, ...standingOf(record) };
}

function onlyArm(records: readonly AlignmentRecord[]): AlignmentRecord {
  const [record] = records;
  if (record === undefined) throw new RangeError('no arm');
  return record;
}

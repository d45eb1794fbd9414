/** When an endpoint that does not answer is asked again by itself. */
import type { Start } from '../../domain/experiment.ts';
import { standsStill, type LaneState } from './lane.ts';

const FIRST_MS = 60_000;
const LONGEST_MS = 30 * 60_000;

/**
 * The pause before the next probe: doubled from the first to the longest. The dispatcher then asks with one call, and lets
 * the others go when it is answered.
 *
 * @param probes probes in a row that settled nothing
 * @returns undefined where nothing that stands still may pass by itself: a person has to mend it
 */
export function probePauseMs(
  lanes: readonly LaneState[],
  probes: number,
  { firstMs, longestMs }: NonNullable<Start['probe']> = { firstMs: FIRST_MS, longestMs: LONGEST_MS },
): number | undefined {
  const mayPass = lanes.some((lane) => standsStill(lane) && (lane.missingByClass.endpoint ?? 0) > 0);
  return mayPass ? Math.min(longestMs, firstMs * 2 ** Math.min(probes, 20)) : undefined;
}

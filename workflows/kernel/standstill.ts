/** A collection that stands still: what blocks it, and when it is tried again by itself. */
import type { CapName } from '../../domain/experiment.ts';
import { lanesOf } from './lanes.ts';
import { change, changeWithin, renew } from './notice.ts';
import { probePauseMs } from './probe.ts';
import { tryAgain, wallTimeSpent, type RunState } from './run-state.ts';

/** Waits for a person, or, where what it waits for may pass by itself, for a while. */
export async function standStill(
  run: RunState,
  { cap: reached, otherCode }: { readonly cap?: CapName; readonly otherCode?: string },
): Promise<void> {
  if (otherCode !== undefined) {
    run.block = { kind: 'code', files: otherCode };
    renew(run);
    return change(run);
  }
  const cap = reached ?? (wallTimeSpent(run) ? 'wallMs' : undefined);
  const pauseMs = cap === undefined ? probePauseMs(lanesOf(run), run.probes, run.start.probe) : undefined;
  const probe = pauseMs === undefined ? {} : { probeAt: Date.now() + pauseMs };
  run.block = cap === undefined ? { kind: 'missing', ...probe } : { kind: 'budget', cap };
  renew(run);
  if (pauseMs === undefined) return change(run);
  if (await changeWithin(run, pauseMs)) return;
  run.probes += 1;
  tryAgain(run);
  renew(run);
}

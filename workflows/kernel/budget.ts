/** Caps and spend: pure arithmetic. The cap lives in the workflow, the spend in the store. */
import {
  UNANSWERED,
  type CapName,
  type Caps,
  type Spend,
  type Unanswered,
  type UnansweredReason,
} from '../../domain/experiment.ts';
import { meterOf, METERS } from '../../domain/meters.ts';

const CAP_NAMES: readonly CapName[] = METERS.map(({ cap }) => cap);

export const NO_SPEND: Spend = {
  calls: 0,
  promptTokens: 0,
  completionTokens: 0,
  costMicroUsd: 0,
  memoHits: 0,
  callsSentAnew: 0,
};

/** What is wrong with caps that somebody sent, in a sentence; undefined where nothing is. */
export function capsProblem(caps: unknown): string | undefined {
  if (typeof caps !== 'object' || caps === null || Array.isArray(caps))
    return 'a budget is an object of caps';
  const entries = Object.entries(caps);
  if (entries.length === 0) return `a budget names at least one cap: ${CAP_NAMES.join(', ')}`;
  for (const [name, cap] of entries) {
    if (!CAP_NAMES.some((known) => known === name)) {
      return `'${name}' is no cap; these are: ${CAP_NAMES.join(', ')}`;
    }
    if (!Number.isSafeInteger(cap) || (cap as number) < 1) {
      return `the cap on ${name} must be a whole number of at least 1, not ${JSON.stringify(cap)}`;
    }
  }
  return undefined;
}

/**
 * The larger of two spends, figure by figure. Shards report the experiment's whole spend as the store has it, and
 * may come back out of order.
 */
export function laterSpend(a: Spend, b: Spend): Spend {
  return {
    calls: Math.max(a.calls, b.calls),
    promptTokens: Math.max(a.promptTokens, b.promptTokens),
    completionTokens: Math.max(a.completionTokens, b.completionTokens),
    costMicroUsd: Math.max(a.costMicroUsd, b.costMicroUsd),
    memoHits: Math.max(a.memoHits, b.memoHits),
    callsSentAnew: Math.max(a.callsSentAnew, b.callsSentAnew),
    ...laterUnanswered(a.unanswered, b.unanswered),
    ...laterPrograms(a.programs, b.programs),
  };
}

function laterPrograms(a: Spend['programs'], b: Spend['programs']): Pick<Spend, 'programs'> {
  if (a === undefined || b === undefined) {
    const programs = a ?? b;
    return programs === undefined ? {} : { programs };
  }
  return {
    programs: {
      run: Math.max(a.run, b.run),
      recalled: Math.max(a.recalled, b.recalled),
      sandboxMs: Math.max(a.sandboxMs, b.sandboxMs),
    },
  };
}

function laterUnanswered(a: Unanswered | undefined, b: Unanswered | undefined): Pick<Spend, 'unanswered'> {
  if (a === undefined || b === undefined) return a === b ? {} : { unanswered: (a ?? b) as Unanswered };
  const reasons: Partial<Record<UnansweredReason, number>> = {};
  for (const reason of UNANSWERED) {
    const calls = Math.max(a.reasons[reason] ?? 0, b.reasons[reason] ?? 0);
    if (calls > 0) reasons[reason] = calls;
  }
  return {
    unanswered: {
      calls: Math.max(a.calls, b.calls),
      promptTokens: Math.max(a.promptTokens, b.promptTokens),
      completionTokens: Math.max(a.completionTokens, b.completionTokens),
      costMicroUsd: Math.max(a.costMicroUsd, b.costMicroUsd),
      reasons,
    },
  };
}

/** Whether something is left under a cap. */
export function hasRoom(cap: CapName, caps: Caps, spend: Spend, wallMs: number): boolean {
  const limit = caps[cap];
  return limit === undefined || meterOf(cap).used(spend, wallMs) < limit;
}

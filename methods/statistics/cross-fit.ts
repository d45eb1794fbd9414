/** Coverage against precision: which answers to trust by a signal that is there without the gold. */
import { deriveSeed } from '../../domain/seeds.ts';

/** An answer that could be trusted. */
export interface Signalled {
  readonly problem: string;
  /** What is known about the answer: its status, for one. */
  readonly signal: string;
  readonly right: boolean;
}

/** What trusting some signals comes to. */
export interface Trusted {
  readonly trusted: number;
  readonly right: number;
  /** The share of all cells that is trusted. */
  readonly coverage: number;
  /** The share of the trusted that is right; null where none is trusted. */
  readonly precision: number | null;
}

export interface SignalCount {
  readonly signal: string;
  readonly cells: number;
  readonly right: number;
}

/** A division of problems. */
export interface Folds {
  readonly count: number;
  /** An integer in [0, count). */
  foldOf(problem: string): number;
}

/** By a hash of a problem's id, so that its fold stays when problems are added. Each id is hashed once. */
export function hashedFolds(count: number): Folds {
  const known = new Map<string, number>();
  return {
    count,
    foldOf(problem) {
      const fold = known.get(problem) ?? deriveSeed(0, 'cross-fit fold', problem) % count;
      known.set(problem, fold);
      return fold;
    },
  };
}

/** Counts of each signal, the most precise first; of equals the more frequent, then by name. */
export function rankSignals(answers: readonly Signalled[]): SignalCount[] {
  const counts = new Map<string, { cells: number; right: number }>();
  for (const { signal, right } of answers) {
    const count = counts.get(signal) ?? { cells: 0, right: 0 };
    counts.set(signal, { cells: count.cells + 1, right: count.right + Number(right) });
  }
  return [...counts]
    .map(([signal, count]) => ({ signal, ...count }))
    .sort(
      (a, b) =>
        smoothedPrecision(b) - smoothedPrecision(a) || b.cells - a.cells || (a.signal < b.signal ? -1 : 1),
    );
}

/** (right + 1/2) / (cells + 1), Jeffreys' mean: a signal that was seen once is not certain. */
export function smoothedPrecision({ cells, right }: Pick<SignalCount, 'cells' | 'right'>): number {
  return (right + 0.5) / (cells + 1);
}

/** Which signals to let in, given counts best first. */
export type Choice = (ranked: readonly SignalCount[]) => readonly string[];

export function atLeast(threshold: number): Choice {
  return (ranked) => ranked.flatMap((count) => (smoothedPrecision(count) >= threshold ? [count.signal] : []));
}

export function best(count: number): Choice {
  return (ranked) => ranked.slice(0, count).map(({ signal }) => signal);
}

/** The answers that a choice made on these same answers trusts: judged on them, it flatters. */
export function trustOnSame(answers: readonly Signalled[], choice: Choice): Signalled[] {
  const chosen = new Set(choice(rankSignals(answers)));
  return answers.filter(({ signal }) => chosen.has(signal));
}

/**
 * For each fold of problems, the answers of it that a choice made on the other folds trusts. A problem's runs are all
 * in its fold.
 */
export function trustCrossFitted(answers: readonly Signalled[], choice: Choice, folds: Folds): Signalled[] {
  const folded = answers.map((answer) => ({ answer, fold: folds.foldOf(answer.problem) }));
  return Array.from({ length: folds.count }, (_, held) => {
    const training = folded.flatMap(({ answer, fold }) => (fold === held ? [] : [answer]));
    const chosen = new Set(choice(rankSignals(training)));
    return folded.flatMap(({ answer, fold }) => (fold === held && chosen.has(answer.signal) ? [answer] : []));
  }).flat();
}

/** @param total all cells, those without an answer included */
export function judge(trusted: readonly Signalled[], total: number): Trusted {
  const right = trusted.filter((answer) => answer.right).length;
  return {
    trusted: trusted.length,
    right,
    coverage: total === 0 ? 0 : trusted.length / total,
    precision: trusted.length === 0 ? null : right / trusted.length,
  };
}

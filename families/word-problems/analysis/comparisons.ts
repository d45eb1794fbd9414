/** All pairs of methods on the problems that both have. */
import { detectableDifference } from '../../../methods/statistics/detectable-difference.ts';
import { holm } from '../../../methods/statistics/holm.ts';
import { byGrade, rightBy } from './accuracy.ts';
import type { Figures } from './figures.ts';
import type { GradedMethod } from './graded.ts';
import type { SettledCell } from './graded-cells.ts';
import type { Comparison, Difference, GradeResult } from './result.ts';

const DISCORDANT_SHARES = [0.1, 0.2, 0.3, 0.4];

/** @param cells settled cells of the file's own problems, by method */
export function comparisonsOf(
  methods: readonly GradedMethod[],
  cells: ReadonlyMap<string, readonly SettledCell[]>,
  figures: Figures,
): GradeResult['comparisons'] {
  return byGrade((kind) => {
    const right = methods.map(({ name }) => rightBy(cells.get(name) ?? [], kind));
    const pairs = methods.flatMap((one, i) =>
      methods.slice(i + 1).map((other, k) => ({
        one: one.name,
        other: other.name,
        difference: figures.difference(right[i] ?? new Map(), right[i + 1 + k] ?? new Map()),
      })),
    );
    const adjusted = holmOf(pairs.map(({ difference }) => difference.p));
    return pairs.map((pair, index): Comparison => ({
      ...pair,
      pHolm: adjusted[index] ?? null,
      detectable: detectableAt(pair.difference),
    }));
  });
}

/** Pairs without a common problem have no p and are no part of the family. */
export function holmOf(p: readonly (number | null)[]): (number | null)[] {
  const there = p.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
  const adjusted = holm(there.map(({ value }) => value));
  const byIndex = new Map(there.map(({ index }, rank) => [index, adjusted[rank] ?? null]));
  return p.map((_, index) => byIndex.get(index) ?? null);
}

/** At the share of discordant pairs seen; null with several runs a problem, and without discordant pairs. */
function detectableAt({ problems, discordant }: Difference): number | null {
  if (discordant === null || problems === 0) return null;
  return detectableDifference(problems, (discordant.one + discordant.other) / problems);
}

export function detectableOf(problems: number): GradeResult['detectable'] {
  return DISCORDANT_SHARES.map((discordant) => ({
    discordant,
    difference: problems === 0 ? null : detectableDifference(problems, discordant),
  }));
}

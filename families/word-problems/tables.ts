/** Tables for `holdfast export`. */
import type { JsonObject } from '../../domain/json.ts';
import type { ListedContext } from './page/context.ts';
import { costsOf } from './analysis/cost.ts';
import { type GradableStudy, gradedOf } from './analysis/graded.ts';
import { gradedCells, gradedRows } from './analysis/graded-cells.ts';
import { GRADE_KINDS, type GradeResult, type Share } from './analysis/result.ts';

/**
 * `answers`: one row a cell, twins included; `problems`: what was asked; `methods`, `sections`, `statuses`,
 * `comparisons`, `equal_calls`, `trust`, `costs`: figures. Figures are empty before the analysis.
 */
export function exportTables(
  study: GradableStudy,
  context: Pick<ListedContext, 'cells' | 'results' | 'costs'>,
): Map<string, Iterable<JsonObject>> {
  const graded = gradedOf(study);
  const cells = gradedCells(graded, context.cells);
  const result = context.results.get('grade') as GradeResult | undefined;
  return new Map<string, Iterable<JsonObject>>([
    ['answers', gradedRows(cells)],
    ['problems', problemRows(study)],
    ['methods', methodRows(result)],
    ['sections', sectionRows(result)],
    ['statuses', statusRows(result)],
    ['comparisons', comparisonRows(result)],
    ['equal_calls', equalCallsRows(result)],
    ['trust', trustRows(result)],
    ['costs', costRows(costsOf(graded.methods, cells, context.costs))],
  ]);
}

function problemRows({ problems }: GradableStudy): JsonObject[] {
  return problems.map(({ id, question, gold, section, twinOf }) => ({
    problem_id: id,
    twin_of: twinOf,
    section,
    question,
    gold: gold.map(({ text }) => text).join('; '),
  }));
}

function methodRows(result: GradeResult | undefined): JsonObject[] {
  return (result?.methods ?? []).map((method) => ({
    method: method.name,
    label: method.label,
    kind: method.kind,
    model: method.model,
    cells_planned: method.cells.planned,
    cells_missing: method.cells.missing,
    ...shareFields('published', method.accuracy.published),
    ...shareFields('exact', method.accuracy.exact),
    ...shareFields('tolerant', method.accuracy.tolerant),
    interval: method.accuracy.published.by,
    low_if_missing_wrong: method.bounds?.published.low ?? null,
    high_if_missing_right: method.bounds?.published.high ?? null,
    run_deviation: method.runDeviation,
    solved: method.usage.solved,
    calls: method.usage.calls,
    prompt_tokens: method.usage.promptTokens,
    completion_tokens: method.usage.completionTokens,
    calls_per_solved: method.usage.perSolved?.calls ?? null,
    twin_pairs: method.twins?.pairs ?? null,
    twin_accuracy: method.twins?.twin.value ?? null,
    original_minus_twin: method.twins?.difference.value ?? null,
    original_minus_twin_low: method.twins?.difference.interval?.[0] ?? null,
    original_minus_twin_high: method.twins?.difference.interval?.[1] ?? null,
  }));
}

function shareFields(name: string, { value, interval }: Share): JsonObject {
  return { [name]: value, [`${name}_low`]: interval?.[0] ?? null, [`${name}_high`]: interval?.[1] ?? null };
}

function sectionRows(result: GradeResult | undefined): JsonObject[] {
  return (result?.methods ?? []).flatMap((method) =>
    method.sections.map(({ section, accuracy }) => ({
      method: method.name,
      section,
      problems: accuracy.published.problems,
      ...shareFields('published', accuracy.published),
      exact: accuracy.exact.value,
      tolerant: accuracy.tolerant.value,
    })),
  );
}

function statusRows(result: GradeResult | undefined): JsonObject[] {
  return (result?.methods ?? []).flatMap((method) =>
    method.statuses.map(({ scaleMiss, ...row }) => ({ method: method.name, ...row, scale_miss: scaleMiss })),
  );
}

function comparisonRows(result: GradeResult | undefined): JsonObject[] {
  if (result === undefined) return [];
  return GRADE_KINDS.flatMap((grade) =>
    result.comparisons[grade].map(({ one, other, difference, pHolm, detectable }) => ({
      ...{ grade, one, other },
      test: difference.test,
      problems: difference.problems,
      difference: difference.value,
      low: difference.interval?.[0] ?? null,
      high: difference.interval?.[1] ?? null,
      only_one: difference.discordant?.one ?? null,
      only_other: difference.discordant?.other ?? null,
      p: difference.p,
      p_exact: difference.pExact,
      p_holm: pHolm,
      detectable,
    })),
  );
}

function equalCallsRows(result: GradeResult | undefined): JsonObject[] {
  return (result?.equalCalls ?? []).map((row) => ({
    method: row.method,
    against: row.against,
    problems: row.difference.published.problems,
    accuracy: row.accuracy.value,
    accuracy_cut: row.cut.value,
    difference: row.difference.published.value,
    low: row.difference.published.interval?.[0] ?? null,
    high: row.difference.published.interval?.[1] ?? null,
    p: row.difference.published.p,
    p_holm: row.pHolm,
    calls: row.calls.method,
    calls_cut: row.calls.cut,
    short: row.short,
  }));
}

function trustRows(result: GradeResult | undefined): JsonObject[] {
  return (result?.methods ?? []).flatMap((method) =>
    method.trust.rows.map((row) => ({
      method: method.name,
      threshold: row.threshold,
      signals: row.signals.join('; '),
      coverage: row.crossFitted.coverage,
      precision: row.crossFitted.precision,
      precision_low: row.precisionInterval?.[0] ?? null,
      precision_high: row.precisionInterval?.[1] ?? null,
      coverage_optimistic: row.optimistic.coverage,
      precision_optimistic: row.optimistic.precision,
    })),
  );
}

function costRows(costs: ReturnType<typeof costsOf>): JsonObject[] {
  return costs.map((cost) => ({
    method: cost.method,
    cells: cost.cells,
    calls: cost.calls,
    attributed_micro_usd: cost.attributedMicroUsd,
    paid_calls: cost.paidCalls,
    paid_micro_usd: cost.paidMicroUsd,
    solved: cost.solved,
    attributed_micro_usd_per_solved: cost.perSolved?.attributedMicroUsd ?? null,
    paid_micro_usd_per_solved: cost.perSolved?.paidMicroUsd ?? null,
  }));
}

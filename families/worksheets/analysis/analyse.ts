/** The part `effect`: everything that the judgments say, without money and times. */
import { Fault } from '../../../domain/errors.ts';
import { canonicalJson, type Json } from '../../../domain/json.ts';
import { sha256Hex } from '../../../domain/sha256.ts';
import type { CellResult } from '../../family.ts';
import type { Judge } from '../study.ts';
import { conditionOf, replicateDeviationOf } from './conditions.ts';
import { controlsOf, orderEffectsOf } from './controls.ts';
import { contrastsOf, verdictOf } from './effects.ts';
import { adjusted, type Figures, figuresWith } from './figures.ts';
import { headlineText } from './headline.ts';
import {
  isSettled,
  type Judged,
  type Judgment,
  judgmentRows,
  judgmentsOf,
  scoresOf,
  type SettledJudgment,
  under,
} from './judgments.ts';
import type { EffectResult, JudgeResult } from './result.ts';

/** The name of the part. */
export const EFFECT = 'effect';

/** @throws Fault for a part that the family has not */
export function analyse(
  study: Judged,
  part: string,
  results: readonly CellResult[],
): { readonly result: Json; readonly headline: string } {
  if (part !== EFFECT) throw new Fault(`the family worksheets has no part '${part}'`);
  const result = effectResult(study, results);
  return { result: JSON.parse(JSON.stringify(result)) as Json, headline: result.headline };
}

export function effectResult(study: Judged, results: readonly CellResult[]): EffectResult {
  const { spec, materials, items, personas, judges } = study;
  const figures = figuresWith(spec.seed, materials.length, items.length);
  const all = judgmentsOf(study, results);
  const settled = all.filter(isSettled);
  const single = judges.map((judge) => judgeResult(study, judge, all, settled, figures));
  const contrasts = adjusted(single.map((judge) => judge.contrasts));
  const whole = single.map((judge, index) => ({ ...judge, contrasts: contrasts[index] ?? [] }));
  const [primary] = whole;
  return {
    effect: spec.effect,
    headline: primary === undefined ? '' : headlineText(spec.effect, primary),
    primary: primary?.name ?? '',
    materials: materials.map(({ name }) => name),
    items: items.map(({ id }) => id),
    personas: personas.length,
    margin: spec.controls.margin,
    judges: whole,
    orderEffects: orderEffectsOf(study, settled, figures),
    rowsHash: sha256Hex(canonicalJson(judgmentRows(all))),
  };
}

/** The headline on what is settled so far. */
export function headlineSoFar(study: Judged, results: readonly CellResult[]): string {
  const [primary] = study.judges;
  if (primary === undefined) return '';
  const figures = figuresWith(study.spec.seed, study.materials.length, study.items.length);
  const all = judgmentsOf(study, results);
  return headlineText(study.spec.effect, judgeResult(study, primary, all, all.filter(isSettled), figures));
}

function judgeResult(
  study: Judged,
  { spec: judge, label, model }: Judge,
  all: readonly Judgment[],
  settled: readonly SettledJudgment[],
  figures: Figures,
): JudgeResult {
  const { spec, personas } = study;
  const planned = all.filter(({ cell }) => cell.judge === judge.name);
  const own = settled.filter(({ cell }) => cell.judge === judge.name);
  const conditions = study.conditions.map((name) => conditionOf(study, name, under(own, judge.name, name)));
  const scores = (condition: string): ReturnType<typeof scoresOf> =>
    scoresOf(study, personas, under(own, judge.name, condition));
  const contrasts = contrastsOf(spec, scores, figures);
  return {
    name: judge.name,
    label,
    model: model.model,
    mode: judge.mode,
    cells: { planned: planned.length, settled: own.length, missing: planned.length - own.length },
    missingByClass: countedBy(
      planned.flatMap((judgment) => (judgment.kind === 'missing' ? [judgment.missingClass] : [])),
    ).map(([missingClass, cells]) => ({ missingClass, cells })),
    statuses: countedBy(own.map(({ outcome }) => outcome.status)).map(([status, cells]) => ({
      status,
      cells,
    })),
    conditions,
    contrasts,
    verdict: verdictOf(spec.effect, contrasts, conditions),
    controls: controlsOf(study, judge.name, own, figures),
    replicateDeviation: replicateDeviationOf(own),
  };
}

/** Each word with how often it stands there, in the order of the alphabet. */
function countedBy(words: readonly string[]): (readonly [word: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Tables for `holdfast export`. */
import type { JsonObject } from '../../domain/json.ts';
import { type Judged, judgmentRows, judgmentsOf } from './analysis/judgments.ts';
import type { EffectResult, Estimated } from './analysis/result.ts';
import type { ListedContext } from './page/context.ts';

/**
 * `judgments`: one row a cell; `worksheets`: what students were given; `test_items`; `surfaces`, `contrasts`, `controls`,
 * `statuses`, `order_effects`: figures. Figures are empty before the analysis.
 */
export function exportTables(
  study: Judged,
  context: Pick<ListedContext, 'cells' | 'results'>,
): Map<string, readonly JsonObject[]> {
  const result = context.results.get('effect') as EffectResult | undefined;
  const judges = result?.judges ?? [];
  return new Map<string, readonly JsonObject[]>([
    ['judgments', judgmentRows(judgmentsOf(study, context.cells))],
    ['worksheets', worksheetRows(study)],
    ['test_items', study.items.map(({ id, question }) => ({ item: id, question }))],
    [
      'surfaces',
      judges.flatMap(({ name, conditions }) =>
        conditions.flatMap((condition) =>
          condition.surface.map(({ persona, strict, faithful, judgments }) => ({
            ...{ judge: name, condition: condition.name, skill_1: persona[0], skill_2: persona[1] },
            ...{ strict, faithful, judgments },
          })),
        ),
      ),
    ],
    [
      'contrasts',
      judges.flatMap(({ name, verdict, contrasts }) =>
        contrasts.map((contrast) => ({
          judge: name,
          contrast: contrast.name,
          ...bounds(contrast),
          ...{ pairs: contrast.pairs, deviation: contrast.deviation, dz: contrast.dz },
          ...{ p: contrast.p, p_holm: contrast.pHolm, verdict },
        })),
      ),
    ],
    [
      'controls',
      judges.flatMap(({ name, controls }) =>
        controls.map((control) => ({
          ...{ judge: name, control: control.name, base: control.base, must: control.must },
          ...bounds(control),
          ...{ pairs: control.pairs, verdict: control.verdict },
        })),
      ),
    ],
    ['statuses', judges.flatMap(({ name, statuses }) => statuses.map((row) => ({ judge: name, ...row })))],
    [
      'order_effects',
      (result?.orderEffects ?? []).map(({ chained, independent, pairs, ...figure }) => ({
        ...{ chained, independent, pairs },
        ...bounds(figure),
      })),
    ],
  ]);
}

function worksheetRows(study: Judged): JsonObject[] {
  const variants = [...study.conditions, ...study.spec.controls.run];
  return study.materials.flatMap(({ name }) =>
    variants.map((variant) => ({
      ...{ material: name, variant },
      text: study.worksheet({ material: name, variant }),
    })),
  );
}

function bounds({ value, interval }: Estimated): JsonObject {
  return { points: value, low: interval?.[0] ?? null, high: interval?.[1] ?? null };
}

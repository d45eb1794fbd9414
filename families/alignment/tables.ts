/** Tables for `holdfast export`. */
import type { JsonObject } from '../../domain/json.ts';
import { cellsIn } from '../block.ts';
import type { PageContext } from '../family.ts';
import { type ArmAnswers, answersOf } from './analysis/answers.ts';
import type { AlignResult, FitResult } from './analysis/result.ts';
import type { AlignmentStudy } from './study.ts';

/** `people`: one row an answer of a person, as it was scored; `responses`: one row a cell; `items`: difficulties by group; `arms`: figures by arm. */
export async function exportTables(
  study: AlignmentStudy,
  context: PageContext,
): Promise<Map<string, Iterable<JsonObject>>> {
  const { arms } = await answersOf(study, context.cells);
  const fit = context.results.get('fit') as FitResult | undefined;
  const align = context.results.get('align') as AlignResult | undefined;
  return new Map<string, Iterable<JsonObject>>([
    ['responses', { [Symbol.iterator]: () => responseRows(study, arms) }],
    ['persons', personRows(study)],
    ['people', { [Symbol.iterator]: () => peopleRows(study) }],
    ['items', fit === undefined ? [] : itemRows(study, fit)],
    ['arms', align === undefined ? [] : armRows(align)],
  ]);
}

function* responseRows(study: AlignmentStudy, arms: readonly ArmAnswers[]): Generator<JsonObject> {
  for (const answers of arms) {
    const positions = positionsOf(study, answers);
    for (const [row, respondent] of answers.respondents.entries()) {
      for (const [column, item] of answers.items.entries()) {
        for (const [facet, answer] of answers.at(row, column).entries()) {
          const position = positions(row, column, facet);
          yield {
            arm: answers.arm.spec.name,
            person_id: respondent.id,
            item_id: item.id,
            repeat: respondent.repeat,
            position: position < 0 ? null : position,
            wording: answer.wording,
            option_order: answer.order,
            status: answer.status,
            choice: answer.outcome?.choice ?? null,
            score: answer.score,
            option_mass: answer.outcome?.optionMass ?? null,
            cell: answer.key,
          };
        }
      }
    }
  }
}

/** Where each cell stood in its respondent's sequence; -1 where it was not asked. */
function positionsOf(
  study: AlignmentStudy,
  { arm, items, respondents }: ArmAnswers,
): (row: number, column: number, facet: number) => number {
  const { rotations } = arm.spec.ask;
  const facets = arm.wordings.length * rotations;
  const positions = new Int32Array(respondents.length * items.length * facets).fill(-1);
  const rows = new Map(respondents.map(({ id }, row) => [id, row]));
  const columns = new Map(items.map(({ id }, column) => [id, column]));
  const place = (row: number, column: number, facet: number): number =>
    (row * items.length + column) * facets + facet;
  for (const cell of cellsIn(study.threads)) {
    const row = cell.arm === arm.spec.name ? rows.get(cell.respondent) : undefined;
    const column = columns.get(cell.item);
    if (row === undefined || column === undefined) continue;
    positions[place(row, column, cell.wording * rotations + cell.order)] = cell.position;
  }
  return (row, column, facet) => positions[place(row, column, facet)] ?? -1;
}

/** People's answers as they were read and scored. */
function* peopleRows({ people }: AlignmentStudy): Generator<JsonObject> {
  if (people.kind !== 'responses') return;
  for (const { personId, itemId, repeat, choice, score } of people.responses)
    yield { person_id: personId, item_id: itemId, repeat, choice, score };
}

function personRows(study: AlignmentStudy): JsonObject[] {
  return study.arms.flatMap((arm) =>
    arm.respondents.map((respondent) => ({
      arm: arm.spec.name,
      person_id: respondent.id,
      model: respondent.model.name,
      temperature: respondent.temperature,
      persona: respondent.persona.phrase,
      real_person: respondent.persona.personId,
      weight: respondent.weight,
      cluster: respondent.cluster,
    })),
  );
}

function itemRows(study: AlignmentStudy, fit: FitResult): JsonObject[] {
  const groups = [{ name: 'people', fit: fit.people }, ...fit.arms];
  return groups.flatMap((group) =>
    (group.fit?.items ?? []).map((item) => ({
      group: group.name,
      item_id: item.id,
      text: study.items.find(({ id }) => id === item.id)?.text ?? '',
      b: item.b,
      se_b: item.se,
      n: item.n,
      flags: item.flags.join(' '),
    })),
  );
}

function armRows(align: AlignResult): JsonObject[] {
  const rows = [
    ...align.arms.map(({ name, label, record }) => ({ name, label, record })),
    { name: 'coin', label: 'coin', record: align.baselines.coin },
    ...align.baselines.groups,
  ];
  return rows.flatMap(({ name, label, record }) =>
    record === null
      ? []
      : [
          {
            name,
            label,
            r: record.r,
            rho: record.rho,
            rho_low: record.interval?.[0] ?? null,
            rho_high: record.interval?.[1] ?? null,
            rho_not_estimable: record.notEstimable,
            ceiling: record.ceiling,
            share: record.share,
            spearman: record.spearman,
            r_logit: record.rLogit,
            mean_difference: record.meanDifference,
            spread_ratio: record.spreadRatio,
            items: record.items,
            clusters_human: record.clusters.human,
            clusters_model: record.clusters.model,
            estimand: record.estimand,
          },
        ],
  );
}

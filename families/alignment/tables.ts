/** Tables for `holdfast export`. */
import type { JsonObject } from '../../domain/json.ts';
import type { PageContext } from '../family.ts';
import { answersOf } from './analysis/answers.ts';
import type { AlignResult, FitResult } from './analysis/result.ts';
import type { AlignmentStudy } from './study.ts';

/** `people`: one row an answer of a person, as it was scored; `responses`: one row a cell; `items`: difficulties by group; `arms`: figures by arm. */
export function exportTables(
  study: AlignmentStudy,
  context: PageContext,
): Map<string, readonly JsonObject[]> {
  const results = new Map(context.cells.map((cell) => [cell.key, cell]));
  const fit = context.results.get('fit') as FitResult | undefined;
  const align = context.results.get('align') as AlignResult | undefined;
  return new Map<string, readonly JsonObject[]>([
    ['responses', study.arms.flatMap((arm) => responseRows(study, arm.spec.name, results))],
    ['persons', personRows(study)],
    ['people', peopleRows(study)],
    ['items', fit === undefined ? [] : itemRows(study, fit)],
    ['arms', align === undefined ? [] : armRows(align)],
  ]);
}

function responseRows(
  study: AlignmentStudy,
  name: string,
  results: Parameters<typeof answersOf>[2],
): JsonObject[] {
  const arm = study.arms.find((candidate) => candidate.spec.name === name);
  if (arm === undefined) return [];
  const position = new Map<string, number>();
  for (const thread of study.threads) for (const cell of thread) position.set(cell.key, cell.position);
  const answers = answersOf(study, arm, results);
  return answers.rows.flatMap(({ respondent, cells }) =>
    cells.flatMap((cell, index) =>
      cell.map((answer) => ({
        arm: name,
        person_id: respondent.id,
        item_id: answers.items[index]?.id ?? '',
        repeat: respondent.repeat,
        position: position.get(answer.key) ?? null,
        wording: answer.wording,
        option_order: answer.order,
        status: answer.status,
        choice: answer.outcome?.choice ?? null,
        score: answer.score,
        option_mass: answer.outcome?.optionMass ?? null,
        cell: answer.key,
      })),
    ),
  );
}

/** People's answers as they were read and scored. */
function peopleRows({ people }: AlignmentStudy): JsonObject[] {
  if (people.kind !== 'responses') return [];
  return people.responses.map(({ personId, itemId, repeat, choice, score }) => ({
    person_id: personId,
    item_id: itemId,
    repeat,
    choice,
    score,
  }));
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

/** Whether personas answer as their people do: r of difficulties cannot see it, since it adds all personas up. */
import { randomStream, shuffled } from '../../../domain/seeds.ts';
import { pearson } from '../../../methods/statistics/correlation.ts';
import { mean } from '../../../methods/statistics/mean.ts';
import { centralInterval } from '../../../methods/statistics/quantile.ts';
import { personasOf } from '../arms/personas.ts';
import type { Item } from '../responses/items.ts';
import type { AlignmentStudy } from '../study.ts';
import type { ArmAnswers } from './answers.ts';

export interface PersonaAgreement {
  /** Personas that both sides have. */
  readonly personas: number;
  /** r of the mean score of a persona's people with that of the model under it, weighted by nothing. */
  readonly r: number | null;
  /** The same with the personas permuted over the people: mean and middle 95 %. */
  readonly permuted: { readonly r: number; readonly range: readonly [number, number] } | null;
  readonly permutations: number;
}

const PERMUTATIONS = 1000;

/** null where the arm has no personas that real people share. */
export function personaAgreement(study: AlignmentStudy, answers: ArmAnswers): PersonaAgreement | null {
  const { respondents } = answers.arm.spec;
  if (study.people.kind !== 'responses' || (respondents.kind !== 'people' && respondents.kind !== 'personas'))
    return null;
  const ofPerson = new Map(
    personasOf({ ...respondents, kind: 'people', sample: undefined, asAdministered: false }, study.people, {
      seed: study.spec.seed,
      arm: answers.arm.spec.name,
      place: 'arms',
    }).map((persona) => [persona.personId ?? '', persona.phrase ?? '']),
  );
  const human = meansOf(
    study.people.responses.flatMap(({ personId, itemId, score }) =>
      has(answers.items, itemId) ? [[ofPerson.get(personId) ?? '', score] as const] : [],
    ),
  );
  const model = meansOf(
    answers.rows.flatMap(({ respondent, cells }) =>
      cells
        .flat()
        .flatMap(({ score }) => (score === null ? [] : [[respondent.persona.phrase ?? '', score] as const])),
    ),
  );
  const shared = [...human.keys()].filter((phrase) => model.has(phrase));
  if (shared.length < 3) return null;
  const x = shared.map((phrase) => human.get(phrase) ?? 0);
  const y = shared.map((phrase) => model.get(phrase) ?? 0);
  const permuted = permutedCorrelations(x, y, study.spec.seed, answers.arm.spec.name);
  return {
    personas: shared.length,
    r: pearson(x, y),
    permuted:
      permuted.length < 2 ? null : { r: mean(permuted), range: centralInterval(Float64Array.from(permuted)) },
    permutations: PERMUTATIONS,
  };
}

function permutedCorrelations(
  x: readonly number[],
  y: readonly number[],
  seed: number,
  arm: string,
): number[] {
  return Array.from({ length: PERMUTATIONS }, (_, permutation) => {
    const stream = randomStream(seed, 'permuted personas', arm, permutation);
    return pearson(x, shuffled(stream, y));
  }).filter((r) => r !== null);
}

function meansOf(scored: readonly (readonly [phrase: string, score: number])[]): Map<string, number> {
  const sums = new Map<string, { sum: number; n: number }>();
  for (const [phrase, score] of scored) {
    const { sum, n } = sums.get(phrase) ?? { sum: 0, n: 0 };
    sums.set(phrase, { sum: sum + score, n: n + 1 });
  }
  return new Map([...sums].map(([phrase, { sum, n }]) => [phrase, sum / n]));
}

function has(items: readonly Item[], id: string): boolean {
  return items.some((item) => item.id === id);
}

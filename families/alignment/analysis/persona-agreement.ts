/** Whether personas answer as their people do: r of difficulties cannot see it, since it adds all personas up. */
import { randomStream, shuffled } from '../../../domain/seeds.ts';
import { pearson } from '../../../methods/statistics/correlation.ts';
import { mean } from '../../../methods/statistics/mean.ts';
import { centralInterval } from '../../../methods/statistics/quantile.ts';
import { personasOf } from '../arms/personas.ts';
import type { Item } from '../responses/items.ts';
import type { ResponseTable } from '../responses/table.ts';
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
  const human = meansOf(peopleScores(study.people, answers.items, ofPerson));
  const model = meansOf(modelScores(answers));
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

type Scored = readonly [phrase: string, score: number];

/** @param ofPerson the phrase of each person */
function* peopleScores(
  people: ResponseTable,
  items: readonly Item[],
  ofPerson: ReadonlyMap<string, string>,
): Generator<Scored> {
  const known = new Set(items.map(({ id }) => id));
  for (const { personId, itemId, score } of people.responses)
    if (known.has(itemId)) yield [ofPerson.get(personId) ?? '', score];
}

function* modelScores(answers: ArmAnswers): Generator<Scored> {
  for (const [row, { persona }] of answers.respondents.entries()) {
    for (let item = 0; item < answers.items.length; item++) {
      for (const { score } of answers.at(row, item)) if (score !== null) yield [persona.phrase ?? '', score];
    }
  }
}

function meansOf(scored: Iterable<Scored>): Map<string, number> {
  const sums = new Map<string, { sum: number; n: number }>();
  for (const [phrase, score] of scored) {
    const known = sums.get(phrase);
    if (known === undefined) sums.set(phrase, { sum: score, n: 1 });
    else {
      known.sum += score;
      known.n++;
    }
  }
  return new Map([...sums].map(([phrase, { sum, n }]) => [phrase, sum / n]));
}

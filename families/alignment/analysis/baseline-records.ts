/** What arms are seen beside: a coin, people against other people, and groups of them. */
import type { AlignmentOptions } from '../../../methods/alignment/sides.ts';
import type { Compute } from '../../family.ts';
import type { AlignmentStudy } from '../study.ts';
import { analysedItems } from './answers.ts';
import { peopleAgainstPeople } from './baselines.ts';
import { COIN, type Joint, onThreads } from './joint.ts';
import type { AlignResult } from './result.ts';
import { personsSide } from './sides.ts';

export async function baselineRecords(
  study: AlignmentStudy,
  { human, options, record }: Pick<Joint, 'human' | 'options' | 'record'>,
  compute: Compute,
): Promise<AlignResult['baselines']> {
  return {
    coin: record(`:${COIN}`),
    people:
      study.spec.baselines.people && human.kind === 'responses' ? peopleAgainstPeople(human, options) : null,
    groups: await groupRecords(study, options, compute),
  };
}

async function groupRecords(
  study: AlignmentStudy,
  options: AlignmentOptions,
  compute: Compute,
): Promise<AlignResult['baselines']['groups']> {
  const { people } = study;
  if (people.kind !== 'responses') return [];
  const items = analysedItems(study);
  const groups: AlignResult['baselines']['groups'][number][] = [];
  for (const { name, label, covariate, values } of study.spec.baselines.groups) {
    const [one, other] = values.map((value) =>
      personsSide(people, items, (p) => p.covariates[covariate] === value),
    );
    if (one === undefined || other === undefined) continue;
    const record = await onThreads(compute, one, [{ name, model: { ...other, exact: false } }], options);
    const found = record.arms[0]?.record;
    if (found === undefined) continue;
    groups.push({
      name,
      label: label ?? name,
      persons: [one.responses.persons, other.responses.persons],
      record: found,
    });
  }
  return groups;
}

/** What a reader must know of a study before anything is asked: what is left out, and what is very few. */
import { listed } from '../csv.ts';
import type { StudyNotice } from '../family.ts';
import { emptyEntries } from './population-card.ts';
import type { AlignmentStudy } from './study.ts';

export function studyNotices(study: AlignmentStudy): StudyNotice[] {
  const { people, spec, unanswered, arms } = study;
  const leftOut = people.kind === 'responses' ? (people.leftOut ?? []) : [];
  const excluded = spec.analysis.exclude;
  const alone = arms.filter(({ respondents }) => respondents.length === 1).map(({ label }) => label);
  const { file } = spec.people;
  const empty = emptyEntries(spec.population);
  return [
    ...(empty.length === 0
      ? []
      : [
          {
            title: `The population card is not filled in: ${empty.join(', ')}`,
            body: 'It heads the report, and `who` may be part of what is asked: fill it in before anything is paid for.',
          },
        ]),
    ...(unanswered.length === 0
      ? []
      : [
          {
            title: `${count(unanswered.length, 'item')} of ${spec.items.file} ${isOrAre(unanswered)} not in ${file}: ${listed(unanswered)}`,
            body: 'They are not asked, and no figure stands on them. Is a name spelled in two ways?',
          },
        ]),
    ...(leftOut.length === 0
      ? []
      : [
          {
            title: `${count(leftOut.length, 'item')} of ${file} ${isOrAre(leftOut)} not in ${spec.items.file}: ${listed(leftOut)}`,
            body: 'Answers to them are left out (`unlisted: ignore`).',
          },
        ]),
    ...(excluded.length === 0
      ? []
      : [
          {
            title: `${count(excluded.length, 'item')} ${isOrAre(excluded)} excluded: ${listed(excluded.map(({ item }) => item))}`,
            body: 'They are asked, and no figure stands on them. The spec gives the reasons.',
          },
        ]),
    ...(alone.length === 0
      ? []
      : [
          {
            title: `One respondent only: ${listed(alone)}`,
            body: 'Figures describe the model as it is asked there; there is no interval for a population of respondents.',
          },
        ]),
  ];
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function isOrAre(some: readonly unknown[]): string {
  return some.length === 1 ? 'is' : 'are';
}

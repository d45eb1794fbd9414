/** What a paper says of an alignment study: sentences with counts, models and settings. */
import { formatCount } from '../../../reports/numbers.ts';
import type { Arm } from '../arms/arm.ts';
import { clusterKind } from '../arms/respondents.ts';
import type { StudyAnswers } from '../analysis/answers.ts';
import type { AlignResult } from '../analysis/result.ts';
import { CLUSTER_WORD } from '../plan.ts';
import type { AlignmentStudy } from '../study.ts';

export function methodsText(
  study: AlignmentStudy,
  align: AlignResult | null,
  answers: StudyAnswers,
): readonly string[] {
  const { people, items, spec } = study;
  const { who, instrument, language, when, sampling } = spec.population;
  const { estimation, draws, splits } = spec.analysis;
  const data =
    people.kind === 'responses'
      ? `${formatCount(people.persons.length)} people (${who}) answered ${items.length} items`
      : `Shares of people (${who}) were known for ${items.length} items`;
  const used =
    align === null || align.items.length === items.length
      ? ''
      : `; ${align.items.length} of them were analysed`;
  return [
    `${data} of ${instrument} (${language}; ${when}; ${sampling})${used}.`,
    ...study.arms.map((arm) => armText(arm, study)),
    `${formatCount(answers.settled)} cells were settled and ${formatCount(answers.missing)} are missing.`,
    `People and each arm were fitted with a Rasch model of their own (${estimation === 'map' ? 'maximum a posteriori, d ~ N(0, 9)' : 'maximum likelihood'}); agreement is the correlation of the two sets of item difficulties, r as estimated and rho freed of sampling noise by ${formatCount(draws)} bootstrap draws over people, clusters of respondents and items; the ceiling is from ${formatCount(splits)} disjoint halves.`,
    `Answers that could not be read were ${RULES[spec.rules.unparsed]}, refused ones ${RULES[spec.rules.refused]}.`,
  ];
}

const RULES = { missing: 'left out', zero: 'counted as 0' } as const;

function armText(arm: Arm, { spec }: AlignmentStudy): string {
  const { ask, models, memory } = arm.spec;
  const clusters = new Set(arm.respondents.map(({ cluster }) => cluster)).size;
  const named = models.map((name) => {
    const model = spec.models.find((one) => one.name === name);
    return model === undefined ? name : `${model.model} at ${model.endpoint}`;
  });
  const how =
    ask.mode === 'options'
      ? `by the probabilities of the options, in ${ask.rotations} ${ask.rotations === 1 ? 'order' : 'orders'}`
      : `in words (parser ${ask.parser}), at temperature ${temperaturesOf(arm)}`;
  const wordings = arm.wordings.length === 1 ? '' : `, in ${arm.wordings.length} wordings`;
  const remembered =
    memory === undefined ? '' : `, with up to ${memory.earlier} earlier answers in the prompt`;
  const planted = arm.spec.planted === undefined ? '' : ' Its answers are simulated.';
  return `Arm “${arm.label}”: ${formatCount(arm.respondents.length)} ${arm.respondents.length === 1 ? 'respondent' : 'respondents'} in ${clusters} ${clusters === 1 ? 'cluster' : 'clusters'} (${CLUSTER_WORD[clusterKind(arm.spec)]}), ${named.join(', ')}, asked ${how}${wordings}${remembered}.${planted}`;
}

function temperaturesOf({ respondents }: Arm): string {
  return [...new Set(respondents.map(({ temperature }) => temperature ?? 0))].join(', ');
}

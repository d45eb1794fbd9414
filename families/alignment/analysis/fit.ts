/** The part `fit`: Rasch difficulties of people and of every arm. */
import type { HumanSide, Respondents } from '../../../methods/alignment/sides.ts';
import { fitIrt } from '../../../methods/irt/fit.ts';
import { scoreReliability } from '../../../methods/irt/reliability.ts';
import { eapScores } from '../../../methods/irt/scores.ts';
import type { AlignmentStudy } from '../study.ts';
import { analysedItems, type StudyAnswers } from './answers.ts';
import type { FitResult, GroupFit } from './result.ts';
import { armSide, humanSide, peopleTotal } from './sides.ts';

export function fitPart(study: AlignmentStudy, { arms }: Pick<StudyAnswers, 'arms'>): FitResult {
  const { estimation } = study.spec.analysis;
  const human: HumanSide = humanSide(study.people, analysedItems(study));
  const total = peopleTotal(study.people);
  return {
    estimation,
    people: human.kind === 'shares' ? null : groupFit(human, estimation),
    arms: arms.map((answers) => {
      const side = armSide(answers, study.spec.rules, total);
      return { name: answers.arm.spec.name, fit: side === null ? null : groupFit(side, estimation) };
    }),
  };
}

function groupFit(side: Respondents, estimation: 'map' | 'ml'): GroupFit {
  const fit = fitIrt(side.responses, { model: 'rasch', estimation, standardErrors: true });
  const scores = eapScores(fit, side.responses);
  return {
    persons: side.responses.persons,
    clusters: new Set(side.clusters).size,
    converged: fit.converged,
    logLikelihood: fit.logLikelihood,
    iterations: fit.iterations,
    quadraturePoints: fit.quadraturePoints,
    latentVariance: fit.latent.variance,
    scoreReliability: scores === null ? null : scoreReliability(scores, side.responses.weights),
    items: side.items.map((id, index) => {
      const item = fit.items[index];
      return {
        id,
        b: item?.b ?? null,
        se: item?.se.b ?? null,
        n: item?.n ?? 0,
        flags: item?.flags ?? ['constant'],
      };
    }),
    theta: scores === null ? [] : [...scores.theta],
    weights: [...(side.responses.weights ?? new Float64Array(side.responses.persons).fill(1))],
  };
}

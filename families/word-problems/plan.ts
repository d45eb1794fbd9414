/** What is decided before the answers are seen, what it will take, and what the figures will be able to say. */
import { firstAsks } from '../../domain/dialogue.ts';
import type { JsonObject } from '../../domain/json.ts';
import { detectableDifference } from '../../methods/statistics/detectable-difference.ts';
import type { CallEstimate } from '../family.ts';
import type { Method } from './methods/method.ts';
import type { WordProblemStudy } from './study.ts';

/** Share of problems that only one of two methods solves: what comparisons of methods usually meet. */
const DISCORDANT = 0.3;

/** What `plan --freeze` writes. */
export function frozenPlan({ spec, methods, problems }: WordProblemStudy): JsonObject {
  const [primary] = methods;
  const own = problems.filter(({ twinOf }) => twinOf === null);
  return {
    estimand: {
      figure:
        'accuracy: the share of problems that are solved, graded as published (|predicted - gold| < 0.001)',
      population: 'problems like those of the data file',
    },
    primaryMethod: primary?.name ?? null,
    methods: methods.map(({ name }) => name),
    comparisons: 'every pair of methods, Holm-adjusted; each method beside self-consistency at equal calls',
    problems: own.length,
    twins: problems.length - own.length,
    sections: spec.problems.sections ?? null,
    seeds: spec.seeds,
    replicates: spec.replicates,
    seed: spec.seed,
  };
}

/** Lines of `plan`. */
export function outlook({ spec, methods, problems }: WordProblemStudy): string[] {
  const own = problems.filter(({ twinOf }) => twinOf === null).length;
  const twins = problems.length - own;
  const detectable = detectableDifference(own, DISCORDANT);
  const points =
    detectable === null ? 'no difference' : `a difference of ${(100 * detectable).toFixed(1)} points`;
  const runs = spec.seeds.length * spec.replicates;
  return [
    `${own} problems, ${runs} ${runs === 1 ? 'run' : 'runs'}: ${points} between two methods is detected with power 0.8 where ` +
      `${100 * DISCORDANT} % of the problems are solved by only one of them`,
    ...(spec.problems.twins === undefined
      ? []
      : [`${twins} twins with other numbers; problems without a number that can be changed have none`]),
    `calls for one problem at most: ${methods.map(({ name, callsAtMost }) => `${name} ${callsAtMost}`).join(', ')}`,
  ];
}

/**
 * Calls that no cell before makes, of each method on each problem, as often as it is done: greedy answers serve every seed,
 * and methods that ask the same share what is answered.
 */
export function* estimatesOf(study: WordProblemStudy): Generator<CallEstimate> {
  const { seeds, replicates, seed: specSeed } = study.spec;
  const [seed] = seeds;
  if (seed === undefined) return;
  const sharing = sharedFirstQuestions(study);
  for (const method of study.methods) {
    const times = (method.samples ? seeds.length : 1) * replicates;
    for (const problem of study.problems.filter((one) => method.fits(one))) {
      for (const estimate of method.estimate({ problem, specSeed, seed, replicate: 1 })) {
        const own = sharing.has(method.name) ? withoutFirstQuestion(estimate) : estimate;
        if (own.callsAtMost > 0) yield { ...own, times };
      }
    }
  }
}

function withoutFirstQuestion(estimate: CallEstimate): CallEstimate {
  const callsAtMost = estimate.callsAtMost - 1;
  const completionTokensAtMost = (estimate.completionTokensAtMost * callsAtMost) / estimate.callsAtMost;
  // As for one call: none is sure to be made.
  const promptTokens = estimate.promptTokens / Math.max(1, estimate.callsAtLeast);
  return { ...estimate, callsAtLeast: 0, callsAtMost, promptTokens, completionTokensAtMost };
}

/** Methods whose first question is another's before it: whether two ask the same does not depend on the problem. */
function sharedFirstQuestions(study: WordProblemStudy): ReadonlySet<string> {
  const first = new Set<string>();
  const sharing = new Set<string>();
  for (const [at, method] of study.methods.entries()) {
    const cell = study.blocks[at]?.threads.at(0)?.[0];
    const question = cell === undefined ? undefined : firstQuestion(method, study.asked(cell));
    if (question === undefined || method.kind === 'vote') continue;
    if (first.has(question)) sharing.add(method.name);
    first.add(question);
  }
  return sharing;
}

function firstQuestion(method: Method, asked: Parameters<Method['solve']>[0]): string | undefined {
  const [first] = firstAsks(method.solve(asked));
  return first === undefined ? undefined : JSON.stringify([first.request, first.draw]);
}

/**
 * The statements that somebody wrote into the data file, solved by the same solver. No model is asked: it shows what
 * the solver does with good and bad statements, and bounds what any formalization can reach.
 */
import { statementsOf } from '../problems/problem.ts';
import type { MethodSpecOf } from '../spec.ts';
import { SOLVE } from '../tools.ts';
import { judgeExactly } from './judge.ts';
import type { Method } from './method.ts';

export function written(spec: MethodSpecOf<'written'>): Method {
  const { name, kind, label = 'hand-written statements' } = spec;
  return {
    ...{ name, kind, label },
    modelName: null,
    models: [],
    tools: [SOLVE.name],
    programs: false,
    samples: false,
    callsAtMost: 0,
    fits: (problem) => statementsOf(problem) !== null,
    solve: ({ problem }) => judgeExactly(statementsOf(problem) ?? '', problem.question),
    estimate: () => [],
  };
}

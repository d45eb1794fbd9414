/** Generated problems, whose statuses, values, conflicts and free names are known by construction. */
import { generate } from '../../../benchmarks/solver/generated/generate.ts';
import { CLASSES } from '../../../benchmarks/solver/generated/problem.ts';
import { judge } from '../../../benchmarks/solver/judge.ts';
import { solve } from '../../../methods/equations/solve.ts';

const SEED = 20261125;
const COUNT = 600;

test('every class comes out as it was made', () => {
  const met = new Set<string>();
  const wrong: string[] = [];
  for (let index = 0; index < COUNT; index++) {
    const problem = generate(SEED, index);
    const solution = solve(problem.text);
    met.add(problem.class);
    if (!judge(problem, solution).right)
      wrong.push(
        `${problem.text}\nexpected ${JSON.stringify(problem.expected)}\ngiven ${JSON.stringify(solution)}`,
      );
  }
  expect(wrong).toEqual([]);
  expect([...met].sort()).toEqual([...CLASSES].sort());
});

test('a judge that takes anything is no judge: what is wrong is told apart', () => {
  const problem = Array.from({ length: 20 }, (_, index) => generate(SEED, index)).find(
    ({ expected }) => expected.status === 'solved',
  );
  if (problem === undefined) throw new Error('none is solved');
  const solution = solve(problem.text);
  if (solution.status !== 'solved') throw new Error(solution.status);
  expect(judge(problem, solution)).toEqual({ right: true, wrongValue: false });
  const off = {
    ...solution,
    answers: solution.answers.map((answer) => ({ ...answer, value: answer.value + 1 })),
  };
  expect(judge(problem, off)).toEqual({ right: false, wrongValue: true });
  const { answers: _, ...rest } = solution;
  expect(judge(problem, { ...rest, status: 'underdetermined', free: ['x'] })).toEqual({
    right: false,
    wrongValue: false,
  });
});

/** A spec with its problems, checked: methods, twins, cells. */
import { Fault, UserError } from '../../domain/errors.ts';
import { type Indexed, indexed } from '../../domain/indexed.ts';
import { type Block, threadsOf } from '../block.ts';
import type { Inputs } from '../family.ts';
import { cellKey, type ProblemCell } from './cells.ts';
import type { Asked, Method } from './methods/method.ts';
import { resolveMethods } from './methods/resolve.ts';
import type { Problem } from './problems/problem.ts';
import { readProblems } from './problems/read.ts';
import { twinsOf } from './problems/twins.ts';
import type { WordProblemsSpec } from './spec.ts';

/** The place in the spec that names the data file. */
export const PROBLEMS_FILE = 'problems.file';

export interface WordProblemStudy {
  readonly spec: WordProblemsSpec;
  /** Problems of the file, and twins after them. */
  readonly problems: readonly Problem[];
  /** In the order of the spec: the first is the primary one. */
  readonly methods: readonly Method[];
  /** A block for each method. */
  readonly blocks: readonly Block<ProblemCell>[];
  /** Of all blocks. */
  readonly cells: Indexed<ProblemCell>;
  method(cell: ProblemCell): Method;
  asked(cell: ProblemCell): Asked;
}

/** @throws UserError for anything wrong that can be seen before a call is paid for */
export function openWordProblems(spec: WordProblemsSpec, inputs: Inputs): WordProblemStudy {
  const text = inputs.get(PROBLEMS_FILE);
  if (text === undefined) throw new Fault(`the input ${PROBLEMS_FILE} was not handed over`);
  const methods = resolveMethods(spec);
  const repeated = spec.seeds.findIndex((seed, index) => spec.seeds.indexOf(seed) !== index);
  if (repeated >= 0) {
    throw new UserError(`the seed ${spec.seeds[repeated] ?? ''} stands twice`, {
      place: `seeds.${repeated}`,
      remedy: 'The same seed is the same run: take it out, or raise `replicates`.',
    });
  }
  const own = readProblems(text, spec.problems);
  const problems = [...own, ...twinsFor(own, spec)];
  requireDistinctIds(problems);
  const blocks = blocksOf(spec, methods, problems);
  const threads = threadsOf(blocks);
  const cells = indexed(threads.length, (index) => threads.at(index)?.[0] as ProblemCell);
  const byName = new Map(methods.map((method) => [method.name, method]));
  const byId = new Map(problems.map((problem) => [problem.id, problem]));
  return {
    ...{ spec, problems, methods, blocks, cells },
    method: (cell) => found(byName.get(cell.method), cell),
    asked: (cell) => ({
      problem: found(byId.get(cell.problem), cell),
      specSeed: spec.seed,
      seed: cell.seed,
      replicate: cell.replicate,
    }),
  };
}

function twinsFor(problems: readonly Problem[], spec: WordProblemsSpec): Problem[] {
  const { twins } = spec.problems;
  if (twins === undefined) return [];
  if (problems.every(({ statements, equation }) => statements === null && equation === null)) {
    throw new UserError('no problem has statements or an equation, so none can have a twin', {
      place: 'problems.twins',
      remedy: 'Name the column under problems.columns, or take `twins` out.',
    });
  }
  return problems.flatMap((problem) => twinsOf(problem, twins.per, spec.seed));
}

/** Ids of the file are distinct already; one of them may look like a twin's. */
function requireDistinctIds(problems: readonly Problem[]): void {
  const own = new Set(problems.filter(({ twinOf }) => twinOf === null).map(({ id }) => id));
  const taken = problems.find(({ id, twinOf }) => twinOf !== null && own.has(id));
  if (taken === undefined) return;
  throw new UserError(`the file has a problem with the id '${taken.id}', which a twin would have`, {
    place: 'problems.twins',
    remedy: 'Give that problem another id.',
  });
}

/** Problems one after the other, then seeds, then replicates. */
function blocksOf(
  spec: WordProblemsSpec,
  methods: readonly Method[],
  problems: readonly Problem[],
): Block<ProblemCell>[] {
  const { seeds, replicates } = spec;
  return methods.map((method, index) => {
    const fitting = problems.filter((problem) => method.fits(problem));
    if (fitting.length === 0) {
      throw new UserError(`no problem has what the method '${method.name}' needs`, {
        place: `methods.${index}`,
        remedy:
          'It needs statements or an equation in the data file: name the column under problems.columns.',
      });
    }
    const runs = seeds.length * replicates;
    const cells = fitting.length * runs;
    const cellAt = (at: number): ProblemCell => {
      const { id } = fitting[Math.floor(at / runs)] as Problem;
      const seed = seeds[Math.floor((at % runs) / replicates)] as number;
      const replicate = (at % replicates) + 1;
      const key = cellKey(method.name, id, seed, replicate);
      return { key, method: method.name, problem: id, seed, replicate };
    };
    return { models: method.models, threads: indexed(cells, (at) => [cellAt(at)]), cells };
  });
}

function found<T>(value: T | undefined, cell: ProblemCell): T {
  if (value === undefined) throw new RangeError(`the cell ${cell.key} is none of this study`);
  return value;
}

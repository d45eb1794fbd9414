/** Answers of nine methods, drawn by a seed: every status is among them. */
import { randomStream } from '../../../domain/seeds.ts';
import type { ProblemCell } from '../../../families/word-problems/cells.ts';
import type { OutcomeStatus, Predicted, ProblemOutcome } from '../../../families/word-problems/outcome.ts';
import type { Problem } from '../../../families/word-problems/problems/problem.ts';

/** How often each method solves an easy problem, and what becomes of the rest. */
export const METHODS = [
  { name: 'declarative', kind: 'declarative', model: 'small', repair: 2, skill: 0.78 },
  { name: 'declarative-paper', kind: 'declarative', model: 'small', solver: 'paper', repair: 2, skill: 0.66 },
  { name: 'no-principles', kind: 'declarative', model: 'small', principles: false, skill: 0.7 },
  { name: 'one-step', kind: 'one-step', model: 'small', skill: 0.42 },
  { name: 'program', kind: 'program', model: 'small', skill: 0.72 },
  { name: 'thoughts', kind: 'chain-of-thought', model: 'small', skill: 0.6 },
  { name: 'five-thoughts', kind: 'self-consistency', model: 'small', samples: 5, skill: 0.71 },
  {
    name: 'vote',
    kind: 'vote',
    of: ['declarative', 'program', 'thoughts'],
    escalate: { model: 'large', method: 'declarative' },
    skill: 0.85,
  },
  { name: 'by-hand', kind: 'written', skill: 0.97 },
] as const;

/** What a method came to: right as often as its skill and the problem's ease say, the rest by draw. */
export function outcomeOf(cell: ProblemCell, problem: Problem): ProblemOutcome {
  return partsOf(cell, problem) as unknown as ProblemOutcome;
}

/** An outcome before it is known to be one. */
interface Parts {
  readonly status: OutcomeStatus;
  readonly answers: readonly Predicted[];
  readonly [more: string]: unknown;
}

function partsOf(cell: ProblemCell, problem: Problem): Parts {
  const method = METHODS.find(({ name }) => name === cell.method);
  if (method === undefined) throw new Error(cell.method);
  const stream = randomStream(3, 'made-up outcome', cell.problem, cell.method, cell.seed);
  // Problems differ, so that methods fail on the same ones.
  const ease = randomStream(3, 'made-up ease', cell.problem).uniform() * 0.5 + 0.6;
  const skill =
    method.skill *
    Math.min(1, ease) *
    (problem.twinOf !== null && method.kind === 'chain-of-thought' ? 0.7 : 1);
  const isRight = stream.uniform() < skill;
  const gold = problem.gold[0];
  const value = gold === undefined ? 0 : Number(gold.value.n) / Number(gold.value.d);
  const draw = stream.uniform();
  const wrong: Predicted =
    draw < 0.12 && gold?.percent === true
      ? { value: value / 100 }
      : { value: value + 3, exact: String(value + 3) };
  const usage = {
    calls: method.kind === 'self-consistency' ? 5 : method.kind === 'written' ? 0 : 1,
    promptTokens: method.kind === 'written' ? 0 : 640,
    completionTokens: method.kind === 'written' ? 0 : 90 + stream.integer(60),
  };
  const written = writtenBy(method.kind, problem);
  const base = { ...usage, ...(written === undefined ? {} : { written }) };
  const answered = (status: OutcomeStatus, answer: Predicted): Parts => ({
    ...base,
    status,
    answers: [answer],
  });
  const silent = (status: OutcomeStatus, message: string): Parts => ({
    ...base,
    status,
    answers: [],
    message,
  });
  // A model that reckons itself rounds where there are decimals: the three standards then differ.
  const rounds = !Number.isInteger(value) && !['declarative', 'written'].includes(method.kind);
  const right: Predicted = rounds
    ? { value: value + (draw < 0.5 ? 0.003 : 0.0004) }
    : { value, exact: String(value) };
  switch (method.kind) {
    case 'declarative':
    case 'one-step':
    case 'written': {
      if ('solver' in method && !isRight && draw < 0.5) {
        return draw < 0.2
          ? silent('rejected', 'invalid equations')
          : answered('solved', { value: value + 2 });
      }
      if (isRight) {
        const repaired = 'repair' in method && draw < 0.1;
        return {
          ...answered(draw > 0.9 ? 'filtered' : 'solved', right),
          ...(repaired ? { repairs: 1, firstStatus: 'underdetermined' as const, calls: 2 } : {}),
          ...(draw > 0.8 ? { lint: ['unused-number' as const] } : {}),
        };
      }
      if (draw < 0.3) return answered('solved', wrong);
      if (draw < 0.4)
        return {
          ...answered('ambiguous', right),
          answers: [right, { value: -value, exact: String(-value) }],
        };
      if (draw < 0.65) {
        return {
          ...silent('underdetermined', 'p is free: no statement uses the number 12.'),
          ...('repair' in method ? { repairs: 2, firstStatus: 'unparsable' as const, calls: 3 } : {}),
        };
      }
      if (draw < 0.8) return silent('contradictory', 'Statements 2 and 3 cannot both hold: p = 4, p = 5.');
      if (draw < 0.93)
        return silent('unparsable', 'Line 3, column 14: a name or a number belongs here, found `=`.');
      return draw < 0.96
        ? silent('truncated', 'The answer was cut off.')
        : silent('unsupported', 'Degree 9 is above 8.');
    }
    case 'program':
      if (isRight) return answered('answered', right);
      if (draw < 0.6) return answered('answered', wrong);
      return draw < 0.9
        ? silent('program-crashed', 'NameError: name ‘total’ is not defined')
        : silent('program-timed-out', 'The program ran for 5 s.');
    case 'chain-of-thought':
      if (isRight) return answered('answered', right);
      return draw < 0.9
        ? answered('answered', wrong)
        : silent(draw < 0.95 ? 'no-answer' : 'refused', 'There is no number.');
    case 'self-consistency':
      return {
        ...answered('answered', isRight ? right : wrong),
        samples: isRight
          ? [value + 3, value, value, null, value]
          : [value, value + 3, null, value + 3, value + 3],
      };
    case 'vote':
      if (draw < 0.1)
        return { ...silent('abstained', 'No two methods agree.'), samples: [value, null, value + 3] };
      return {
        ...answered(draw < 0.25 ? 'escalated' : 'agreed', isRight ? right : wrong),
        samples: [value, value, null],
      };
  }
}

function writtenBy(kind: string, problem: Problem): string | undefined {
  if (kind === 'chain-of-thought' || kind === 'self-consistency' || kind === 'vote') return undefined;
  if (kind === 'program') return 'pens = 12\nprice = 3\nprint(total * price)';
  if (kind === 'written') return problem.statements ?? '';
  return 'Let p be the number of pens. [[var p]]\nThey are sold at 3 each. [[eq t = 3 p]]\nThe goal is the total. [[answer t]]';
}

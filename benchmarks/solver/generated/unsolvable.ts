/** Linear systems without a solution, or with more than one. */
import { type RandomStream, shuffled } from '../../../domain/seeds.ts';
import { amount, chance, names, nonZero, oneOf, whole } from './draw.ts';
import { dot, fraction, minus, negative, ONE, plus, text as plain, ZERO } from './fraction.ts';
import { exactly, type Drawn } from './problem.ts';
import { drawSystem, nameAt, valueOf, type System } from './solvable.ts';
import { statements } from './statements.ts';
import { combination, short } from './systems.ts';
import { equation, expression, style } from './write.ts';

/** A combination of rows with another constant, a name set twice, or a solution that an inequality or a unit forbids. */
export function contradictorySystem(stream: RandomStream): Drawn {
  const system = drawSystem(stream);
  const how = style(stream);
  const kind = oneOf(stream, ['combination', 'combination', 'combination', 'twice', 'inequality', 'unit']);
  const goal = nameAt(system, stream.integer(system.names.length));
  const value = valueOf(system, goal);
  if (kind === 'combination') {
    const { row, of } = combination(stream, system.rows);
    const wrong = { ...row, constant: plus(row.constant, fraction(nonZero(stream, 9))) };
    const equations = [...system.rows, wrong].map((each) => equation(stream, each, how));
    const written = statements(stream, { names: system.names, equations, answers: [goal] });
    const conflicts = [...of, equations.length - 1].map((i) => written.places[i] ?? -1);
    return { text: written.text, expected: { status: 'contradictory', conflicts } };
  }
  if (kind === 'twice') {
    const [first, second] = [whole(stream, 1, 40), whole(stream, 50, 90)];
    const equations = [`${goal} = ${first}`, `${goal} = ${second}`];
    const written = statements(stream, { names: [goal], equations, answers: [goal] });
    return { text: written.text, expected: { status: 'contradictory', conflicts: [...written.places] } };
  }
  const equations = system.rows.map((row) => equation(stream, row, how));
  if (kind === 'inequality') {
    const bound = minus(value, fraction(whole(stream, 1, 9)));
    const false_ = chance(stream, 0.5)
      ? `${goal} <= ${plain(bound)}`
      : `${plain(negative(bound))} < ${how.minus}${goal}`;
    const written = statements(stream, {
      names: system.names,
      equations: [...equations, false_],
      answers: [goal],
    });
    return {
      text: written.text,
      expected: { status: 'contradictory', among: written.places.at(-1) ?? -1 },
    };
  }
  const unit = value.n < 0 ? oneOf(stream, ['count', 'amount']) : 'count';
  if (value.n >= 0 && value.d === 1) return contradictorySystem(stream);
  const units = new Map([[goal, unit]]);
  const { text } = statements(stream, { names: system.names, units, equations, answers: [goal] });
  return { text, expected: { status: 'contradictory' } };
}

/** One row too few, and the answer is among what it leaves open; or an inequality where an equation is needed. */
export function underdeterminedSystem(stream: RandomStream): Drawn {
  const { system, goal, line } = drawShort(stream, 'moves');
  const how = style(stream);
  const equations = system.rows.map((row) => equation(stream, row, how));
  if (chance(stream, 0.2)) {
    // It leaves room: the value is not on the bound.
    equations.push(`${goal} >= ${plain(minus(valueOf(system, goal), fraction(whole(stream, 1, 9))))}`);
  }
  const { text } = statements(stream, {
    names: system.names,
    equations: shuffled(stream, equations),
    answers: [goal],
  });
  return {
    text,
    expected: { status: 'underdetermined', free: system.names.filter((_, i) => line[i] !== 0) },
  };
}

/** One row too few, and the answer has a value all the same: a name that does not move, or a sum in which moves cancel. */
export function partlyDetermined(stream: RandomStream): Drawn {
  const { system, line } = drawShort(stream, 'stays');
  const how = style(stream);
  const still = line.findIndex((move) => move === 0);
  const [i, j] = shuffled(
    stream,
    [...line.keys()].filter((at) => line[at] !== 0),
  ) as [number, number | undefined];
  const isSum = chance(stream, 0.5) && j !== undefined;
  // line[j] * names[i] - line[i] * names[j] does not move.
  const coefficients = system.names.map((_, at) => {
    if (!isSum) return at === still ? ONE : ZERO;
    return at === i ? fraction(line[j] ?? 0) : at === j ? fraction(-(line[i] ?? 0)) : ZERO;
  });
  const goal = { names: system.names, coefficients, constant: ZERO };
  const equations = shuffled(stream, system.rows).map((row) => equation(stream, row, how));
  const answers = [expression(stream, goal, how)];
  const { text } = statements(stream, { names: system.names, equations, answers });
  return {
    text,
    expected: { status: 'solved', answers: [exactly(dot(coefficients, system.values))] },
  };
}

function drawShort(
  stream: RandomStream,
  answer: 'moves' | 'stays',
): { system: System; goal: string; line: readonly number[] } {
  const list = names(stream, whole(stream, answer === 'moves' ? 2 : 3, 6));
  const values = list.map(() => amount(stream));
  const goal = stream.integer(list.length);
  const line = list.map((_, i) => (i === goal ? 1 : chance(stream, 0.7) ? nonZero(stream, 3) : 0));
  const still = (goal + 1) % list.length;
  if (answer === 'stays') line[still] = 0;
  const rows = short(stream, list, values, goal, line);
  return { system: { names: list, values, rows }, goal: list[goal] ?? '', line };
}

/** Statements that a reader can follow one by one: each gives a name a value from the names before it. */
import type { RandomStream } from '../../../domain/seeds.ts';
import { amount, chance, names, nonZero, oneOf, whole } from './draw.ts';
import {
  decimals,
  dot,
  fraction,
  minus,
  number,
  ONE,
  over,
  plus,
  text,
  times,
  ZERO,
  type Fraction,
} from './fraction.ts';
import { exactly, type Drawn } from './problem.ts';
import { statements } from './statements.ts';
import { expression, numeral, style, type Row, type Style } from './write.ts';

interface Chain {
  readonly names: readonly string[];
  readonly values: readonly Fraction[];
  readonly equations: readonly string[];
}

/** `a = 12`, `b = 3*a + 2`, `c = b - a`: the last one is asked for, or any. */
export function chain(stream: RandomStream, wanted: Partial<Style> = {}): Drawn {
  const how = style(stream, wanted);
  const { names, values, equations } = drawChain(stream, how);
  const goal = chance(stream, 0.7) ? names.length - 1 : stream.integer(names.length);
  const { text } = statements(stream, { names, equations, answers: [names[goal] ?? ''] });
  return { text, expected: { status: 'solved', answers: [exactly(values[goal] ?? ZERO)] } };
}

/** A name that has a value already gets a new one from its own: names that used the old one keep what they had. */
export function reassignment(stream: RandomStream): Drawn {
  const how = style(stream);
  const { names, values, equations } = drawChain(stream, how);
  const again = stream.integer(names.length);
  const name = names[again] ?? '';
  const old = values[again] ?? ZERO;
  const step = fraction(whole(stream, 1, 30));
  const kind = oneOf(stream, ['add', 'add', 'double', 'share'] as const);
  const changes = {
    add: [`${name} = ${name} + ${text(step)}`, plus(old, step)],
    double: [`${name} = 2 * ${name} + ${text(step)}`, plus(plus(old, old), step)],
    share: [`${name} = ${name} - ${name} / 4`, times(old, fraction(3, 4))],
  } as const;
  const [change, changed] = changes[kind];
  // 0 stays 0 under a share, and then the statement is an equation that holds.
  if (old.n === 0) return reassignment(stream);
  const after = [...values];
  after[again] = changed;
  const goal = chance(stream, 0.6) ? again : stream.integer(names.length);
  const { text: written } = statements(stream, {
    names,
    equations: [...equations, change],
    answers: [names[goal] ?? ''],
  });
  return { text: written, expected: { status: 'solved', answers: [exactly(after[goal] ?? ZERO)] } };
}

/** `h = 0.6*(v + h)` where h has no value yet: an equation, not a new value. */
export function selfReference(stream: RandomStream): Drawn {
  const [self = 'h', other = 'v'] = names(stream, 2);
  const share = fraction(oneOf(stream, [1, 2, 3, 6]), oneOf(stream, [8, 10, 20]));
  const known = amount(stream);
  const value = over(times(share, known), minus(ONE, share));
  const shown = chance(stream, 0.5) ? (decimals(share) ?? text(share)) : `(${text(share)})`;
  const [first, second] = [`${other} = ${text(known)}`, `${self} = ${shown} * (${other} + ${self})`];
  const equations = chance(stream, 0.7) ? [first, second] : [second, first];
  const { text: written } = statements(stream, { names: [self, other], equations, answers: [self] });
  return { text: written, expected: { status: 'solved', answers: [exactly(value)] } };
}

/** The allowed functions, of what a chain has made; never halves under `round`, where there are two readings. */
export function functions(stream: RandomStream): Drawn {
  const how = style(stream);
  const { names: known, values, equations } = drawChain(stream, how, 4);
  const [fresh = 'result'] = names(stream, 10).filter((name) => !known.includes(name));
  const i = stream.integer(known.length);
  const [name, value] = [known[i] ?? '', values[i] ?? ZERO];
  const [written, result] = call(stream, name, value);
  const { text: all } = statements(stream, {
    names: [...known, fresh],
    equations: [...equations, `${fresh} = ${written}`],
    answers: [fresh],
  });
  return { text: all, expected: { status: 'solved', answers: [exactly(result)] } };
}

function call(stream: RandomStream, name: string, value: Fraction): readonly [string, Fraction] {
  const bound = fraction(whole(stream, -20, 60));
  const isAbove = number(value) > bound.n;
  const divisor = oneOf(stream, [3, 7, 11]);
  const part = over(value, fraction(divisor));
  const calls = [
    [`abs(${name} - (${text(bound)}))`, isAbove ? minus(value, bound) : minus(bound, value)],
    [`min(${name}, ${text(bound)})`, isAbove ? bound : value],
    [`max(${name}, ${text(bound)})`, isAbove ? value : bound],
    [`ceil(${name} / ${divisor})`, fraction(Math.ceil(number(part)))],
    [`floor(${name} / ${divisor})`, fraction(Math.floor(number(part)))],
    [`sqrt(${name} * ${name})`, fraction(Math.abs(value.n), value.d)],
    ...(part.d % 2 === 0
      ? []
      : [[`round(${name} / ${divisor})`, fraction(Math.round(number(part)))] as const]),
  ] as const;
  return calls[stream.integer(calls.length)] ?? calls[0];
}

/** Two to six names; the first are numbers, each later one is made of those before it. */
function drawChain(stream: RandomStream, how: Style, most = 6): Chain {
  const list = names(stream, whole(stream, 2, most));
  const values: Fraction[] = [];
  const equations = list.map((name, i) => {
    if (i === 0 || (i === 1 && chance(stream, 0.5))) {
      const value = amount(stream);
      values.push(value);
      return `${name} = ${numeral(value, how)}`;
    }
    const row = drawRow(stream, list.slice(0, i), how);
    values.push(plus(dot(row.coefficients, values), row.constant));
    return `${name} = ${expression(stream, row, how)}`;
  });
  return { names: list, values, equations };
}

/** One or two of the earlier names, and sometimes a number. */
function drawRow(stream: RandomStream, earlier: readonly string[], how: Style): Row {
  const first = stream.integer(earlier.length);
  const second = stream.integer(earlier.length);
  const scale = how.numerals === 'fraction' ? 1 : oneOf(stream, [2, 4, 5, 10]);
  const coefficients = earlier.map((_, i) =>
    i === first || (i === second && chance(stream, 0.6)) ? fraction(nonZero(stream, 5), scale) : ZERO,
  );
  return {
    names: earlier,
    coefficients,
    constant: chance(stream, 0.5) ? fraction(nonZero(stream, 20)) : ZERO,
  };
}

/** What holds for every problem of a kind: answers are known because the problems are made from them. */
import fc from 'fast-check';
import { isContradictory } from '../../../methods/equations/conflicts.ts';
import {
  add,
  compare,
  equals,
  multiply,
  parseRational,
  rational,
  subtract,
  toNumber,
  toText,
  type Rational,
} from '../../../methods/equations/rational.ts';
import { read } from '../../../methods/equations/readings.ts';
import { solve } from '../../../methods/equations/solve.ts';
import { parseStatements, type Statement } from '../../../methods/equations/statements.ts';
import { printExpression, type Expression } from '../../../methods/equations/tree.ts';
import { show } from './outcome.ts';

const fractions = fc
  .tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: 1, max: 12 }))
  .map(([n, d]) => rational(BigInt(n), BigInt(d)));
const coefficients = fc.integer({ min: -9, max: 9 });

interface System {
  readonly values: readonly Rational[];
  readonly rows: readonly (readonly number[])[];
}

/** A regular system with its solution: a triangle of 1s on the diagonal, mixed by adding rows to one another. */
const systems: fc.Arbitrary<System> = fc.integer({ min: 1, max: 6 }).chain((size) =>
  fc.record({
    values: fc.array(fractions, { minLength: size, maxLength: size }),
    rows: fc
      .tuple(
        fc.array(fc.array(coefficients, { minLength: size, maxLength: size }), {
          minLength: size,
          maxLength: size,
        }),
        fc.array(coefficients, { minLength: size, maxLength: size }),
      )
      .map(([drawn, factors]) => {
        const rows = drawn.map((each, i) =>
          each.map((value, j) => (j < i ? 0 : j === i ? value || 1 : value)),
        );
        for (let i = 1; i < size; i++)
          rows[i] = (rows[i] ?? []).map((value, j) => value + (factors[i] ?? 0) * (rows[i - 1]?.[j] ?? 0));
        return rows;
      }),
  }),
);

function rightSide(row: readonly number[], values: readonly Rational[]): Rational {
  return row.reduce(
    (sum, factor, j) => add(sum, multiply(rational(BigInt(factor)), values[j] ?? rational(0n))),
    rational(0n),
  );
}

function equation(row: readonly number[], right: Rational, names: readonly string[], scale = 1): string {
  const terms = row.map((factor, j) => `${factor * scale}*${names[j] ?? ''}`).join(' + ');
  return `[[eq ${terms} = ${toText(multiply(right, rational(BigInt(scale))))}]]`;
}

const NAMES = ['x', 'y', 'z', 'u', 'v', 'w'];

function goals(names: readonly string[]): string {
  return names.map((name) => `[[answer ${name}]]`).join(' ');
}

/** Under mutation testing each of thousands of mutants meets every property: then a few runs must do. */
function runs(count: number): number {
  return process.env['STRYKER_MUTATOR_WORKER'] === undefined ? count : Math.ceil(count / 16);
}

describe('linear systems', () => {
  it('are solved exactly', () => {
    fc.assert(
      fc.property(systems, ({ values, rows }) => {
        const names = NAMES.slice(0, values.length);
        const text = rows.map((each) => equation(each, rightSide(each, values), names)).join(' ');
        expect(show(solve(`${text} ${goals(names)}`))).toBe(`solved ${values.map(toText).join(', ')}`);
      }),
      { numRuns: runs(400) },
    );
  });

  it('are solved the same when shuffled, scaled, renamed, and repeated', () => {
    const change = systems.chain((system) =>
      fc.record({
        system: fc.constant(system),
        order: fc.shuffledSubarray(Array.from(system.rows.keys()), { minLength: system.rows.length }),
        scales: fc.array(fc.constantFrom(-7, -1, 2, 3, 10), {
          minLength: system.rows.length,
          maxLength: system.rows.length,
        }),
        names: fc.shuffledSubarray(
          ['a', 'B', 'total_cost', 'e', 'I', '_q', 'constructor', '__proto__', 'lambda'],
          {
            minLength: system.rows.length,
            maxLength: system.rows.length,
          },
        ),
        again: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(change, ({ system: { values, rows }, order, scales, names, again }) => {
        const chosen = again ? [...order, ...order.slice(0, 1)] : order;
        const text = chosen
          .map((i, k) => equation(rows[i] ?? [], rightSide(rows[i] ?? [], values), names, scales[k] ?? 5))
          .join('\n');
        expect(show(solve(`${goals(names)} ${text}`))).toBe(`solved ${values.map(toText).join(', ')}`);
      }),
      { numRuns: runs(300) },
    );
  });

  it('are underdetermined without one of their equations, unless it is not needed for what is asked', () => {
    fc.assert(
      fc.property(systems, fc.nat(5), ({ values, rows }, drop) => {
        const names = NAMES.slice(0, values.length);
        const kept = rows.filter((_, i) => i !== drop % rows.length);
        const text = kept.map((each) => equation(each, rightSide(each, values), names)).join(' ');
        const { status } = solve(`${text} ${goals(names)}`);
        expect(status).toBe('underdetermined');
      }),
      { numRuns: runs(200) },
    );
  });

  it('conflict in a minimal subset when one more equation says otherwise', () => {
    const wrong = fc.tuple(
      systems,
      fc.array(coefficients, { minLength: 6, maxLength: 6 }),
      fc.integer({ min: 1, max: 5 }),
    );
    fc.assert(
      fc.property(wrong, ({ 0: { values, rows }, 1: extra, 2: gap }) => {
        const names = NAMES.slice(0, values.length);
        const row = extra.slice(0, values.length);
        const right = add(rightSide(row, values), rational(BigInt(gap)));
        const texts = [
          ...rows.map((each) => equation(each, rightSide(each, values), names)),
          equation(row, right, names),
        ];
        const solution = solve(`${texts.join(' ')} ${goals(names)}`);
        expect(solution.status).toBe('contradictory');
        if (solution.status !== 'contradictory') return;
        const { conflicts } = solution;
        expect(conflicts).toContain(rows.length);
        const conflicting = (indices: readonly number[]): boolean =>
          isContradictory(read(statementsOf(indices.map((i) => texts[i] ?? '').join(' ')), 'equations'));
        expect(conflicting(conflicts)).toBe(true);
        for (const index of conflicts)
          expect(conflicting(conflicts.filter((other) => other !== index))).toBe(false);
      }),
      { numRuns: runs(200) },
    );
  });
});

function statementsOf(text: string): readonly Statement[] {
  const parsed = parseStatements(text);
  if (parsed.kind === 'unparsable') throw new Error(parsed.message);
  return parsed.statements;
}

describe('quadratic equations', () => {
  const roots = fc.tuple(fractions, fractions).filter(([p, q]) => !equals(p, q));

  it('have both roots, ascending; a bound chooses', () => {
    fc.assert(
      fc.property(roots, ([p, q]) => {
        const [low, high] = compare(p, q) < 0 ? [p, q] : [q, p];
        const text = `[[eq (x - (${toText(p)}))*(x - (${toText(q)})) = 0]]`;
        expect(show(solve(`${text} [[answer x]]`))).toBe(`ambiguous ${toText(low)}, ${toText(high)}`);
        expect(show(solve(`${text} [[eq x > ${toText(low)}]] [[answer x]]`))).toBe(
          `filtered ${toText(high)}`,
        );
        expect(show(solve(`${text} [[eq x > ${toText(high)}]] [[answer x]]`))).toBe('contradictory 0, 1');
      }),
      { numRuns: runs(300) },
    );
  });

  it('of sum and product have the two numbers', () => {
    fc.assert(
      fc.property(roots, ([p, q]) => {
        const text = `[[eq a + b = ${toText(add(p, q))}]] [[eq a*b = ${toText(multiply(p, q))}]] [[eq a > b]]`;
        const [low, high] = compare(p, q) < 0 ? [p, q] : [q, p];
        expect(show(solve(`${text} [[answer a]] [[answer b]]`))).toBe(
          `filtered ${toText(high)}, ${toText(low)}`,
        );
      }),
      { numRuns: runs(200) },
    );
  });
});

describe('expressions', () => {
  const atom = fc.oneof(
    fc.constantFrom('x', 'y', 'rate'),
    fc.nat(5000).map(String),
    fc.nat(500).map((value) => `${value / 4}`),
    fc.nat(200).map((value) => `${value}%`),
  );
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      atom,
      fc
        .tuple(tie('expression'), fc.constantFrom('+', '-', '*', '/'), tie('expression'))
        .map(([a, sign, b]) => `(${a}) ${sign} (${b})`),
      tie('expression').map((a) => `-(${a})`),
      fc.tuple(tie('expression'), fc.integer({ min: 0, max: 3 })).map(([a, k]) => `(${a})^${k}`),
      fc
        .tuple(fc.constantFrom('abs', 'sqrt', 'floor', 'ceil', 'round'), tie('expression'))
        .map(([name, a]) => `${name}(${a})`),
      fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `max(${a}, ${b})`),
    ),
  }));

  const parsed = (text: string): Expression | undefined => {
    const result = parseStatements(`[[answer ${text}]]`);
    const [statement] = result.kind === 'statements' ? result.statements : [];
    return statement?.kind === 'answer' ? statement.expression : undefined;
  };

  it('parse again to the same tree when printed', () => {
    fc.assert(
      fc.property(expression, (text) => {
        const tree = parsed(text);
        fc.pre(tree !== undefined);
        expect(parsed(printExpression(tree))).toEqual(tree);
      }),
      { numRuns: runs(1500) },
    );
  });

  it.each([
    ['(1 + 2) + 3', '1 + 2 + 3'],
    ['1 + (2 + 3)', '1 + (2 + 3)'],
    ['1 - (2 - 3)', '1 - (2 - 3)'],
    ['(a*b)/c', 'a * b / c'],
    ['a*(b/c)', 'a * (b / c)'],
    ['(a + b)*c', '(a + b) * c'],
    ['-(a*b)', '-(a * b)'],
    ['-a*b', '-a * b'],
    ['(-a)^2', '(-a)^2'],
    ['-a^2', '-a^2'],
    ['a^-2', 'a^(-2)'],
    ['2x^2', '2 * x^2'],
    ['max(a, 1,5)', 'max(a, 1, 5)'],
    ['max(a, 1,500)', undefined],
    ['max(a, b + 1)', 'max(a, b + 1)'],
    ['20%', '20%'],
    ['1,000.50', '1000.5'],
    ['½', '0.5'],
    ['⅓', '1/3'],
    ['2*⅓', '2 * (1/3)'],
  ])('%s is printed as %s', (text, printed) => {
    const tree = parsed(text);
    expect(tree && printExpression(tree)).toBe(printed);
  });
});

describe('fractions', () => {
  it('keep the laws of arithmetic', () => {
    fc.assert(
      fc.property(fractions, fractions, fractions, (a, b, c) => {
        expect(multiply(a, add(b, c))).toEqual(add(multiply(a, b), multiply(a, c)));
        expect(add(subtract(a, b), b)).toEqual(a);
        expect(parseRational(toText(a))).toEqual(a);
        expect(toNumber(a)).toBe(Number(a.n) / Number(a.d));
      }),
    );
  });

  it('come to the nearest double', () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(double, (value) => {
        let [scaled, shift] = [value, 0n];
        while (!Number.isInteger(scaled)) [scaled, shift] = [scaled * 2, shift + 1n];
        expect(toNumber(rational(BigInt(scaled), 1n << shift))).toBe(value === 0 ? 0 : value);
      }),
      { numRuns: runs(1000) },
    );
    // Halfway between 2^53 and 2^53 + 2, and a little beside it, over 3: ties go to even.
    expect(toNumber(rational((2n ** 53n + 1n) * 3n ** 40n, 3n ** 40n))).toBe(2 ** 53);
    expect(toNumber(rational((2n ** 53n + 1n) * 3n ** 40n + 1n, 3n ** 40n))).toBe(2 ** 53 + 2);
    expect(toNumber(rational(-(10n ** 400n), 7n))).toBe(-Infinity);
    expect(toNumber(rational(1n, 10n ** 400n))).toBe(0);
  });
});

/** Problems around a curve: with both of its roots, with a filter for one of them, for none, or with a single root. */
import { type RandomStream, shuffled } from '../../../domain/seeds.ts';
import { chance, names, nonZero, oneOf, whole } from './draw.ts';
import { fraction, ONE, plus, text, times, ZERO, type Fraction } from './fraction.ts';
import type { Drawn } from './problem.ts';
import { curve, valueAt, type Curve, type Root } from './roots.ts';
import { statements } from './statements.ts';

/** Nothing says which root is meant. */
export function bothRoots(stream: RandomStream): Drawn {
  const { names, equations, answer, slope, shift, roots } = withDependents(stream, curve(stream));
  const answers = roots.map((root) => valueAt(root, slope, shift)).sort((a, b) => a.value - b.value);
  const { text } = statements(stream, { names, units: new Map(), equations, answers: [answer] });
  return { text, expected: { status: 'ambiguous', answers } };
}

/** An inequality or a unit leaves one of two. */
export function filteredRoots(stream: RandomStream): Drawn {
  const drawn = curve(stream);
  const [low, high] = drawn.roots;
  const filters: Filter[] = [
    ...unitFilters(drawn),
    { bound: `${drawn.names[0] ?? ''} ${oneOf(stream, ['>', '>='])} ${between(low, high)}`, kept: high },
    { bound: `${between(low, high)} > ${drawn.names[0] ?? ''}`, kept: low },
  ];
  const filter = filters[stream.integer(filters.length)] ?? filters[0];
  const { names, equations, answer, slope, shift } = withDependents(stream, drawn);
  const all = filter?.bound === undefined ? equations : shuffledIn(stream, equations, filter.bound);
  const units = new Map(filter?.unit === undefined ? [] : [[drawn.names[0] ?? '', filter.unit]]);
  const { text } = statements(stream, { names, units, equations: all, answers: [answer] });
  return { text, expected: { status: 'filtered', answers: [valueAt(filter?.kept ?? low, slope, shift)] } };
}

/** A cube, or a square of which both roots are the same. */
export function oneRoot(stream: RandomStream): Drawn {
  const [x = 'x'] = names(stream, 1);
  const root = fraction(nonZero(stream, 12));
  const [square, cube] = [times(root, root), times(times(root, root), root)];
  const equations = [
    oneOf(stream, [
      `${x}^3 = ${text(cube)}`,
      `${x} * ${x} - (${text(plus(root, root))}) * ${x} + ${text(square)} = 0`,
      `(${x} - (${text(root)}))^2 = 0`,
      `${x}^3 + ${x} = ${text(plus(cube, root))}`,
    ]),
  ];
  const plain: Root = { rational: root, sign: 0, radicand: 0 };
  const problem = withDependents(stream, { names: [x], equations, roots: [plain, plain] });
  const { answer, slope, shift } = problem;
  const { text: written } = statements(stream, {
    names: problem.names,
    equations: problem.equations,
    answers: [answer],
  });
  return { text: written, expected: { status: 'solved', answers: [valueAt(plain, slope, shift)] } };
}

/** No real root, or inequalities and units that leave neither. */
export function noAdmissibleRoot(stream: RandomStream): Drawn {
  const [x = 'x'] = names(stream, 1);
  if (chance(stream, 0.3)) {
    const equations = [`${x}^2 + ${whole(stream, 1, 30)} = ${oneOf(stream, ['0', `${x} - 40`])}`];
    const { text } = statements(stream, { names: [x], units: new Map(), equations, answers: [x] });
    return { text, expected: { status: 'contradictory' } };
  }
  const drawn = curve(stream);
  const high = valueAt(drawn.roots[1], ONE, ZERO).value;
  const bound = `${drawn.names[0] ?? ''} > ${Math.floor(high) + whole(stream, 1, 9)}`;
  const { names: list, equations, answer } = withDependents(stream, drawn);
  const { text } = statements(stream, {
    ...{ names: list, units: new Map<string, string>(), answers: [answer] },
    equations: [...equations, bound],
  });
  return { text, expected: { status: 'contradictory' } };
}

interface Dependent {
  readonly names: readonly string[];
  readonly equations: readonly string[];
  readonly answer: string;
  /** answer = slope * (first name of the curve) + shift, slope not 0. */
  readonly slope: Fraction;
  readonly shift: Fraction;
  readonly roots: readonly [Root, Root];
}

/** More names, up to six, that hang on the first one by a line each; one of them or the first is asked for. */
function withDependents(stream: RandomStream, { names: own, equations, roots }: Curve): Dependent {
  const first = own[0] ?? '';
  const more = names(stream, 12)
    .filter((name) => !own.includes(name))
    .slice(0, whole(stream, own.length === 1 ? 1 : 0, 6 - own.length));
  const lines = more.map((name) => {
    const [slope, shift] = [fraction(nonZero(stream, 6)), fraction(whole(stream, -30, 30))];
    return { name, slope, shift, text: `${name} = ${text(slope)} * ${first} + (${text(shift)})` };
  });
  const asked = lines[stream.integer(Math.max(1, 2 * lines.length))];
  return {
    names: [...own, ...more],
    equations: [...equations, ...lines.map((line) => line.text)],
    answer: asked?.name ?? first,
    slope: asked?.slope ?? ONE,
    shift: asked?.shift ?? ZERO,
    roots,
  };
}

/** What leaves one root: an inequality, or a unit of the curve's first name. */
interface Filter {
  readonly kept: Root;
  readonly bound?: string;
  readonly unit?: string;
}

/** Units that only one of the roots has. */
function unitFilters({ roots: [low, high] }: Curve): Filter[] {
  return ['amount', 'count'].flatMap((unit) => {
    const allowed = [low, high].filter((root) => isAllowed(root, unit));
    const [kept] = allowed;
    return kept !== undefined && allowed.length === 1 ? [{ unit, kept }] : [];
  });
}

function isAllowed(root: Root, unit: string): boolean {
  const { value } = valueAt(root, ONE, ZERO);
  return value >= 0 && (unit === 'amount' || (root.sign === 0 && root.rational.d === 1));
}

/** A short decimal strictly between two roots, as a fraction. */
function between(low: Root, high: Root): string {
  const [from, to] = [low, high].map((root) => valueAt(root, ONE, ZERO).value) as [number, number];
  if (from < 0 && to > 0) return '0';
  for (let d = 1; ; d *= 2) {
    const n = Math.floor(from * d) + 1;
    if (n / d < to) return text(fraction(n, d));
  }
}

function shuffledIn(stream: RandomStream, equations: readonly string[], bound: string): string[] {
  return chance(stream, 0.5) ? [...equations, bound] : shuffled(stream, [bound, ...equations]);
}

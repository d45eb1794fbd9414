/** Problems with a curve in them. Each is built from its roots, so that Vieta's formulas know both. */
import type { RandomStream } from '../../../domain/seeds.ts';
import { chance, names, nonZero, oneOf, whole } from './draw.ts';
import { fraction, isSame, negative, over, plus, text, times, type Fraction } from './fraction.ts';
import type { Value } from './problem.ts';

/** A curve in one or two names: what it says of the first name. */
export interface Curve {
  readonly names: readonly string[];
  readonly equations: readonly string[];
  /** Both values of the first name, ascending; they differ. */
  readonly roots: readonly [Root, Root];
}

/** rational + sign * sqrt(radicand); the radicand is absent where the root is rational. */
export interface Root {
  readonly rational: Fraction;
  readonly sign: -1 | 0 | 1;
  readonly radicand: number;
}

export function curve(stream: RandomStream): Curve {
  return oneOf(stream, [quadratic, quadratic, sumAndProduct, area, rate, rectangle, surd, growth])(stream);
}

/** The value of slope * root + shift. */
export function valueAt(root: Root, slope: Fraction, shift: Fraction): Value {
  const part = plus(times(slope, root.rational), shift);
  if (root.sign === 0) return { value: part.n / part.d, exact: text(part) };
  return { value: part.n / part.d + (slope.n / slope.d) * root.sign * Math.sqrt(root.radicand) };
}

function quadratic(stream: RandomStream): Curve {
  const [name = 'x'] = names(stream, 1);
  const [p, q] = twoDifferent(stream);
  const [sum, product] = [plus(p, q), times(p, q)];
  const written = oneOf(stream, [
    `${name}^2 = (${text(sum)}) * ${name} - (${text(product)})`,
    `${name} * (${name} - (${text(sum)})) = ${text(negative(product))}`,
    `(${name} - (${text(p)})) * (${name} - (${text(q)})) = 0`,
    `${name} * ${name} + (${text(product)}) = (${text(sum)}) * ${name}`,
  ]);
  return { names: [name], equations: [written], roots: rational(p, q) };
}

function sumAndProduct(stream: RandomStream): Curve {
  const [x = 'x', y = 'y'] = names(stream, 2);
  const [p, q] = twoDifferent(stream);
  const equations = [`${x} + ${y} = ${text(plus(p, q))}`, `${x} * ${y} = ${text(times(p, q))}`];
  return {
    names: [x, y],
    equations: chance(stream, 0.5) ? equations : equations.reverse(),
    roots: rational(p, q),
  };
}

/** A length that is longer than the width by some: w * (w + more) = area. */
function area(stream: RandomStream): Curve {
  const [w = 'w', l = 'l'] = names(stream, 2);
  const [width, more] = [fraction(whole(stream, 1, 20)), fraction(whole(stream, 1, 12))];
  const equations = [`${l} = ${w} + ${text(more)}`, `${w} * ${l} = ${text(times(width, plus(width, more)))}`];
  return { names: [w, l], equations, roots: rational(width, negative(plus(width, more))) };
}

/** d/v - d/(v + a) = t, so that v (v + a) = d a / t. */
function rate(stream: RandomStream): Curve {
  const [v = 'v'] = names(stream, 1);
  const [speed, faster, distance] = [whole(stream, 5, 40), whole(stream, 1, 20), whole(stream, 10, 240)];
  const time = fraction(distance * faster, speed * (speed + faster));
  const equations = [`${distance} / ${v} - ${distance} / (${v} + ${faster}) = ${text(time)}`];
  return { names: [v], equations, roots: rational(fraction(speed), fraction(-speed - faster)) };
}

/** x*y = p and (x + a)*(y - b) = r: b x^2 + ... - a p = 0, so that the roots multiply to -a p / b. */
function rectangle(stream: RandomStream): Curve {
  const [x = 'x', y = 'y'] = names(stream, 2);
  const [width, height, a, b] = [
    whole(stream, 2, 15),
    whole(stream, 2, 15),
    whole(stream, 1, 6),
    whole(stream, 1, 6),
  ];
  const equations = [
    `${x} * ${y} = ${width * height}`,
    `(${x} + ${a}) * (${y} - ${b}) = ${(width + a) * (height - b)}`,
  ];
  return { names: [x, y], equations, roots: rational(fraction(width), fraction(-a * height, b)) };
}

/** (x - p)^2 = q with q no square. */
function surd(stream: RandomStream): Curve {
  const [x = 'x'] = names(stream, 1);
  const p = fraction(nonZero(stream, 9));
  const radicand = oneOf(stream, [2, 3, 5, 6, 7, 10, 11, 13, 30, 99]);
  const written = oneOf(stream, [
    `(${x} - (${text(p)}))^2 = ${radicand}`,
    `${x}^2 - (${text(plus(p, p))}) * ${x} = ${radicand - p.n * p.n}`,
  ]);
  return {
    names: [x],
    equations: [written],
    roots: [
      { rational: p, sign: -1, radicand },
      { rational: p, sign: 1, radicand },
    ],
  };
}

/** Money that grows at the same rate for two years: r, and the -2 - r that nobody means. */
function growth(stream: RandomStream): Curve {
  const [r = 'r'] = names(stream, 1);
  const [start, share] = [whole(stream, 1, 50) * 100, fraction(whole(stream, 1, 30), 100)];
  const factor = plus(fraction(1), share);
  const end = times(times(factor, factor), fraction(start));
  const equations = [`${start} * (1 + ${r})^2 = ${text(end)}`];
  return { names: [r], equations, roots: rational(share, negative(plus(fraction(2), share))) };
}

function rational(p: Fraction, q: Fraction): readonly [Root, Root] {
  const [low, high] = p.n * q.d < q.n * p.d ? [p, q] : [q, p];
  return [
    { rational: low, sign: 0, radicand: 0 },
    { rational: high, sign: 0, radicand: 0 },
  ];
}

function twoDifferent(stream: RandomStream): readonly [Fraction, Fraction] {
  const draw = (): Fraction => over(fraction(nonZero(stream, 20)), fraction(oneOf(stream, [1, 1, 1, 2, 3])));
  const [p, q] = [draw(), draw()];
  return isSame(p, q) ? twoDifferent(stream) : [p, q];
}

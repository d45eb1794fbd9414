/** Draws that problems are made of. */
import { type RandomStream, shuffled } from '../../../domain/seeds.ts';
import { fraction, type Fraction } from './fraction.ts';

/** A whole number from `least` to `most`. */
export function whole(stream: RandomStream, least: number, most: number): number {
  return least + stream.integer(most - least + 1);
}

/** A whole number from -most to most, not 0. */
export function nonZero(stream: RandomStream, most: number): number {
  const size = whole(stream, 1, most);
  return chance(stream, 0.5) ? size : -size;
}

export function chance(stream: RandomStream, probability: number): boolean {
  return stream.uniform() < probability;
}

export function oneOf<T>(stream: RandomStream, list: readonly [T, ...T[]]): T {
  return list[stream.integer(list.length)] ?? list[0];
}

/** What an unknown may be: mostly a whole number, sometimes a fraction, sometimes negative. */
export function amount(stream: RandomStream): Fraction {
  const n = chance(stream, 0.2) ? -whole(stream, 0, 40) : whole(stream, 0, 60);
  return fraction(n, oneOf(stream, [1, 1, 1, 1, 2, 4, 5, 3, 7]));
}

/** Names as models choose them, and some that a careless program trips over. */
const NAMES = [
  ...[
    'a',
    'b',
    'c',
    'd',
    'f',
    'g',
    'h',
    'k',
    'm',
    'n',
    'p',
    'q',
    'r',
    's',
    't',
    'u',
    'v',
    'w',
    'x',
    'y',
    'z',
  ],
  ...['x1', 'x2', 'cost', 'price', 'apples', 'total_cost', 'num_students', 'width', 'speed', 'age_of_tom'],
  ...['I', 'E', 'N', 'S', 'Q', 'O', 'e', 'i', 'pi', 'beta', 'gamma', 'lambda', 'zeta', 'e1'],
  ...['constructor', '__proto__', 'toString', 'hasOwnProperty', 'variable', 'answers', 'equation'],
] as const;

/** @returns different names */
export function names(stream: RandomStream, count: number): string[] {
  return shuffled(stream, NAMES).slice(0, count);
}

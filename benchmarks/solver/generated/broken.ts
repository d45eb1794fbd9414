/** Statements that are none: over a limit, not allowed, or without an answer to give. */
import type { RandomStream } from '../../../domain/seeds.ts';
import { oneOf, whole } from './draw.ts';
import type { Drawn } from './problem.ts';

export function broken(stream: RandomStream): Drawn {
  const n = whole(stream, 2, 99);
  const text = oneOf(stream, [
    `There are ${n} apples [[var a]]. [[eq a = ${n}]]`,
    `The answer is ${n}.`,
    `[[eq a = (${n} + 2]] [[answer a]]`,
    `[[eq a = ${n} +]] [[answer a]]`,
    `[[eq a = ${n} % 3]] [[answer a]]`,
    `[[eq a = system(${n})]] [[answer a]]`,
    `[[eq a = 2^${whole(stream, 65, 99)}]] [[answer a]]`,
    `[[eq a ${n}]] [[answer a]]`,
    `[[eq a = ${'('.repeat(65 + n)}1${')'.repeat(65 + n)}]] [[answer a]]`,
    `[[eq a = ${'7'.repeat(40 + n)}]] [[answer a]]`,
    `[[eq ${'a'.repeat(40 + n)} = ${n}]] [[answer a]]`,
    `[[eq a = ${n}]] [[answer ]]`,
    `[[eq a = ${n} & 3]] [[answer a]]`,
    `${`[[eq a = ${n}]] `.repeat(64)} [[answer a]]`,
    `[[eq a = ${'1 + '.repeat(500)}1]] [[answer a]]`,
  ]);
  return { text, expected: { status: 'unparsable' } };
}

/** Statements inside ordinary sentences, in order, and where each of them stands. */
import type { RandomStream } from '../../../domain/seeds.ts';
import { chance, oneOf } from './draw.ts';

export interface Written {
  readonly text: string;
  /** Index of each equation or inequality among all statements, from 0. */
  readonly places: readonly number[];
}

export interface Parts {
  readonly names: readonly string[];
  /** Unit by name; none where absent. */
  readonly units?: ReadonlyMap<string, string>;
  /** What stands behind `eq`. */
  readonly equations: readonly string[];
  readonly answers: readonly string[];
}

/** Units that say nothing about the values. */
const PLAIN_UNITS = ['km', 'dollars', 'hours', 'degrees'] as const;

export function statements(stream: RandomStream, { names, units, equations, answers }: Parts): Written {
  const sentences: string[] = [];
  let count = 0;
  const isDeclared = units !== undefined || chance(stream, 0.9);
  for (const name of isDeclared ? names : []) {
    const unit = units?.get(name) ?? (chance(stream, 0.1) ? oneOf(stream, PLAIN_UNITS) : '');
    sentences.push(`${oneOf(stream, INTRODUCTIONS)} [[var ${name}${unit === '' ? '' : ` ${unit}`}]].`);
    count++;
  }
  const places = equations.map((equation) => {
    sentences.push(`${oneOf(stream, CLAIMS)} [[eq ${equation}]].`);
    return count++;
  });
  for (const answer of answers) sentences.push(`${oneOf(stream, QUESTIONS)} [[answer ${answer}]].`);
  return { text: sentences.join(oneOf(stream, [' ', ' ', '\n'])), places };
}

const INTRODUCTIONS = ['Let this be', 'Call the quantity', 'We do not know it yet:'] as const;
const CLAIMS = ['We know that', 'The second day gives', 'So', 'From the 3 shelves we get'] as const;
const QUESTIONS = ['The answer is', 'What is asked for is'] as const;

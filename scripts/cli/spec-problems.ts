/** What is wrong with a spec, for people: every problem with its place, and the word that was likely meant. */
import type { core } from 'zod';
import { UserError } from '../../domain/errors.ts';
import { didYouMean, likeliest } from '../../domain/likely.ts';
import type { Family } from '../../families/family.ts';
import { fieldsAt } from './spec-fields.ts';

/** Problems that one error names. */
const MOST_PROBLEMS = 12;

interface Problem {
  readonly at: readonly PropertyKey[];
  readonly what: string;
  /** A field that is not there. */
  readonly isMissing?: true;
  /** What an unknown field likely means. */
  readonly likely?: string;
}

/** All that is wrong with a spec at once, from its top down, each with its line; of an unknown word the likely one. */
export function schemaError(
  issues: readonly core.$ZodIssue[],
  placeOf: (at: readonly PropertyKey[]) => string,
  family: Family,
): UserError {
  const problems = withoutMisspelt(issues.flatMap((issue) => problemsOf(issue, family)));
  const placed = problems
    .map((problem) => ({ place: placeOf(problem.at), told: told(problem) }))
    .sort((a, b) => lineOf(a.place) - lineOf(b.place));
  const [first, ...others] = placed;
  const more = others.slice(0, MOST_PROBLEMS - 1).map((other) => `\n  ${other.place}: ${other.told}`);
  const rest = others.length - more.length;
  return new UserError(
    `${first?.told ?? 'not understood'}${more.join('')}${rest > 0 ? `\n  and ${rest} more` : ''}`,
    {
      place: first?.place ?? placeOf([]),
      remedy: `./holdfast schema ${family.name} prints every field; docs/reference/ explains them.`,
    },
  );
}

function told({ at, what }: Problem): string {
  return `${at.map(String).join('.') || 'spec'}: ${what}`;
}

/** Of `file:12:3`. */
function lineOf(place: string): number {
  const [, line = '0', column = '0'] = /:(\d+):(\d+)$/.exec(place) ?? [];
  return Number(line) + Number(column) / 10_000;
}

/** A field that is missing because its name is misspelt is one problem, not two. */
function withoutMisspelt(problems: readonly Problem[]): Problem[] {
  const meant = new Set(
    problems.flatMap(({ at, likely }) =>
      likely === undefined ? [] : [JSON.stringify([...at.slice(0, -1), likely].map(String))],
    ),
  );
  return problems.filter(
    ({ at, isMissing }) => isMissing === undefined || !meant.has(JSON.stringify(at.map(String))),
  );
}

function problemsOf(issue: core.$ZodIssue, family: Family): Problem[] {
  const { path } = issue;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const fields = fieldsAt(family, path);
        const likely = likeliest(key, fields);
        return {
          at: [...path, key],
          what: `there is no such field${didYouMean(key, fields)}`,
          ...(likely === undefined ? {} : { likely }),
        };
      });
    case 'invalid_type':
      return [typeProblem(path, issue.expected, issue.input)];
    case 'invalid_value':
      return [choiceProblem(path, issue.values, issue.input)];
    case 'invalid_union': {
      if (issue.discriminator === undefined || !('options' in issue)) break;
      const { discriminator, options = [], input } = issue;
      return [choiceProblem(path, options, (input as Readonly<Record<string, unknown>>)[discriminator])];
    }
    default:
      break;
  }
  return [{ at: path, what: issue.message }];
}

const WANTED: Readonly<Record<string, string>> = {
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  tuple: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function typeProblem(at: readonly PropertyKey[], expected: string, input: unknown): Problem {
  const wanted = WANTED[expected] ?? expected;
  if (input === undefined) return { at, what: `is missing: ${wanted} is wanted`, isMissing: true };
  return { at, what: `${wanted} is wanted, not ${shown(input)}` };
}

function choiceProblem(at: readonly PropertyKey[], values: readonly unknown[], input: unknown): Problem {
  const words = values.map(String);
  const choices = words.join(', ');
  if (input === undefined) return { at, what: `is missing: one of ${choices}`, isMissing: true };
  return {
    at,
    what: `${shown(input)} is none of ${choices}${typeof input === 'string' ? didYouMean(input, words) : ''}`,
  };
}

function shown(input: unknown): string {
  if (input === null) return 'nothing';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'a mapping';
  return typeof input === 'string' ? `'${input}'` : JSON.stringify(input);
}

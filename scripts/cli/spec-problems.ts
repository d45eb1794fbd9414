/** What is wrong with a spec, for people: every problem with its place, and the word that was likely meant. */
import { z, type core } from 'zod';
import { UserError } from '../../domain/errors.ts';
import type { Family } from '../../families/family.ts';

/** Problems that one error names. */
const MOST_PROBLEMS = 12;

/** All that is wrong with a spec at once, each with its line; of an unknown word the likely one. */
export function schemaError(
  issues: readonly core.$ZodIssue[],
  placeOf: (at: readonly PropertyKey[]) => string,
  family: Family,
): UserError {
  const problems = issues.flatMap((issue) => problemsOf(issue, family));
  const [first, ...others] = problems;
  const told = (problem: Problem): string => `${problem.at.map(String).join('.') || 'spec'}: ${problem.what}`;
  const more = others.slice(0, MOST_PROBLEMS - 1).map((other) => `\n  ${placeOf(other.at)}: ${told(other)}`);
  const rest = others.length - more.length;
  return new UserError(
    `${first === undefined ? 'not understood' : told(first)}${more.join('')}${rest > 0 ? `\n  and ${rest} more` : ''}`,
    {
      place: placeOf(first?.at ?? []),
      remedy: `./holdfast schema ${family.name} prints every field; docs/reference/ explains them.`,
    },
  );
}

interface Problem {
  readonly at: readonly PropertyKey[];
  readonly what: string;
}

function problemsOf(issue: core.$ZodIssue, family: Family): Problem[] {
  if (issue.code !== 'unrecognized_keys') return [{ at: issue.path, what: issue.message }];
  return issue.keys.map((key) => {
    const likely = likeliest(key, fieldsAt(family, issue.path));
    const hint = likely === undefined ? '' : `; did you mean '${likely}'?`;
    return { at: [...issue.path, key], what: `there is no such field${hint}` };
  });
}

/** The fields that a mapping at this place may have, out of the schema. */
function fieldsAt(family: Family, path: readonly PropertyKey[]): string[] {
  let nodes: JsonSchema[] = [
    z.toJSONSchema(family.schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema,
  ];
  for (const key of path) {
    nodes = nodes.flatMap(choicesOf).flatMap((node) => {
      const next =
        typeof key === 'number' ? node.items : (node.properties?.[String(key)] ?? node.additionalProperties);
      return typeof next === 'object' ? [next] : [];
    });
  }
  return [...new Set(nodes.flatMap(choicesOf).flatMap((node) => Object.keys(node.properties ?? {})))];
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

function choicesOf(node: JsonSchema): JsonSchema[] {
  return [node, ...(node.anyOf ?? []), ...(node.oneOf ?? [])];
}

/** The word that takes the fewest changes, where they are few. */
function likeliest(word: string, words: readonly string[]): string | undefined {
  const near = words
    .map((candidate) => ({ candidate, changes: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.changes - b.changes)[0];
  return near !== undefined && near.changes <= Math.max(1, Math.floor(word.length / 3))
    ? near.candidate
    : undefined;
}

/** Letters to add, drop or change from one word to the other (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (const [j, wanted] of [...other].entries()) {
      const changed = (row[j] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

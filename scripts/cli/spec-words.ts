/** What YAML reads as a number or a truth value, where a word is wanted: it is the word as it was written. */
import type { core } from 'zod';
import type { Json, JsonObject } from '../../domain/json.ts';
import type { SpecDocument } from './spec-document.ts';

/** The spec with the words that its schema missed: `when: 2026`, `options: [1, 2, 3]`, `title: true`. */
export function withWords(document: SpecDocument, issues: readonly core.$ZodIssue[]): JsonObject {
  let spec: Json = document.raw;
  for (const path of issues.flatMap((issue) => wordsWanted(issue))) {
    const word = document.written(path);
    if (word !== undefined) spec = replaced(spec, path, word);
  }
  return spec as JsonObject;
}

/** Places at which a word is wanted; of a choice of shapes, those of any shape. */
function wordsWanted(issue: core.$ZodIssue, before: readonly PropertyKey[] = []): PropertyKey[][] {
  const path = [...before, ...issue.path];
  if (issue.code === 'invalid_type') return issue.expected === 'string' ? [path] : [];
  return issue.code === 'invalid_union'
    ? issue.errors.flatMap((some) => some.flatMap((one) => wordsWanted(one, path)))
    : [];
}

function replaced(value: Json, [key, ...rest]: readonly PropertyKey[], word: string): Json {
  if (key === undefined) return word;
  if (Array.isArray(value))
    return value.map((item: Json, index) => (index === key ? replaced(item, rest, word) : item));
  const mapping = value as JsonObject;
  return { ...mapping, [key]: replaced(mapping[String(key)] ?? null, rest, word) };
}

/** Markdown with problems: `## ` begins one, `### Solution` and `### Paraphrase` its parts, comments are for us. */
import { UserError } from '../../../domain/errors.ts';
import { SLUG } from '../../../domain/experiment.ts';
import type { Problem, TestItem } from './material.ts';

const COMMENT = /<!--([^]*?)-->/g;
const PARTS = ['Solution', 'Paraphrase'] as const;
type Part = (typeof PARTS)[number];

/**
 * The problems of a file, in its order. What stands before the first `## ` is for people and is not read.
 *
 * @param file its path, for places
 * @throws UserError with file and line for a file without problems, a problem without a question, an unknown part
 */
export function readProblems(text: string, file: string): Problem[] {
  const sections = sectionsOf(text);
  if (sections.length === 0) {
    throw new UserError('there is no problem in this file', {
      place: file,
      remedy: 'A line that begins with "## " begins a problem.',
    });
  }
  return sections.map((section) => problemOf(section, `${file}:${section.line}`));
}

/** @throws UserError as `readProblems`, and for headings that give two items one id */
export function readItems(text: string, file: string): TestItem[] {
  const items = readProblems(text, file).map((problem) => ({ ...problem, id: idOf(problem) }));
  for (const [index, { id, name, place }] of items.entries()) {
    if (items.findIndex((item) => item.id === id) === index) continue;
    throw new UserError(`the test problem '${name}' has the id of one before it, '${id}'`, {
      place,
      remedy: 'Give it another heading.',
    });
  }
  return items.map(({ id, question }) => ({ id, question }));
}

function idOf({ name, place }: Problem): string {
  const id = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
  if (SLUG.test(id)) return id;
  throw new UserError(`the heading '${name}' gives a test problem no id`, {
    place,
    remedy: 'A heading needs a letter from a to z or a digit.',
  });
}

interface Section {
  readonly heading: string;
  /** From 1. */
  readonly line: number;
  readonly lines: readonly string[];
}

function sectionsOf(text: string): Section[] {
  const sections: { heading: string; line: number; lines: string[] }[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const heading = /^## +(\S.*)$/.exec(line)?.[1];
    if (heading !== undefined) sections.push({ heading: heading.trim(), line: index + 1, lines: [] });
    else sections.at(-1)?.lines.push(line);
  }
  return sections;
}

function problemOf({ heading, lines }: Section, place: string): Problem {
  const parts = new Map<Part | 'question', string[]>([['question', []]]);
  let current: Part | 'question' = 'question';
  for (const line of lines) {
    const named = /^### +(\S.*)$/.exec(line)?.[1]?.trim();
    if (named === undefined) {
      parts.get(current)?.push(line);
      continue;
    }
    current = partNamed(named, place);
    if (parts.has(current))
      throw new UserError(`the problem '${heading}' has two parts '${named}'`, {
        place,
        remedy: 'Keep one.',
      });
    parts.set(current, []);
  }
  const textOf = (part: Part | 'question'): string | null => {
    const shown = (parts.get(part) ?? []).join('\n').replace(COMMENT, '').trim();
    return shown === '' ? null : shown.replace(/\n{3,}/g, '\n\n');
  };
  const question = textOf('question');
  if (question === null)
    throw new UserError(`the problem '${heading}' has no question`, {
      place,
      remedy: 'Its text stands below its heading.',
    });
  return {
    ...{ name: heading, place, question },
    solution: textOf('Solution'),
    paraphrase: textOf('Paraphrase'),
    statements: statementsIn(lines.join('\n')),
  };
}

function partNamed(name: string, place: string): Part {
  const part = PARTS.find((known) => known.toLowerCase() === name.toLowerCase());
  if (part !== undefined) return part;
  throw new UserError(`'${name}' is no part of a problem`, { place, remedy: `Parts: ${PARTS.join(', ')}.` });
}

function statementsIn(text: string): string | null {
  const comments = [...text.matchAll(COMMENT)].flatMap(
    (match) => /^\s*solve\b([^]*)$/.exec(match[1] ?? '')?.[1] ?? [],
  );
  return comments.length === 0 ? null : comments.join('\n').trim();
}

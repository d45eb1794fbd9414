/** Problems from a data file: every mistake in it is found here, before a call is paid for. */
import { UserError } from '../../../domain/errors.ts';
import type { Json, JsonObject } from '../../../domain/json.ts';
import { type Gold, parseGold } from '../../../methods/grading/gold.ts';
import { listed } from '../../csv.ts';
import type { ProblemsSpec } from '../spec.ts';
import type { Problem } from './problem.ts';
import { type DataRecord, type DataTable, readRecords } from './records.ts';

/** Columns that a file may have without the spec naming them. */
const FOUND_BY_NAME = ['id', 'section', 'statements', 'equation'] as const;
type FoundByName = (typeof FOUND_BY_NAME)[number];

/** What stands where; null for what the file does not have. */
interface Columns extends Readonly<Record<FoundByName, string | null>> {
  readonly question: readonly string[];
  readonly answer: string;
  readonly after: string | null;
}

/**
 * All problems of the file, then those of the spec's `sections`, then the first `limit` of them.
 *
 * @throws UserError naming file, line and column: a column that is not there, an empty question, a gold answer that
 *   is no number, an id that stands twice; for sections, naming the place in the spec
 */
export function readProblems(text: string, spec: ProblemsSpec): Problem[] {
  const table = readRecords(text, spec.file);
  if (table.records.length === 0) {
    throw new UserError('there is no problem in the file', {
      place: `${spec.file}:1`,
      remedy: 'Add problems.',
    });
  }
  const columns = columnsOf(table, spec);
  const lines = new Map<string, number>();
  const problems = table.records.map((record, index) => {
    const problem = problemOf(table, record, columns, `p${index + 1}`);
    const before = lines.get(problem.id);
    if (before !== undefined) {
      throw new UserError(`the id '${problem.id}' stands on line ${before} already`, {
        place: placeOf(table, record, columns.id),
        remedy: 'Give each problem an id of its own, or name no column for ids: then they are counted.',
      });
    }
    lines.set(problem.id, record.line());
    return problem;
  });
  return ofSections(problems, spec).slice(0, spec.limit ?? problems.length);
}

function ofSections(problems: readonly Problem[], { sections }: ProblemsSpec): readonly Problem[] {
  if (sections === undefined) return problems;
  const known = new Set(problems.flatMap(({ section }) => section ?? []));
  sections.forEach((section, index) => {
    if (known.has(section)) return;
    throw new UserError(`no problem is of the section '${section}'`, {
      place: `problems.sections.${index}`,
      remedy: known.size === 0 ? 'Name the column: columns.section.' : `Sections are ${listed([...known])}.`,
    });
  });
  return problems.filter(({ section }) => section !== null && sections.includes(section));
}

function columnsOf(table: DataTable, spec: ProblemsSpec): Columns {
  const { columns = {} } = spec;
  const question = columns.question ?? 'question';
  const answer = columns.answer ?? 'answer';
  const found = (name: FoundByName): string | null =>
    columns[name] ?? (hasSomewhere(table, name) ? name : null);
  const all: Columns = {
    id: found('id'),
    section: found('section'),
    statements: found('statements'),
    equation: found('equation'),
    question: typeof question === 'string' ? [question] : question,
    answer: typeof answer === 'string' ? answer : answer.column,
    after: typeof answer === 'string' ? null : answer.after,
  };
  const needed = [...all.question, all.answer, ...FOUND_BY_NAME.flatMap((name) => columns[name] ?? [])];
  const missing = needed.find((name) => !hasSomewhere(table, name));
  if (missing === undefined) return all;
  const first = table.records[0]?.values ?? {};
  throw noColumn(missing, `${table.file}:1`, table.columns ?? Object.keys(first));
}

function hasSomewhere({ columns, records }: DataTable, name: string): boolean {
  return columns?.includes(name) ?? records.some(({ values }) => Object.hasOwn(values, name));
}

function noColumn(name: string, place: string, has: readonly string[]): UserError {
  return new UserError(`there is no column '${name}'`, {
    place,
    remedy: `There are ${listed(has)}. Say under problems.columns which of them is what.`,
  });
}

function problemOf(table: DataTable, record: DataRecord, columns: Columns, countedId: string): Problem {
  const { id, section, statements, equation } = columns;
  const question = columns.question
    .map((column) => textOf(table, record, column))
    .join(' ')
    .trim();
  if (question === '') {
    throw new UserError('the question is empty', {
      place: placeOf(table, record, columns.question[0] ?? null),
      remedy: 'Fill it in, or take the problem out.',
    });
  }
  return {
    id: id === null ? countedId : idOf(table, record, id),
    question,
    gold: goldOf(table, record, columns),
    section: textOrNull(record.values, section),
    statements: textOrNull(record.values, statements),
    equation: textOrNull(record.values, equation),
    twinOf: null,
  };
}

function idOf(table: DataTable, record: DataRecord, column: string): string {
  const id = textOf(table, record, column);
  if (id !== '') return id;
  throw new UserError('the id is empty', {
    place: placeOf(table, record, column),
    remedy: 'Fill it in, or name no column for ids: then they are counted.',
  });
}

function goldOf(table: DataTable, record: DataRecord, { answer, after }: Columns): Gold[] {
  const place = (): string => placeOf(table, record, answer);
  const value = valueOf(table, record, answer);
  return goldTexts(value, after, place).map((text) => {
    const gold = parseGold(text);
    if (gold !== undefined) return gold;
    throw new UserError(text.trim() === '' ? 'the answer is empty' : `the answer '${text}' is no number`, {
      place: place(),
      remedy: 'Write a number such as 12, 1,250.5, -3, 7/2 or 20%; several are separated by `;`.',
    });
  });
}

function goldTexts(value: Json | undefined, after: string | null, place: () => string): string[] {
  if (Array.isArray(value)) return value.length === 0 ? [''] : value.map(scalarText);
  let text = scalarText(value);
  if (after !== null) {
    const at = text.lastIndexOf(after);
    if (at < 0) {
      throw new UserError(`there is no '${after}' in the answer`, {
        place: place(),
        remedy: 'Mend the answer, or problems.columns.answer.after.',
      });
    }
    text = text.slice(at + after.length).trim();
  }
  return listIn(text)?.map(scalarText) ?? text.split(';');
}

/** A cell of a CSV file may hold a JSON array. */
function listIn(text: string): readonly Json[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const value = JSON.parse(text) as Json;
    return Array.isArray(value) && value.length > 0 ? value : undefined;
  } catch {
    return undefined;
  }
}

function valueOf(table: DataTable, record: DataRecord, column: string): Json | undefined {
  if (Object.hasOwn(record.values, column)) return record.values[column];
  throw noColumn(column, placeOf(table, record, column), Object.keys(record.values));
}

function textOf(table: DataTable, record: DataRecord, column: string): string {
  return scalarText(valueOf(table, record, column));
}

function textOrNull(values: JsonObject, column: string | null): string | null {
  return column === null || !Object.hasOwn(values, column) ? null : scalarText(values[column]) || null;
}

/** Lists and objects are no text. */
function scalarText(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/** `file:12, column 'answer'`. */
function placeOf(table: DataTable, record: DataRecord, column: string | null): string {
  return `${table.file}:${record.line()}${column === null ? '' : `, column '${column}'`}`;
}

/** A data file as records: CSV, JSON Lines or a JSON array, each value with its place for errors. */
import { isMap, isSeq, LineCounter, parseDocument } from 'yaml';
import { messageOf, UserError } from '../../../domain/errors.ts';
import type { Json, JsonObject } from '../../../domain/json.ts';
import { readCsv } from '../../csv.ts';

export interface DataRecord {
  readonly values: JsonObject;
  /** Line in the file: where an object of a JSON array begins, on which a record of a CSV file ends. */
  line(): number;
}

export interface DataTable {
  readonly file: string;
  /** The columns of a CSV file; null for JSON, where each object has keys of its own. */
  readonly columns: readonly string[] | null;
  readonly records: readonly DataRecord[];
}

/**
 * The format follows the name: `.jsonl` or `.ndjson`, `.json`, and CSV for all others.
 *
 * @throws UserError naming file and line for what is not of its format
 */
export function readRecords(text: string, file: string): DataTable {
  if (/\.(jsonl|ndjson)$/i.test(file)) return { file, columns: null, records: readLines(text, file) };
  if (/\.json$/i.test(file)) return { file, columns: null, records: readArray(text, file) };
  const { columns, records } = readCsv(text, file);
  return {
    file,
    columns,
    records: records.map((record) => ({
      values: Object.fromEntries(columns.map((column) => [column, record.cell(column)])),
      line: () => record.line,
    })),
  };
}

function readLines(text: string, file: string): DataRecord[] {
  return withoutMark(text)
    .split('\n')
    .flatMap((written, index) => {
      if (written.trim() === '') return [];
      const line = index + 1;
      const place = `${file}:${line}`;
      return [
        {
          values: objectOf(
            parsed(written, () => place),
            () => place,
          ),
          line: () => line,
        },
      ];
    });
}

function readArray(text: string, file: string): DataRecord[] {
  const plain = withoutMark(text);
  const array = parsed(plain, (offset) => `${file}:${lineAt(plain, offset)}`);
  if (!isArray(array)) {
    throw new UserError('this is no list of problems', {
      place: `${file}:1`,
      remedy: 'Write a JSON array of objects, or an object a line in a .jsonl file.',
    });
  }
  const lineOf = linesOfItems(plain);
  return array.map((value, index) => ({
    values: objectOf(value, () => `${file}:${lineOf(index)}`),
    line: () => lineOf(index),
  }));
}

function parsed(text: string, placeOf: (offset: number) => string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    // Some messages quote what is around the place, over several lines.
    const [what = ''] = messageOf(error).split(/,? (?:\.\.\.)?"|,? in JSON at | is not valid JSON/);
    throw new UserError(`this is not JSON: ${what}`, {
      place: placeOf(offsetOfError(text)),
      remedy: 'Mend that place; JSON has no comments and no comma after the last entry.',
    });
  }
}

/** Not every message of the parser says where: the shortest beginning that no ending could mend. */
function offsetOfError(text: string): number {
  let [good, bad] = [0, text.length + 1];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (canGoOn(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function canGoOn(beginning: string): boolean {
  try {
    JSON.parse(beginning);
    return true;
  } catch (error) {
    const message = messageOf(error);
    if (/^Un(?:expected end|terminated string)/.test(message)) return true;
    return Number(/ at position (\d+)/.exec(message)?.[1] ?? -1) >= beginning.length;
  }
}

function objectOf(value: Json, place: () => string): JsonObject {
  if (typeof value === 'object' && value !== null && !isArray(value)) return value;
  throw new UserError('this is no object', {
    place: place(),
    remedy: 'Write each problem as an object: {"question": "...", "answer": 12}.',
  });
}

/** Lines are looked for only where there is something wrong: a second parser keeps positions, and is slow. */
function linesOfItems(text: string): (index: number) => number {
  let starts: readonly number[] | undefined;
  return (index) => {
    starts ??= startsOfItems(text);
    return starts[index] ?? 1;
  };
}

/** JSON is YAML. */
function startsOfItems(text: string): number[] {
  const lines = new LineCounter();
  const { contents } = parseDocument(text, { lineCounter: lines, uniqueKeys: false });
  if (!isSeq(contents)) return [];
  return contents.items.map((item) => {
    const start = isMap(item) ? item.range?.[0] : undefined;
    return start === undefined ? 1 : lines.linePos(start).line;
  });
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

/** Responses of people (or of models) from CSV text, wide or long. Shared by studies, `holdfast irt` and `align`. */
import { UserError } from '../../../domain/errors.ts';
import { type CsvRecord, type CsvTable, listed, placeOf, readCsv, requireColumns } from '../../csv.ts';
import { readCell, scoreOf } from './score.ts';
import { type Located, applyRepeats } from './repeats.ts';
import type { Person, ReadOptions, Response, ResponseTable } from './table.ts';

/**
 * Reads a response file.
 *
 * Wide: `person_id`, covariates, then a column an item; a blank is missing. Long: `person_id, item_id`, then `choice`
 * or `score` (or both: the score counts) and perhaps `repeat` and `position`; covariates repeat on each row.
 *
 * @throws UserError with file and line: an unknown item, a person or response twice without a rule, a cell that is no
 *   score in [0, 1] and no known choice, a column that is not there
 */
export function readResponses(csvText: string, options: ReadOptions): ResponseTable {
  const table = readCsv(csvText, options.file);
  const format = options.format ?? (table.columns.includes('item_id') ? 'long' : 'wide');
  const described = describingColumns(options);
  requireColumns(table, ['person_id', ...described]);
  if (table.records.length === 0) {
    throw new UserError('there is no person in the file', {
      place: `${options.file}:1`,
      remedy: 'Add responses.',
    });
  }
  return format === 'wide' ? readWide(table, options, described) : readLong(table, options, described);
}

function readWide(table: CsvTable, options: ReadOptions, described: readonly string[]): ResponseTable {
  const rest = table.columns.filter((column) => column !== 'person_id' && !described.includes(column));
  const itemIds = rest.filter((column) => isWanted(column, `${table.file}:1`, options));
  requireItems(itemIds, table, options);
  const rows = new Map<string, number>();
  const persons = new Map<string, Person>();
  const located: Located[] = [];
  for (const record of table.records) {
    const person = readPerson(table, record, options);
    const repeat = rows.get(person.id) ?? 0;
    rows.set(person.id, repeat + 1);
    requireSamePerson(persons.get(person.id), person, table, record);
    persons.set(person.id, person);
    itemIds.forEach((itemId) => {
      const text = record.cells[itemId] ?? '';
      if (isBlank(text)) return;
      const scored = readCell(text, options.keys?.get(itemId), options.scoreMap);
      if (scored === null) throw badCell(text, placeOf(table, record, itemId), options);
      located.push({
        response: { personId: person.id, itemId, repeat, position: null, ...scored },
        place: `${table.file}:${record.line}`,
      });
    });
  }
  return {
    kind: 'responses',
    persons: [...persons.values()],
    itemIds,
    responses: applyRepeats(located, options.repeats),
  };
}

function readLong(table: CsvTable, options: ReadOptions, described: readonly string[]): ResponseTable {
  requireColumns(table, ['item_id']);
  const hasScore = table.columns.includes('score');
  const hasChoice = table.columns.includes('choice');
  if (!hasScore && !hasChoice) requireColumns(table, ['score']);
  const known = ['person_id', 'item_id', 'score', 'choice', 'repeat', 'position', ...described];
  const stranger = table.columns.find((column) => !known.includes(column));
  if (stranger !== undefined) {
    throw new UserError(`what is the column '${stranger}'?`, {
      place: `${table.file}:1`,
      remedy: `Name it among the covariates, or take it out. A long file has ${known.slice(0, 6).join(', ')}.`,
    });
  }
  const persons = new Map<string, Person>();
  const itemIds = new Set<string>();
  const located: Located[] = [];
  // Without a column that says so, the order of the file is the order of the repetitions.
  const numbered = table.columns.includes('repeat') || table.columns.includes('position');
  const seen = new Map<string, number>();
  for (const record of table.records) {
    const person = readPerson(table, record, options);
    const itemId = record.cells['item_id'] ?? '';
    const place = `${table.file}:${record.line}`;
    if (itemId === '') throw new UserError('the item_id is empty', { place, remedy: 'Fill it in.' });
    requireSamePerson(persons.get(person.id), person, table, record);
    persons.set(person.id, person);
    if (!isWanted(itemId, place, options)) continue;
    itemIds.add(itemId);
    const scored = readLongCell(table, record, itemId, options);
    if (scored === null) continue;
    const pair = JSON.stringify([person.id, itemId]);
    const repeat = numbered ? readWhole(table, record, 'repeat') : (seen.get(pair) ?? 0);
    seen.set(pair, (seen.get(pair) ?? 0) + 1);
    const position = readWhole(table, record, 'position');
    located.push({
      response: { personId: person.id, itemId, repeat: repeat ?? 0, position, ...scored },
      place,
    });
  }
  requireItems([...itemIds], table, options);
  return {
    kind: 'responses',
    persons: [...persons.values()],
    itemIds: [...itemIds],
    responses: applyRepeats(located, options.repeats),
  };
}

function readLongCell(
  table: CsvTable,
  record: CsvRecord,
  itemId: string,
  options: ReadOptions,
): Pick<Response, 'choice' | 'score'> | null {
  const score = record.cells['score'] ?? '';
  const choice = record.cells['choice'] ?? '';
  const key = options.keys?.get(itemId);
  if (isBlank(score)) {
    if (isBlank(choice)) return null;
    const scored = scoreOf(choice, key, options.scoreMap);
    if (scored === null) throw badCell(choice, placeOf(table, record, 'choice'), options);
    return { choice, score: scored };
  }
  const read = readCell(score, key, options.scoreMap);
  if (read === null) throw badCell(score, placeOf(table, record, 'score'), options);
  return isBlank(choice) ? read : { choice, score: read.score };
}

function readPerson(table: CsvTable, record: CsvRecord, options: ReadOptions): Person {
  const id = record.cells['person_id'] ?? '';
  const place = `${table.file}:${record.line}`;
  if (id === '') throw new UserError('the person_id is empty', { place, remedy: 'Give every person an id.' });
  const covariates = Object.fromEntries(
    (options.covariates ?? []).map((column) => [column, record.cells[column] ?? '']),
  );
  let weight = 1;
  if (options.weight !== undefined) {
    const text = record.cells[options.weight] ?? '';
    weight = Number(text);
    if (text === '' || !Number.isFinite(weight) || weight < 0) {
      throw new UserError(`'${text}' is no weight`, {
        place: placeOf(table, record, options.weight),
        remedy: 'A weight is a number of at least 0.',
      });
    }
  }
  const cluster = options.cluster === undefined ? id : (record.cells[options.cluster] ?? '');
  const form = options.form === undefined ? null : (record.cells[options.form] ?? '');
  return { id, covariates, weight, cluster, form };
}

function requireSamePerson(
  before: Person | undefined,
  now: Person,
  table: CsvTable,
  record: CsvRecord,
): void {
  if (before === undefined || JSON.stringify(before) === JSON.stringify(now)) return;
  throw new UserError(`the person '${now.id}' has other covariates, weight or cluster on another line`, {
    place: `${table.file}:${record.line}`,
    remedy: 'Give different people different ids, or mend the line.',
  });
}

function isWanted(itemId: string, place: string, options: ReadOptions): boolean {
  if (options.knownItems === undefined || options.knownItems.has(itemId)) return true;
  if (options.unlisted === 'ignore') return false;
  throw new UserError(`unknown item '${itemId}'`, {
    place,
    remedy:
      'Add it to the item file, name the column among the covariates, or set `unlisted: ignore` to leave such out.',
  });
}

function requireItems(itemIds: readonly string[], table: CsvTable, options: ReadOptions): void {
  if (itemIds.length > 0) return;
  const remedy =
    options.knownItems === undefined
      ? 'A wide file has a column for each item after person_id; a long one has item_id and score.'
      : `The item file lists ${listed([...options.knownItems])}.`;
  throw new UserError('there is no item in the file', { place: `${table.file}:1`, remedy });
}

function badCell(text: string, place: string, options: ReadOptions): UserError {
  const choices = Object.keys(options.scoreMap ?? {});
  return new UserError(`'${text}' is neither a score in [0, 1] nor a known choice`, {
    place,
    remedy:
      choices.length > 0
        ? `Known choices are ${listed(choices)}; add it to \`scores\`, or leave the cell blank if it is missing.`
        : 'Score it between 0 and 1, state a score map, name the column among the covariates, or leave it blank.',
  });
}

function readWhole(table: CsvTable, record: CsvRecord, column: string): number | null {
  const text = record.cells[column] ?? '';
  if (text === '') return null;
  if (/^\d+$/.test(text)) return Number(text);
  throw new UserError(`'${text}' is no whole number`, {
    place: placeOf(table, record, column),
    remedy: 'Count from 0.',
  });
}

function isBlank(text: string): boolean {
  return text === '' || text === 'NA';
}

function describingColumns(options: ReadOptions): string[] {
  const named = [...(options.covariates ?? []), options.weight, options.cluster, options.form];
  return [...new Set(named.filter((column) => column !== undefined))];
}

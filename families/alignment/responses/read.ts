/** Responses of people (or of models) from CSV text, wide or long. Shared by studies, `holdfast irt` and `align`. */
import { UserError } from '../../../domain/errors.ts';
import { didYouMean } from '../../../domain/likely.ts';
import {
  type CsvRecord,
  type CsvTable,
  listed,
  placeOf,
  readCsv,
  requireColumns,
  ROW_NAMES,
} from '../../csv.ts';
import { withOurNames } from './columns.ts';
import { readCell, readUnit, type Scheme, type Scored } from './score.ts';
import { type Located, applyRepeats } from './repeats.ts';
import { packResponses } from './packed.ts';
import type { Person, ReadOptions, Response, ResponseTable } from './table.ts';

/**
 * Reads a response file.
 *
 * Wide: `person_id`, covariates, then a column an item; a blank is missing. Long: `person_id, item_id`, then `choice`
 * or `score` (or both: the score counts) and perhaps `repeat` and `position`; covariates repeat on each row.
 *
 * @throws UserError with file and line: an unknown item, a person or response twice without a rule, cells that are neither
 *   key, option nor score, a column that is not there
 */
export function readResponses(csvText: string, options: ReadOptions): ResponseTable {
  const table = withOurNames(readCsv(csvText, options.file), options);
  options.found?.push(...table.found);
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
  const rest = table.columns.filter(
    (column) => column !== 'person_id' && column !== ROW_NAMES && !described.includes(column),
  );
  const itemIds = rest.filter((column) => isWanted(column, `${table.file}:1`, options));
  const leftOut = rest.filter((column) => !itemIds.includes(column));
  requireItems(itemIds, table, options);
  const readers = itemIds.map((itemId) => readerOf(schemeOf(itemId, options), options));
  const rows = new Map<string, number>();
  const persons = new Map<string, Person>();
  const packed = packResponses(itemIds, table.records.length * itemIds.length);
  const bad: BadCell[] = [];
  for (const record of table.records) {
    const person = readPerson(table, record, options);
    const repeat = rows.get(person.id) ?? 0;
    rows.set(person.id, repeat + 1);
    requireSamePerson(persons.get(person.id), person, table, record);
    persons.set(person.id, person);
    packed.of(person.id, repeat, record.line);
    for (let column = 0; column < itemIds.length; column++) {
      const itemId = itemIds[column] as string;
      const text = record.cell(itemId);
      if (text === '') continue;
      const scored = (readers[column] as CellReader)(text);
      if (scored === 'missing') continue;
      if (scored === null) {
        bad.push({ text, itemId, place: placeOf(table, record, itemId) });
        continue;
      }
      const { choice, score } = scored;
      packed.add(column, choice, score);
    }
  }
  refuseColumns(bad, table, itemIds, options);
  refuseCells(bad, options);
  return {
    kind: 'responses',
    persons: [...persons.values()],
    itemIds,
    ...(leftOut.length === 0 ? {} : { leftOut }),
    // A person on two lines is the only way to answer a column twice.
    responses:
      persons.size === table.records.length
        ? packed.responses
        : applyRepeats(
            [...packed.responses].map((response, index) => ({ response, line: packed.lineOf(index) })),
            options.repeats,
            table.file,
          ),
  };
}

function readLong(table: CsvTable, options: ReadOptions, described: readonly string[]): ResponseTable {
  requireColumns(table, ['item_id']);
  const hasScore = table.columns.includes('score');
  const hasChoice = table.columns.includes('choice');
  if (!hasScore && !hasChoice) requireColumns(table, ['score']);
  const known = ['person_id', 'item_id', 'score', 'choice', 'repeat', 'position', ...described];
  const strangers = table.columns.filter((column) => !known.includes(column) && column !== ROW_NAMES);
  if (strangers.length > 0) {
    const they = strangers.length === 1 ? 'is the column' : 'are the columns';
    throw new UserError(`what ${they} ${strangers.map((name) => `'${name}'`).join(', ')}?`, {
      place: `${table.file}:1`,
      remedy:
        `Name them among the covariates (--covariates ${strangers.join(',')}), or take them out. ` +
        `A long file has ${known.slice(0, 6).join(', ')}; other names are told by --id, --item and --score.`,
    });
  }
  const persons = new Map<string, Person>();
  const itemIds = new Set<string>();
  const leftOut = new Set<string>();
  const located: Located[] = [];
  // Without a column that says so, the order of the file is the order of the repetitions.
  const numbered = table.columns.includes('repeat') || table.columns.includes('position');
  const seen = new Map<string, number>();
  const bad: BadCell[] = [];
  for (const record of table.records) {
    const person = readPerson(table, record, options);
    const itemId = record.cell('item_id');
    const place = `${table.file}:${record.line}`;
    if (itemId === '') throw new UserError('the item_id is empty', { place, remedy: 'Fill it in.' });
    requireSamePerson(persons.get(person.id), person, table, record);
    persons.set(person.id, person);
    if (!isWanted(itemId, place, options)) {
      leftOut.add(itemId);
      continue;
    }
    itemIds.add(itemId);
    const scored = readLongCell(table, record, itemId, options, bad);
    if (scored === null) continue;
    const pair = JSON.stringify([person.id, itemId]);
    const repeat = numbered ? readWhole(table, record, 'repeat') : (seen.get(pair) ?? 0);
    seen.set(pair, (seen.get(pair) ?? 0) + 1);
    const position = readWhole(table, record, 'position');
    located.push({
      response: { personId: person.id, itemId, repeat: repeat ?? 0, position, ...scored },
      line: record.line,
    });
  }
  requireItems([...itemIds], table, options);
  refuseCells(bad, options);
  return {
    kind: 'responses',
    persons: [...persons.values()],
    itemIds: [...itemIds],
    ...(leftOut.size === 0 ? {} : { leftOut: [...leftOut] }),
    responses: applyRepeats(located, options.repeats, table.file),
  };
}

function readLongCell(
  table: CsvTable,
  record: CsvRecord,
  itemId: string,
  options: ReadOptions,
  bad: BadCell[],
): Pick<Response, 'choice' | 'score'> | null {
  const score = record.cell('score');
  const choice = record.cell('choice');
  const scheme = schemeOf(itemId, options);
  const refuse = (text: string, column: string): null => {
    bad.push({ text, itemId, place: placeOf(table, record, column) });
    return null;
  };
  if (isMissing(score, options)) {
    if (isMissing(choice, options)) return null;
    // What stands under `choice` is never a score.
    const read = readCell(choice, { ...scheme, areScores: false });
    return read === null || read.choice === null ? refuse(choice, 'choice') : read;
  }
  // What stands under `score` is one, unless the file has no other column for its answers.
  const read = readUnit(score);
  const known = read === null ? readCell(score, scheme) : { choice: null, score: read };
  if (known === null) return refuse(score, 'score');
  return isMissing(choice, options) ? known : { choice, score: known.score };
}

function readPerson(table: CsvTable, record: CsvRecord, options: ReadOptions): Person {
  const id = record.cell('person_id');
  const place = `${table.file}:${record.line}`;
  if (id === '') throw new UserError('the person_id is empty', { place, remedy: 'Give every person an id.' });
  const covariates = Object.fromEntries(
    (options.covariates ?? []).map((column) => [column, record.cell(column)]),
  );
  let weight = 1;
  if (options.weight !== undefined) {
    const text = record.cell(options.weight);
    weight = Number(text);
    if (text === '' || !Number.isFinite(weight) || weight < 0) {
      throw new UserError(`'${text}' is no weight`, {
        place: placeOf(table, record, options.weight),
        remedy: 'A weight is a number of at least 0.',
      });
    }
  }
  const cluster = options.cluster === undefined ? id : record.cell(options.cluster);
  const form = options.form === undefined ? null : record.cell(options.form);
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
  const likely = didYouMean(itemId, [...options.knownItems]);
  throw new UserError(`unknown item '${itemId}'${likely}`, {
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

interface BadCell {
  readonly text: string;
  readonly itemId: string;
  readonly place: string;
}

/** Columns in which no cell is an answer are no items. @throws UserError naming all of them */
function refuseColumns(
  bad: readonly BadCell[],
  table: CsvTable,
  itemIds: readonly string[],
  options: ReadOptions,
): void {
  const counts = new Map<string, number>();
  for (const { itemId } of bad) counts.set(itemId, (counts.get(itemId) ?? 0) + 1);
  const odd = itemIds.filter((itemId) => {
    const count = counts.get(itemId);
    const isItem = [options.knownItems, options.keys, options.options].some(
      (known) => known?.has(itemId) === true,
    );
    if (count === undefined || isItem) return false;
    return count === answeredIn(table, itemId, options);
  });
  if (odd.length === 0) return;
  const names = odd.map((name) => `'${name}'`).join(', ');
  throw new UserError(
    odd.length === 1
      ? `the column ${names} holds no answer that is a score or a known choice`
      : `the columns ${names} hold no answer that is a score or a known choice`,
    {
      place: `${table.file}:1`,
      remedy:
        `Name what describes persons among the covariates: --covariates ${odd.join(',')} (people.covariates in a spec). ` +
        'Answers that are choices need a key (--key, --items) or a score map.',
    },
  );
}

function answeredIn(table: CsvTable, itemId: string, options: ReadOptions): number {
  return table.records.filter((record) => !isMissing(record.cell(itemId), options)).length;
}

/** Places that one error names. */
const MOST_PLACES = 5;

/** @throws UserError naming the first of the cells, how many there are, and what may be in them */
function refuseCells(bad: readonly BadCell[], options: ReadOptions): void {
  const [first, ...others] = bad;
  if (first === undefined) return;
  const { key, options: choices, scoreMap } = schemeOf(first.itemId, options);
  const known = choices.length > 0 ? choices : Object.keys(scoreMap ?? {});
  const what =
    key === undefined
      ? 'neither a score in [0, 1] nor a known choice'
      : 'neither the key nor an option of its item';
  const also = others.slice(0, MOST_PLACES - 1).map(({ text, place }) => `'${text}' at ${place}`);
  const rest = others.length - also.length;
  const more =
    others.length === 0 ? '' : `; so are ${also.join(', ')}${rest > 0 ? ` and ${rest} cells more` : ''}`;
  const hint =
    known.length > 0
      ? `Known are ${listed(known)}.`
      : 'Score it between 0 and 1, state a score map or a key, or name the column among the covariates.';
  throw new UserError(`'${first.text}' is ${what}${more}`, {
    place: first.place,
    remedy:
      `${hint} What stands for a missing answer is named in \`missing\` (--missing on the command line) or left blank; ` +
      `cells that are scores already are told by \`cells: scores\`${choices.length > 0 ? ', letters of options by `letters: true`' : ''}.`,
  });
}

function schemeOf(itemId: string, options: ReadOptions): Scheme {
  return {
    options: options.options?.get(itemId) ?? [],
    key: options.keys?.get(itemId),
    scoreMap: options.scoreMap,
    letters: options.letters ?? false,
    areScores: options.cells === 'scores',
  };
}

type CellReader = (text: string) => Scored | null | 'missing';

/** Reads the cells of one item; a text that stood there before is known. */
function readerOf(scheme: Scheme, options: ReadOptions): CellReader {
  const known = new Map<string, Scored | null | 'missing'>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const read = isMissing(text, options) ? 'missing' : readCell(text, scheme);
    known.set(text, read);
    return read;
  };
}

function readWhole(table: CsvTable, record: CsvRecord, column: string): number | null {
  const text = record.cell(column);
  if (text === '') return null;
  if (/^\d+$/.test(text)) return Number(text);
  throw new UserError(`'${text}' is no whole number`, {
    place: placeOf(table, record, column),
    remedy: 'Count from 0.',
  });
}

function isMissing(text: string, { missing = [] }: ReadOptions): boolean {
  return text === '' || text === 'NA' || missing.some((code) => String(code) === text);
}

function describingColumns(options: ReadOptions): string[] {
  const named = [...(options.covariates ?? []), options.weight, options.cluster, options.form];
  return [...new Set(named.filter((column) => column !== undefined))];
}

/** Response files as `irt fit` and `align` take them. */
import { UserError } from '../../domain/errors.ts';
import { readCsv } from '../../families/csv.ts';
import { respondentsOf } from '../../families/alignment/responses/matrix.ts';
import { readItems } from '../../families/alignment/responses/items.ts';
import { readResponses } from '../../families/alignment/responses/read.ts';
import type { ReadOptions, RepeatsRule, ResponseTable } from '../../families/alignment/responses/table.ts';
import type { Respondents } from '../../methods/alignment/sides.ts';
import { say } from './output.ts';
import { readTextFile } from './text-file.ts';

export interface TableOptions {
  /** Comma-separated columns that are no items. */
  readonly covariates?: string;
  readonly weight?: string;
  readonly cluster?: string;
  readonly repeats?: string;
  readonly id?: string;
  readonly item?: string;
  readonly score?: string;
  /** Comma-separated codes. */
  readonly missing?: string;
  /** A file with the items, their options and keys. */
  readonly items?: string;
  /** A file with two columns: the item and its key. */
  readonly key?: string;
  readonly letters?: boolean;
  readonly encoding?: string;
}

const RULES: readonly RepeatsRule[] = ['first', 'last', 'mean'];

/** @throws UserError with file and line */
export function readRespondents(file: string, options: TableOptions): Respondents {
  return readTable(file, readText(file, options), options);
}

/**
 * Two files whose describing columns differ: people have weights and clusters where a model's respondents have none. A
 * column that one file lacks is left out there: weight 1, and each row its own cluster.
 *
 * @throws UserError with file and line; where neither file has a column
 */
export function readBothRespondents(
  humanFile: string,
  modelFile: string,
  options: TableOptions,
): { readonly human: Respondents; readonly model: Respondents } {
  const human = describe(humanFile, options);
  const model = describe(modelFile, options);
  for (const name of namesOf(options)) {
    if (human.columns.has(name) || model.columns.has(name)) continue;
    throw new UserError(`neither file has a column '${name}'`, {
      place: `${humanFile}:1, ${modelFile}:1`,
      remedy: 'Mend the flag: --covariates, --weight and --cluster name columns of one file or of both.',
    });
  }
  const read = ({ file, text, columns }: Described): Respondents =>
    readTable(file, text, onlyThere(options, columns));
  return { human: read(human), model: read(model) };
}

interface Described {
  readonly file: string;
  readonly text: string;
  readonly columns: ReadonlySet<string>;
}

function describe(file: string, options: TableOptions): Described {
  const text = readText(file, options);
  return { file, text, columns: new Set(readCsv(text, file).columns) };
}

function onlyThere(options: TableOptions, columns: ReadonlySet<string>): TableOptions {
  const { covariates, weight, cluster, ...rest } = options;
  const kept = covariatesOf(covariates).filter((name) => columns.has(name));
  return {
    ...rest,
    ...(kept.length > 0 ? { covariates: kept.join(',') } : {}),
    ...(weight !== undefined && columns.has(weight) ? { weight } : {}),
    ...(cluster !== undefined && columns.has(cluster) ? { cluster } : {}),
  };
}

function namesOf({ covariates, weight, cluster }: TableOptions): string[] {
  return [...covariatesOf(covariates), weight, cluster].filter((name) => name !== undefined);
}

function covariatesOf(written: string | undefined): string[] {
  return written === undefined ? [] : written.split(',').map((name) => name.trim());
}

function readText(file: string, { encoding }: TableOptions): string {
  const { text, found } = readTextFile(file, encoding);
  for (const what of found) say(`${file}: ${what}`);
  return text;
}

/** The table itself: what was chosen apart from its score. @throws UserError with file and line */
export function readResponseTable(file: string, options: TableOptions): ResponseTable {
  return parseTable(file, readText(file, options), options);
}

function readTable(file: string, text: string, options: TableOptions): Respondents {
  return respondentsOf(parseTable(file, text, options));
}

function parseTable(file: string, text: string, options: TableOptions): ResponseTable {
  const repeats = RULES.find((rule) => rule === options.repeats);
  if (options.repeats !== undefined && repeats === undefined) {
    throw new UserError(`--repeats ${options.repeats} is not known.`, {
      remedy: `Choose one of: ${RULES.join(', ')}.`,
    });
  }
  const found: string[] = [];
  const table = readResponses(text, {
    file,
    covariates: options.covariates === undefined ? undefined : covariatesOf(options.covariates),
    weight: options.weight,
    cluster: options.cluster,
    repeats,
    id: options.id,
    item: options.item,
    score: options.score,
    missing: options.missing?.split(',').map((code) => code.trim()),
    letters: options.letters,
    ...keysOf(options),
    found,
  });
  for (const what of found) say(`${file}: ${what}`);
  return table;
}

/** Options and keys of items, where a file with them is named. */
function keysOf(options: TableOptions): Pick<ReadOptions, 'keys' | 'options' | 'knownItems' | 'unlisted'> {
  if (options.items !== undefined) {
    const items = readItems(readText(options.items, options), { file: options.items });
    return {
      keys: new Map(items.flatMap(({ id, key }) => (key === null ? [] : [[id, key] as const]))),
      options: new Map(items.map((item) => [item.id, item.options])),
      knownItems: new Set(items.map(({ id }) => id)),
    };
  }
  if (options.key === undefined) return {};
  const { columns, records } = readCsv(readText(options.key, options), options.key);
  const [item, key] = columns;
  if (item === undefined || key === undefined) {
    throw new UserError('a key file has two columns: the item and its key', {
      place: `${options.key}:1`,
      remedy: 'For instance: item_id,key',
    });
  }
  return { keys: new Map(records.map((record) => [record.cell(item), record.cell(key)])) };
}

/** Response files as `irt fit` and `align` take them. */
import { readFileSync } from 'node:fs';
import { UserError } from '../../domain/errors.ts';
import { readCsv } from '../../families/csv.ts';
import { respondentsOf } from '../../families/alignment/responses/matrix.ts';
import { readResponses } from '../../families/alignment/responses/read.ts';
import type { RepeatsRule } from '../../families/alignment/responses/table.ts';
import type { Respondents } from '../../methods/alignment/sides.ts';

export interface TableOptions {
  /** Comma-separated columns that are no items. */
  readonly covariates?: string;
  readonly weight?: string;
  readonly cluster?: string;
  readonly repeats?: string;
}

const RULES: readonly RepeatsRule[] = ['first', 'last', 'mean'];

/** @throws UserError with file and line */
export function readRespondents(file: string, options: TableOptions): Respondents {
  return readTable(file, readText(file), options);
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
  const human = describe(humanFile);
  const model = describe(modelFile);
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

function describe(file: string): Described {
  const text = readText(file);
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

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UserError('This file cannot be read.', { place: file, remedy: 'Mend the path.' });
  }
}

function readTable(file: string, text: string, options: TableOptions): Respondents {
  const repeats = RULES.find((rule) => rule === options.repeats);
  if (options.repeats !== undefined && repeats === undefined) {
    throw new UserError(`--repeats ${options.repeats} is not known.`, {
      remedy: `Choose one of: ${RULES.join(', ')}.`,
    });
  }
  return respondentsOf(
    readResponses(text, {
      file,
      covariates: options.covariates === undefined ? undefined : covariatesOf(options.covariates),
      weight: options.weight,
      cluster: options.cluster,
      repeats,
    }),
  );
}

/** Response files as `irt fit` and `align` take them. */
import { readFileSync } from 'node:fs';
import { UserError } from '../../domain/errors.ts';
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
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new UserError('This file cannot be read.', { place: file, remedy: 'Mend the path.' });
  }
  const repeats = RULES.find((rule) => rule === options.repeats);
  if (options.repeats !== undefined && repeats === undefined) {
    throw new UserError(`--repeats ${options.repeats} is not known.`, {
      remedy: `Choose one of: ${RULES.join(', ')}.`,
    });
  }
  return respondentsOf(
    readResponses(text, {
      file,
      covariates: options.covariates?.split(',').map((name) => name.trim()),
      weight: options.weight,
      cluster: options.cluster,
      repeats,
    }),
  );
}

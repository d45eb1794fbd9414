/** The negative control of `irt fit --control shuffle`, as lines of text. */
import { UserError } from '../../domain/errors.ts';
import { quantileSorted } from '../../methods/statistics/quantile.ts';
import type { FitOptions } from '../../methods/irt/fit.ts';
import type { ResponseMatrix } from '../../methods/irt/responses.ts';
import {
  onePersonARow,
  type ScaleFigures,
  shuffleControl,
  type ShuffleControl,
} from '../../methods/irt/shuffle-control.ts';
import { columns } from './output.ts';

/** @throws UserError for weights that are no counts, with the file */
export function controlOf(
  responses: ResponseMatrix,
  options: FitOptions,
  chosen: { readonly draws: number; readonly seed: number },
  file: string,
): ShuffleControl {
  const persons = onePersonARow(responses);
  if (persons === null) {
    throw new UserError('answers cannot be shuffled among persons whose weights are no counts', {
      place: file,
      remedy: 'Leave out --weight or --control.',
    });
  }
  return shuffleControl(persons, options, chosen);
}

/** Below it the real answers stand apart from the shuffled ones. */
const LEVEL = 0.05;

export function controlLines({ real, shuffled, p }: ShuffleControl): string[] {
  const row = (name: string, of: (figures: ScaleFigures) => number | null): string[] => {
    const values = shuffled.flatMap((figures) => of(figures) ?? []).sort((one, other) => one - other);
    const shown = (value: number | null): string => (value === null ? '-' : value.toFixed(4));
    const range = values.length === 0 ? [null, null] : [quantileSorted(values, 0.5), values.at(-1) ?? null];
    return [name, shown(of(real)), ...range.map((value) => shown(value ?? null))];
  };
  const unsettled = shuffled.filter(({ converged }) => !converged).length;
  const few = 1 / (shuffled.length + 1) > LEVEL;
  const verdict =
    p <= LEVEL
      ? 'the answers hold together more than by chance'
      : few
        ? `too few shuffles to tell: at least ${Math.ceil(1 / LEVEL) - 1} are needed`
        : 'no scale can be told from chance in these answers';
  return [
    columns([
      ['CONTROL', 'REAL', 'SHUFFLED, MEDIAN', 'MOST'],
      row('log-likelihood', ({ logLikelihood }) => logLikelihood),
      row('latent variance', ({ variance }) => variance),
      row('reliability', ({ reliability }) => reliability),
    ]),
    `${shuffled.length} shuffles of each item's answers among persons, p ${p.toFixed(4)}: ${verdict}`,
    ...(unsettled > 0 ? [`${unsettled} of the shuffled fits did not converge`] : []),
  ];
}

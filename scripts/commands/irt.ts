/** `holdfast irt fit RESPONSES.csv`: an item response model of any response file, without an experiment. */
import { fitIrt, type FitOptions } from '../../methods/irt/fit.ts';
import {
  type FitSize,
  fitSize,
  type LikelihoodRatio,
  likelihoodRatio,
} from '../../methods/irt/model-comparison.ts';
import { itemRestCorrelations } from '../../methods/irt/item-rest.ts';
import { type FitWarning, fitWarnings } from '../../methods/irt/warnings.ts';
import { type InformationAt, testInformation } from '../../methods/irt/information.ts';
import type { Respondents } from '../../methods/alignment/sides.ts';
import type { IrtFit, IrtModel } from '../../methods/irt/estimates.ts';
import type { ResponseMatrix } from '../../methods/irt/responses.ts';
import { UserError } from '../../domain/errors.ts';
import { columns, print, printJson, say } from '../cli/output.ts';
import { controlLines, controlOf } from '../cli/irt-control.ts';
import { whole } from '../cli/whole-number.ts';
import type { ShuffleControl } from '../../methods/irt/shuffle-control.ts';
import { readRespondents, type TableOptions } from '../cli/response-file.ts';

export interface ModelOptions extends TableOptions {
  readonly model?: string;
  readonly estimation?: string;
  readonly latentVariance?: string;
}

export interface IrtOptions extends ModelOptions {
  readonly se?: string | boolean;
  readonly information?: boolean;
  /** `shuffle`, with the number of shuffles and their seed. */
  readonly control?: string;
  readonly draws?: string;
  readonly seed?: string;
  readonly json?: boolean;
}

export async function irtFit(file: string, options: IrtOptions): Promise<void> {
  const standardErrors =
    options.se === undefined ? false : oneOf('se', String(options.se), ['observed']) === 'observed';
  const chosen = { ...modelOf(options), standardErrors };
  const shuffles = shufflesOf(options);
  const respondents = readRespondents(file, options);
  const { responses, items } = respondents;
  const { fit, warnings } = fitRespondents(respondents, chosen, file);
  const described = describe(fit, {
    ...{ ids: items, itemRest: itemRestCorrelations(responses), warnings, standardErrors },
    size: fitSize(fit, responses, chosen.latentVariance),
    ratio:
      fit.model === '2pl' && fit.estimation === 'ml'
        ? likelihoodRatio(fitIrt(responses, { model: 'rasch' }), fit)
        : null,
    information: options.information === true ? testInformation(fit.items) : null,
    control: shuffles === null ? null : controlOf(responses, modelOf(options), shuffles, file),
  });
  if (options.json) printJson(described);
  else printTable(described, fit);
}

/** @throws UserError for flags that do not go together */
function shufflesOf({ control, draws, seed }: IrtOptions): { draws: number; seed: number } | null {
  if (control !== undefined) {
    oneOf('control', control, ['shuffle']);
    return { draws: whole('draws', draws ?? '19', 1), seed: whole('seed', seed ?? '1', 0) };
  }
  if ((draws ?? seed) === undefined) return null;
  throw new UserError('--draws and --seed are those of --control shuffle', {
    remedy: 'Add it, or leave them out.',
  });
}

type ChosenModel = Required<Pick<FitOptions, 'model' | 'estimation' | 'latentVariance'>>;

/** @throws UserError for a word that is not known */
export function modelOf(options: ModelOptions): ChosenModel {
  const { latentVariance = 'free' } = options;
  if (latentVariance !== '1' && latentVariance !== 'free')
    throw new UserError(`--latent-variance ${latentVariance} is neither 1 nor free.`);
  return {
    model: oneOf<IrtModel>('model', options.model ?? 'rasch', ['rasch', '2pl']),
    estimation: oneOf('estimation', options.estimation ?? 'ml', ['ml', 'map'] as const),
    latentVariance: latentVariance === '1' ? 1 : 'free',
  };
}

/**
 * The fit of a file's responses; says what it does not stand on.
 *
 * @throws UserError for too little to fit, with the file
 */
export function fitRespondents(
  { responses, items }: Respondents,
  options: FitOptions,
  file: string,
): { readonly fit: IrtFit; readonly warnings: readonly FitWarning[] } {
  requireEnough(responses, options.model, file);
  const fit = fitIrt(responses, options);
  const warnings = fitWarnings(fit, responses, items);
  for (const { message } of warnings) say(`warning: ${message}`);
  return { fit, warnings };
}

/**
 * What no fit can be made of.
 *
 * @throws UserError for one person, fewer items that anybody answers differently than a model needs, and answers all alike
 */
function requireEnough(responses: ResponseMatrix, model: IrtModel, file: string): void {
  const { persons, items, scores } = responses;
  const first = new Float64Array(items).fill(NaN);
  const differs = new Uint8Array(items);
  let answered = 0;
  for (let person = 0; person < persons; person++) {
    let hasAnswer = 0;
    for (let item = 0; item < items; item++) {
      const score = scores[person * items + item] as number;
      if (Number.isNaN(score)) continue;
      hasAnswer = 1;
      if (Number.isNaN(first[item])) first[item] = score;
      else if (score !== first[item]) differs[item] = 1;
    }
    answered += hasAnswer;
  }
  const differing = differs.reduce((sum, is) => sum + is, 0);
  const refuse = (message: string, remedy: string): never => {
    throw new UserError(message, { place: file, remedy });
  };
  if (answered < 2) refuse('one person says nothing of how people differ', 'Give answers of many persons.');
  if (differing === 0)
    refuse('everybody answered alike: nothing can be estimated', 'Are the answers scored rightly?');
  const needed = model === '2pl' ? 3 : 2;
  if (differing < needed) {
    refuse(
      `${differing === 1 ? 'one item is' : `${differing} items are`} too few for this model, which needs ${needed} that people answer differently`,
      model === '2pl' ? 'Fit a Rasch model, or add items.' : 'Add items.',
    );
  }
}

/** The JSON of a fit: items in column order, what is not estimable null. */
function describe(
  fit: IrtFit,
  {
    ids,
    itemRest,
    warnings,
    standardErrors,
    size,
    ratio,
    information,
    control,
  }: {
    readonly ids: readonly string[];
    readonly itemRest: readonly (number | null)[];
    readonly warnings: readonly FitWarning[];
    readonly standardErrors: boolean;
    readonly size: FitSize;
    readonly ratio: LikelihoodRatio | null;
    readonly information: readonly InformationAt[] | null;
    readonly control: ShuffleControl | null;
  },
) {
  return {
    model: fit.model,
    persons: size.persons,
    parameters: size.parameters,
    logLikelihood: fit.logLikelihood,
    aic: size.aic,
    bic: size.bic,
    likelihoodRatio: ratio,
    converged: fit.converged,
    warnings,
    iterations: fit.iterations,
    quadraturePoints: fit.quadraturePoints,
    latent: { ...fit.latent, se: standardErrors ? fit.latent.se : null },
    items: fit.items.map(({ a, d, b, se, n, flags }, index) => ({
      ...{ id: ids[index] ?? String(index + 1), a, d, b },
      se: standardErrors ? se : null,
      ...{ n, itemRest: itemRest[index] ?? null, flags },
    })),
    ...(information === null ? {} : { information }),
    ...(control === null ? {} : { control }),
  };
}

function printTable(described: ReturnType<typeof describe>, fit: IrtFit): void {
  const figure = (value: number | null | undefined): string =>
    value === null || value === undefined ? '-' : value.toFixed(4);
  print(
    `${fit.model}, ${fit.estimation}: log-likelihood ${fit.logLikelihood.toFixed(4)}, latent variance ` +
      `${figure(fit.latent.variance)}, ${fit.converged ? 'converged' : 'NOT CONVERGED'} after ${fit.iterations} steps, ` +
      `${fit.quadraturePoints} nodes`,
  );
  print(
    `${described.persons} persons, ${described.parameters} free parameters, AIC ${figure(described.aic)}, BIC ${figure(described.bic)}`,
  );
  if (described.likelihoodRatio !== null) {
    const { chiSquare, df, p } = described.likelihoodRatio;
    print(
      `against rasch: likelihood ratio ${chiSquare.toFixed(4)} on ${df} degrees of freedom, p ${p < 5e-5 ? p.toExponential(1) : p.toFixed(4)}`,
    );
  }
  print(
    columns([
      ['ITEM', 'A', 'D', 'B', 'SE(B)', 'N', 'ITEM-REST', 'FLAGS'],
      ...described.items.map((item) => [
        item.id,
        figure(item.a),
        figure(item.d),
        figure(item.b),
        figure(item.se?.b),
        String(item.n),
        item.itemRest === null ? '-' : item.itemRest.toFixed(2),
        item.flags.join(' '),
      ]),
    ]),
  );
  if (described.information !== undefined) print(`\n${informationTable(described.information)}`);
  if (described.control !== undefined) print(`\n${controlLines(described.control).join('\n')}`);
}

function informationTable(rows: readonly InformationAt[]): string {
  return columns([
    ['THETA', 'INFORMATION', 'SE'],
    ...rows.map(({ theta, information, se }) => [
      theta.toFixed(1),
      information.toFixed(4),
      se?.toFixed(4) ?? '-',
    ]),
  ]);
}

function oneOf<Word extends string>(flag: string, given: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === given);
  if (found !== undefined) return found;
  throw new UserError(`--${flag} ${given} is not known.`, { remedy: `Choose one of: ${words.join(', ')}.` });
}

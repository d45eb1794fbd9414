/** `holdfast irt score RESPONSES.csv`: a score a person, with its standard error. */
import { stringify } from 'csv-stringify/sync';
import { UserError } from '../../domain/errors.ts';
import { listed } from '../../families/csv.ts';
import type { Respondents } from '../../methods/alignment/sides.ts';
import { modalScore } from '../../methods/irt/map-scores.ts';
import { scoreReliability } from '../../methods/irt/reliability.ts';
import type { ResponseMatrix } from '../../methods/irt/responses.ts';
import { eapScores, type ScoringModel } from '../../methods/irt/scores.ts';
import { printJson, say } from '../cli/output.ts';
import { readRespondents } from '../cli/response-file.ts';
import { readSavedFit, type SavedFit } from '../cli/saved-fit.ts';
import { fitRespondents, type ModelOptions, modelOf } from './irt.ts';

export interface ScoreOptions extends ModelOptions {
  /** JSON of a fit of these items, to other people or the same. */
  readonly fit?: string;
  readonly json?: boolean;
}

interface Score {
  readonly id: string;
  /** Answers that the score stands on. */
  readonly n: number;
  readonly eap: number;
  readonly eapSe: number;
  readonly map: number | null;
  readonly mapSe: number | null;
}

export async function irtScore(file: string, options: ScoreOptions): Promise<void> {
  const { model, responses, persons } = scoringOf(file, options);
  const eap = eapScores(model, responses);
  const { variance } = model.latent;
  if (eap === null || variance === null) {
    throw new UserError('no item has an estimate to score by', { place: options.fit ?? file });
  }
  const scores = persons.map((id, person): Score => {
    const answers = responses.scores.subarray(person * responses.items, (person + 1) * responses.items);
    const mode = modalScore(model.items, answers, variance);
    return {
      id,
      n: model.items.filter(({ d }, item) => d !== null && !Number.isNaN(answers[item])).length,
      eap: eap.theta[person] as number,
      eapSe: eap.sd[person] as number,
      map: mode?.theta ?? null,
      mapSe: mode?.se ?? null,
    };
  });
  if (options.json) {
    printJson({
      model: model.model,
      latent: { mean: 0, variance },
      reliability: scoreReliability(eap, responses.weights),
      persons: scores,
    });
    return;
  }
  const rows = scores.map(({ id, n, eap, eapSe, map, mapSe }) => [id, n, eap, eapSe, map, mapSe]);
  process.stdout.write(stringify([['person_id', 'n', 'eap', 'eap_se', 'map', 'map_se'], ...rows]));
}

interface Scoring {
  readonly model: ScoringModel;
  /** One column an item of the model. */
  readonly responses: ResponseMatrix;
  readonly persons: readonly string[];
}

function scoringOf(file: string, options: ScoreOptions): Scoring {
  const { fit: savedIn, model, estimation, latentVariance } = options;
  const chosen = modelOf(options);
  if (savedIn !== undefined && (model ?? estimation ?? latentVariance) !== undefined) {
    throw new UserError('--fit brings its model', {
      remedy: 'Leave out --model, --estimation and --latent-variance, or --fit.',
    });
  }
  const saved = savedIn === undefined ? undefined : readSavedFit(savedIn);
  const respondents = readRespondents(file, options);
  const persons =
    respondents.persons ??
    Array.from({ length: respondents.responses.persons }, (_, person) => String(person + 1));
  if (saved === undefined) {
    const { fit } = fitRespondents(respondents, chosen, file);
    return { model: fit, responses: respondents.responses, persons };
  }
  if (!saved.converged) say(`warning: the fit in ${savedIn} did not converge`);
  return { model: saved, responses: inOrderOf(saved, respondents, file), persons };
}

/** The answers in the order of the fit's items; an item without a column was answered by nobody. @throws UserError */
function inOrderOf(
  { items }: SavedFit,
  { items: columns, responses }: Respondents,
  file: string,
): ResponseMatrix {
  const columnOf = new Map(columns.map((id, column) => [id, column]));
  const known = new Set(items.map(({ id }) => id));
  const unknown = columns.filter((id) => !known.has(id));
  if (unknown.length === columns.length) {
    throw new UserError('the file has no item of the fit', {
      place: file,
      remedy: `Items of the fit: ${listed(items.map(({ id }) => id))}.`,
    });
  }
  if (unknown.length > 0) say(`warning: not in the fit, and left out: ${listed(unknown)}`);
  const scores = new Float64Array(responses.persons * items.length).fill(NaN);
  items.forEach(({ id }, item) => {
    const column = columnOf.get(id);
    if (column === undefined) return;
    for (let person = 0; person < responses.persons; person++)
      scores[person * items.length + item] = responses.scores[person * responses.items + column] as number;
  });
  return { ...responses, items: items.length, scores };
}

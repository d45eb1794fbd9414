/** From two sides as they come to one common item set, fitted and ready to be resampled. */
import { UserError } from '../../domain/errors.ts';
import type { Estimation } from '../irt/estimates.ts';
import { fitIrt } from '../irt/fit.ts';
import { checkResponses, countItems, hasFractions, type ResponseMatrix } from '../irt/responses.ts';
import type { DrawInput } from './draws.ts';
import { logitDifficulty } from './logit-difficulty.ts';
import type { PreparedSide } from './refit.ts';
import { indexNames } from './resample.ts';
import type { AlignmentOptions, Arm, HumanSide, Respondents } from './sides.ts';

/** Below this many model clusters there is no interval for a population of them (research: 10 cover .64, 40 .85). */
export const MIN_CLUSTERS = 30;

/** Of an interval that nothing else is said of. */
export const USUAL_LEVEL = 0.95;

/** One side on the common items. */
export interface FittedSide {
  /** null: shares without persons. */
  readonly side: PreparedSide | null;
  readonly clusterNames: readonly string[];
  readonly b: Float64Array;
  /** -logit(share), whatever the scale. */
  readonly logits: Float64Array;
  readonly shares: Float64Array;
}

export interface FittedArm extends FittedSide {
  readonly side: PreparedSide;
  readonly name: string;
  /** Whether clusters are resampled: not where exact probabilities come from too few, nor from one. */
  readonly resampled: boolean;
  readonly unmatched: { readonly human: readonly string[]; readonly model: readonly string[] };
}

export interface Prepared {
  readonly input: DrawInput;
  readonly options: Required<Omit<AlignmentOptions, 'testlets'>>;
  readonly items: readonly string[];
  readonly human: FittedSide;
  readonly arms: readonly FittedArm[];
  readonly dropped: readonly string[];
}

/**
 * Fits people and every arm on the items that all of them share.
 *
 * @throws UserError for item ids that are given twice, and for fewer than two common items
 */
export function prepareArms(
  human: HumanSide,
  arms: readonly Arm[],
  options: AlignmentOptions = {},
): Prepared {
  const resolved = resolve(human, options);
  checkSide(human, 'people');
  for (const arm of arms) checkSide(arm.model, `model (${arm.name})`);
  const common = human.items.filter((item) => arms.every((arm) => arm.model.items.includes(item)));
  const { items, dropped, fittedHuman, fittedArms } = fitCommon(human, arms, common, resolved);

  const sets: string[] = [];
  const models = fittedArms.map((arm) => {
    if (!arm.resampled) return null;
    const key = JSON.stringify(arm.clusterNames);
    if (!sets.includes(key)) sets.push(key);
    return { ...arm.side, clusterSet: sets.indexOf(key) };
  });
  const testlets = indexNames(
    items.map((item) => JSON.stringify(options.testlets?.has(item) ? [options.testlets.get(item)] : item)),
  );
  return {
    input: {
      seed: resolved.seed,
      items: items.length,
      testletOf: testlets.of,
      testlets: testlets.names.length,
      human: fittedHuman.side,
      models,
    },
    options: resolved,
    items,
    human: fittedHuman,
    arms: fittedArms,
    dropped,
  };
}

function resolve(human: HumanSide, options: AlignmentOptions): Prepared['options'] {
  return {
    draws: options.draws ?? 1000,
    seed: options.seed ?? 1,
    estimation: options.estimation ?? 'map',
    splits: options.splits ?? 100,
    level: options.level ?? USUAL_LEVEL,
    scale: human.kind === 'shares' ? 'logit' : (options.scale ?? 'rasch'),
    estimand: options.estimand ?? 'this model, sampled personas',
  };
}

function checkSide(side: HumanSide, who: string): void {
  const seen = new Set<string>();
  for (const item of side.items) {
    if (seen.has(item)) {
      throw new UserError(`item ${item} is there twice`, {
        place: who,
        remedy: 'Give every item one column and one id.',
      });
    }
    seen.add(item);
  }
  if (side.kind === 'shares') {
    if (side.shares.length !== side.items.length)
      throw new RangeError(`${side.shares.length} shares for ${side.items.length} items`);
    return;
  }
  checkResponses(side.responses);
  if (side.items.length !== side.responses.items)
    throw new RangeError(`${side.items.length} ids for ${side.responses.items} items`);
  for (const labels of [side.persons, side.clusters]) {
    if (labels !== undefined && labels.length !== side.responses.persons) {
      throw new RangeError(`${labels.length} labels for ${side.responses.persons} rows`);
    }
  }
}

/** Fits everything; drops items that a side cannot estimate and fits again, so that all sides have one item set. */
function fitCommon(
  human: HumanSide,
  arms: readonly Arm[],
  common: readonly string[],
  options: Prepared['options'],
): { items: readonly string[]; dropped: string[]; fittedHuman: FittedSide; fittedArms: FittedArm[] } {
  const dropped: string[] = [];
  let items = common;
  for (;;) {
    if (items.length < 2) throw tooFew(common.length, dropped);
    const fittedHuman =
      human.kind === 'shares'
        ? sharesSide(human.items, human.shares, items)
        : fitSide(human, items, options, false);
    const fittedArms = arms.map((arm) => fitArm(arm, human, items, options));
    const kept = items.filter((_, item) =>
      [fittedHuman, ...fittedArms].every((side) => !Number.isNaN(side.b[item])),
    );
    if (kept.length === items.length) return { items, dropped, fittedHuman, fittedArms };
    dropped.push(...items.filter((item) => !kept.includes(item)));
    items = kept;
  }
}

function tooFew(common: number, dropped: readonly string[]): UserError {
  if (common < 2) {
    return new UserError(
      `people and model share ${common === 1 ? 'one item' : 'no item'}; an alignment needs two`,
      {
        remedy: 'Name the items the same way on both sides.',
      },
    );
  }
  return new UserError(
    `of ${common} common items fewer than two can be estimated (dropped: ${dropped.join(', ')})`,
    {
      remedy:
        'Use estimation map, which keeps items that everybody answered the same way, or add respondents.',
    },
  );
}

function fitArm(
  arm: Arm,
  human: HumanSide,
  items: readonly string[],
  options: Prepared['options'],
): FittedArm {
  const exact = arm.model.exact ?? hasFractions(arm.model.responses);
  const fitted = fitSide(arm.model, items, options, exact);
  const clusters = fitted.clusterNames.length;
  return {
    ...fitted,
    name: arm.name,
    resampled: clusters > 1 && (!exact || clusters >= MIN_CLUSTERS),
    unmatched: {
      human: human.items.filter((item) => !arm.model.items.includes(item)),
      model: arm.model.items.filter((item) => !human.items.includes(item)),
    },
  };
}

function fitSide(
  side: Respondents,
  items: readonly string[],
  options: { readonly estimation: Estimation; readonly scale: 'rasch' | 'logit' },
  exact: boolean,
): FittedSide & { readonly side: PreparedSide } {
  const responses = columnsOf(
    side.responses,
    items.map((item) => side.items.indexOf(item)),
  );
  const rows = Array.from({ length: responses.persons }, (_, row) => String(row + 1));
  const clusters = indexNames(side.clusters ?? side.persons ?? rows);
  const { n, weight, total } = countItems(responses);
  const shares = total.map((sum, item) => sum / (weight[item] ?? NaN));
  const logits = shares.map((share, item) => logitDifficulty(share, exact ? 'exact' : (n[item] ?? NaN)));
  const fit =
    options.scale === 'rasch' ? fitIrt(responses, { model: 'rasch', estimation: options.estimation }) : null;
  // A prior alone would give a difficulty to an item that nobody answered.
  const b = (fit === null ? logits : Float64Array.from(fit.items, (item) => settled(item.b ?? NaN))).map(
    (value, item) => ((n[item] ?? NaN) > 0 ? value : NaN),
  );
  const prepared: PreparedSide = {
    responses,
    fit,
    estimation: options.estimation,
    clusterOf: clusters.of,
    clusters: clusters.names.length,
    exact,
  };
  return { side: prepared, clusterNames: clusters.names, b, logits, shares };
}

function sharesSide(ids: readonly string[], all: Float64Array, items: readonly string[]): FittedSide {
  const shares = Float64Array.from(items, (item) => all[ids.indexOf(item)] ?? NaN);
  const b = shares.map((share) => logitDifficulty(share, 'exact'));
  return { side: null, clusterNames: [], b, logits: b, shares };
}

/** No fit is exact to more than nine digits: what differs by less does not differ. */
function settled(b: number): number {
  return Math.round(b * 1e9) / 1e9;
}

/** The matrix with these columns, in this order. */
function columnsOf(responses: ResponseMatrix, columns: readonly number[]): ResponseMatrix {
  const { persons, items, scores, weights } = responses;
  const out = new Float64Array(persons * columns.length);
  for (let person = 0, at = 0; person < persons; person++) {
    for (const column of columns) out[at++] = scores[person * items + column] ?? NaN;
  }
  return { persons, items: columns.length, scores: out, weights };
}

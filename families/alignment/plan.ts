/** What is decided before the answers are seen, and what the figures will be able to say. */
import type { JsonObject } from '../../domain/json.ts';
import { type ClusterKind, clusterKind } from './arms/respondents.ts';
import type { Arm } from './arms/arm.ts';
import { normalQuantile } from '../../methods/statistics/normal.ts';
import { lookLevel } from './rounds/look.ts';
import { wavesOf } from './rounds/waves.ts';
import type { UntilSpec } from './spec/spec.ts';
import type { AlignmentStudy } from './study.ts';

/** Whom rho speaks of. */
export function estimandOf(arm: Arm): 'this model, sampled personas' | 'models in general' {
  return clusterKind(arm.spec) === 'model' ? 'models in general' : 'this model, sampled personas';
}

export const CLUSTER_WORD: Readonly<Record<ClusterKind, string>> = {
  persona: 'personas',
  model: 'models',
  respondent: 'respondents',
};

/** `12 personas`, `1 model`. */
function clusterWord(arm: Arm, count: number): string {
  const word = CLUSTER_WORD[clusterKind(arm.spec)];
  return count === 1 ? word.slice(0, -1) : word;
}

/** What `plan --freeze` writes. */
export function frozenPlan(study: AlignmentStudy): JsonObject {
  const { spec, primary } = study;
  return {
    estimand: {
      figure: 'rho: the latent correlation of Rasch difficulties, noise-corrected',
      population: estimandOf(primary),
      clusters: clusterKind(primary.spec),
    },
    primaryArm: primary.spec.name,
    arms: study.arms.map((arm) => arm.spec.name),
    items: study.items.length,
    people: study.people.kind === 'responses' ? study.people.persons.length : null,
    exclusions: spec.analysis.exclude.map(({ item, reason }) => ({ item, reason })),
    rules: { ...spec.rules },
    estimation: spec.analysis.estimation,
    draws: spec.analysis.draws,
    ...(spec.until === undefined ? {} : { until: { ...spec.until } }),
    seed: spec.seed,
  };
}

/** Lines of `plan`: the expected half-width of rho's interval at a few true values. */
export function outlook(study: AlignmentStudy): string[] {
  const { spec } = study;
  const items = study.items.length;
  const people =
    study.people.kind === 'responses' ? new Set(study.people.persons.map((p) => p.cluster)).size : null;
  const looks = spec.until === undefined ? [] : [looksAhead(study, spec.until, people)];
  const widths = study.arms.flatMap((arm) => {
    const clusters = new Set(arm.respondents.map((respondent) => respondent.cluster)).size;
    const what = `${arm.label}: ${items} items, ${people ?? 'no'} people, ${clusters} ${clusterWord(arm, clusters)}`;
    if (clusters < 30) {
      return [`${what}: below 30 clusters, so figures for each of them and no interval for a population`];
    }
    const atRho = [0, 0.5, 0.8].map(
      (rho) => `${expectedHalfWidth(rho, items, people, clusters).toFixed(2)} at ${rho}`,
    );
    const half = (i: number, n: number | null, c: number): string =>
      expectedHalfWidth(0.5, i, n, c).toFixed(2);
    const twice = [
      `${half(2 * items, people, clusters)} with twice the items`,
      ...(people === null ? [] : [`${half(items, 2 * people, clusters)} with twice the people`]),
      `${half(items, people, 2 * clusters)} with twice the clusters`,
    ];
    return [
      `${what}: expected half-width of rho's 95 % interval ${atRho.join(', ')}; at 0.5 ${twice.join(', ')}`,
    ];
  });
  return [...widths, ...looks];
}

/** What a stopping rule may be expected to see. */
function looksAhead(study: AlignmentStudy, until: UntilSpec, people: number | null): string {
  const { primary, items, spec } = study;
  const level = lookLevel(until);
  const clusters = new Set(primary.respondents.map(({ cluster }) => cluster)).size;
  let asked = 0;
  const seen = wavesOf(items, until.atMost, spec.seed).map((wave) => {
    asked += wave.length;
    const half = expectedHalfWidth(0.5, asked, people, clusters, normalQuantile((1 + level) / 2));
    return `${half.toFixed(2)} after ${asked} items`;
  });
  return `stops at a half-width of ${until.halfWidth} (${primary.label}, ${(100 * level).toFixed(1)} % at each look): at a rho of 0.5 expect ${seen.join(', ')}`;
}

/** Variance of Rasch difficulties between items, and response variance p(1 - p), that an outlook assumes. */
const ITEM_VARIANCE = 1;
const INFORMATION = 0.18;

/**
 * Half of a 95 % interval of the noise-corrected rho, by the delta method on Fisher's z: the attenuated r has
 * reliability rel = v / (v + 1 / (n p(1 - p))) on each side, and rho = r / sqrt(rel rel).
 *
 * @param people null where shares carry no sampling noise
 * @param z the normal quantile of the interval's level
 */
function expectedHalfWidth(
  rho: number,
  items: number,
  people: number | null,
  clusters: number,
  z = 1.96,
): number {
  const reliability = (n: number | null): number =>
    n === null ? 1 : ITEM_VARIANCE / (ITEM_VARIANCE + 1 / (n * INFORMATION));
  const attenuation = Math.sqrt(reliability(people) * reliability(clusters));
  const r = rho * attenuation;
  const spread = z / Math.sqrt(Math.max(1, items - 3));
  const high = Math.tanh(Math.atanh(Math.min(0.9999, r)) + spread);
  const low = Math.tanh(Math.atanh(Math.min(0.9999, r)) - spread);
  return Math.min(1, (high - low) / 2 / attenuation);
}

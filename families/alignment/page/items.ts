/** Items: difficulties against one another, on one scale with the respondents, and where the arms are off. */
import type { AlignmentRecord, Residual } from '../../../methods/alignment/record.ts';
import { details } from '../../../reports/blocks.ts';
import type { SafeHtml } from '../../../reports/html.ts';
import type { Estimate } from '../../../reports/numbers.ts';
import { formatNumber } from '../../../reports/numbers.ts';
import { paragraph, type Section, subsection } from '../../../reports/page.ts';
import { plotResidualForest } from '../../../reports/plots/residual-forest.ts';
import { plotScatter } from '../../../reports/plots/scatter.ts';
import { plotWrightMap } from '../../../reports/plots/wright-map.ts';
import type { AlignResult, ArmResult, FitResult, GroupFit } from '../analysis/result.ts';
import type { AlignmentStudy } from '../study.ts';

/** Items beside the points of a scatter: the furthest off. */
const NAMED = 6;

export async function itemsSection(
  study: AlignmentStudy,
  align: AlignResult,
  fit: FitResult,
): Promise<Section> {
  const primary = align.arms.find(({ name }) => name === align.primary);
  const others = align.arms.filter((arm) => arm !== primary && arm.record !== null);
  const parts: SafeHtml[] = [];
  if (primary !== undefined) parts.push(...(await armPlots(study, primary, fit, 0)));
  for (const [index, arm] of others.entries()) {
    parts.push(details(`The same for: ${arm.label}`, await armPlots(study, arm, fit, index + 1)));
  }
  return { id: 'items', heading: 'Items', body: parts };
}

async function armPlots(
  study: AlignmentStudy,
  arm: ArmResult,
  fit: FitResult,
  index: number,
): Promise<SafeHtml[]> {
  const { record } = arm;
  if (record === null) return [paragraph(`${arm.label}: too few answers for difficulties.`)];
  if (record.perItem.length === 0)
    return [paragraph(`${arm.label}: no two items that both sides answered in different ways.`)];
  const label = arm.planted ? `${arm.label} (simulated)` : arm.label;
  const modelFit = fit.arms.find(({ name }) => name === arm.name)?.fit ?? null;
  return [
    subsection(label, await scatter(arm, record, label, index)),
    ...(fit.people === null || modelFit === null ? [] : [await wright(fit.people, modelFit, label, index)]),
    await forest(study, record, label, index),
  ];
}

async function scatter(
  arm: ArmResult,
  record: AlignmentRecord,
  label: string,
  index: number,
): Promise<SafeHtml> {
  const furthest = [...record.perItem]
    .sort((a, b) => Math.abs(residualOf(b, record).logits) - Math.abs(residualOf(a, record).logits))
    .slice(0, NAMED)
    .map(({ id }) => id);
  const link = record.spreadRatio === null || record.msd === null ? null : linkOf(record);
  return plotScatter(
    record.perItem.map((item) => ({
      id: item.id,
      x: around(item.bHuman, item.seHuman),
      y: around(item.bModel, item.seModel),
      isNamed: furthest.includes(item.id),
    })),
    {
      id: `plot-scatter-${index}`,
      title: `Item difficulties: people and ${label}`,
      description: `r = ${formatNumber(record.r)} over ${record.items} items; mean difference ${formatNumber(record.meanDifference)} logits, ratio of spreads ${formatNumber(record.spreadRatio)}.`,
      xTitle: 'difficulty for people (logits)',
      yTitle: `difficulty for ${arm.label} (logits)`,
      intervalLabel: '95 % intervals from the bootstrap, where respondents were resampled',
      ...(link === null ? {} : { link: { ...link, label: 'mean and spread made equal' } }),
    },
  );
}

/** y = mean_L + ratio (x - mean_H): where items would lie if only level and spread differed. */
function linkOf(record: AlignmentRecord): { intercept: number; slope: number } | null {
  const n = record.perItem.length;
  const slope = record.spreadRatio;
  if (n === 0 || slope === null || slope < 0.01) return null;
  const meanHuman = record.perItem.reduce((sum, item) => sum + item.bHuman, 0) / n;
  const meanModel = record.perItem.reduce((sum, item) => sum + item.bModel, 0) / n;
  return { intercept: meanModel - slope * meanHuman, slope };
}

async function wright(people: GroupFit, model: GroupFit, label: string, index: number): Promise<SafeHtml> {
  const shift = meanB(people) - meanB(model);
  const modelB = new Map(model.items.map(({ id, b }) => [id, b === null ? null : b + shift]));
  return plotWrightMap(
    people.items.map(({ id, b }) => ({ id, first: b, second: modelB.get(id) ?? null })),
    {
      id: `plot-wright-${index}`,
      title: `People, ${label} and items on one scale`,
      description: `Wright map. Both groups’ difficulties have the same mean; ${formatNumber(shift, { plus: true })} logits were added to those of ${label}, so that a difference of level shows in the respondents.`,
      axisTitle: 'logits on the people’s scale',
      persons: [
        { name: 'people', thetas: people.theta, weights: people.weights },
        { name: label, thetas: model.theta.map((theta) => theta + shift), weights: model.weights },
      ],
    },
  );
}

async function forest(
  study: AlignmentStudy,
  record: AlignmentRecord,
  label: string,
  index: number,
): Promise<SafeHtml> {
  const text = new Map(study.items.map((item) => [item.id, item.text]));
  const linked = hasSpread(record);
  return plotResidualForest(
    record.perItem.map((item) => {
      const residual = residualOf(item, record);
      return {
        id: item.id,
        text: text.get(item.id) ?? '',
        residual: { value: residual.logits, interval: residual.interval },
      };
    }),
    {
      id: `plot-residuals-${index}`,
      title: `Where ${label} is off`,
      description: `Residual difficulties after the ${linked ? 'means and spreads' : 'means'} of both groups were made equal. They are relative: an item is off against the others.${linked ? '' : ' Spreads are left as they are, because the arm hardly tells items apart.'}`,
      axisTitle: 'residual (logits on the people’s scale)',
      overLabel: `Harder for ${label} than for people`,
      underLabel: `Easier for ${label} than for people`,
      intervalLabel: '95 % cluster-bootstrap intervals, where there are 30 clusters',
    },
  );
}

/** Below this ratio of spreads, making spreads equal would blow up what is noise. */
const LEAST_SPREAD = 0.2;

function hasSpread(record: AlignmentRecord): boolean {
  return (record.spreadRatio ?? 0) >= LEAST_SPREAD && record.perItem.every((item) => item.meanSigma !== null);
}

function residualOf(item: AlignmentRecord['perItem'][number], record: AlignmentRecord): Residual {
  return hasSpread(record) && item.meanSigma !== null ? item.meanSigma : item.mean;
}

function around(value: number, se: number | null): Estimate {
  return { value, interval: se === null ? null : [value - 1.96 * se, value + 1.96 * se] };
}

function meanB(fit: GroupFit): number {
  const known = fit.items.flatMap(({ b }) => (b === null ? [] : [b]));
  return known.reduce((sum, b) => sum + b, 0) / Math.max(1, known.length);
}

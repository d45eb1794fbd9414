/** The sentence a reader could quote, and the figures it rests on. */
import { type KeyFigure, verdict } from '../../../reports/blocks.ts';
import type { SafeHtml } from '../../../reports/html.ts';
import { formatCount, formatNumber, formatPercent, formatPercentInterval } from '../../../reports/numbers.ts';
import type { GradeResult, MethodResult } from '../analysis/result.ts';

const NOT_ANALYSED =
  'The answers have not been graded: what is there stands below, and no figure is made of it.';
const NOTHING_SETTLED = 'No cell of the first method is settled, so that there is no accuracy to report.';

/** Of the shares of problems on which two methods may disagree, the one whose detectable difference is quoted. */
const USUAL_DISAGREEMENT = 0.3;

export function headline(result: GradeResult | null): SafeHtml {
  if (result === null) return verdict({ sentence: NOT_ANALYSED });
  const primary = result.methods.find(({ name }) => name === result.primary);
  const { value = null } = primary?.accuracy.published ?? {};
  if (primary === undefined || value === null) return verdict({ sentence: NOTHING_SETTLED });
  return verdict({
    sentence: [solvesText(primary), bestText(primary, result), detectsText(result)].filter(Boolean).join(' '),
    figures: keyFigures(primary, result),
  });
}

function solvesText({ label, accuracy: { published } }: MethodResult): string {
  return `“${label}” solves ${formatPercent(published.value)} of ${formatCount(published.problems)} problems (95 % interval ${formatPercentInterval(published.interval)}).`;
}

/** The highest accuracy among methods that ask a model; the first of equals. */
function bestText(primary: MethodResult, { methods }: GradeResult): string {
  const asking = methods.filter(
    ({ kind, accuracy }) => kind !== 'written' && accuracy.published.value !== null,
  );
  if (asking.length < 2) return '';
  const value = (method: MethodResult): number => method.accuracy.published.value ?? 0;
  const best = asking.reduce((most, next) => (value(next) > value(most) ? next : most));
  const count = `${formatCount(asking.length)} methods that ask a model`;
  return best.name === primary.name || value(best) === value(primary)
    ? `That is the highest of the ${count}.`
    : `The highest of the ${count} is “${best.label}” with ${formatPercent(value(best))} (${formatPercentInterval(best.accuracy.published.interval)}).`;
}

function detectsText({ problems, detectable, methods }: GradeResult): string {
  if (methods.length < 2) return '';
  const usual = detectable.toSorted(
    (a, b) => Math.abs(a.discordant - USUAL_DISAGREEMENT) - Math.abs(b.discordant - USUAL_DISAGREEMENT),
  )[0];
  if (usual === undefined || usual.difference === null)
    return `${formatCount(problems)} problems are too few to tell two methods apart.`;
  return `${formatCount(problems)} problems tell two methods apart that differ by ${formatNumber(usual.difference * 100, { digits: 0 })} points, if they disagree on ${formatPercent(usual.discordant, { digits: 0 })} of the problems.`;
}

function keyFigures(method: MethodResult, result: GradeResult): KeyFigure[] {
  const { published, exact, tolerant } = method.accuracy;
  return [
    {
      name: 'as published, within 0.001',
      value: formatPercent(published.value),
      note: `${formatCount(published.right)} of ${formatCount(published.cells)} cells`,
    },
    {
      name: 'exact',
      value: formatPercent(exact.value),
      note: formatPercentInterval(exact.interval),
    },
    {
      name: 'tolerant',
      value: formatPercent(tolerant.value),
      note: formatPercentInterval(tolerant.interval),
    },
    {
      name: 'problems',
      value: formatCount(published.problems),
      note: [
        result.runs.length === 1 ? 'one run each' : `${result.runs.length} runs each`,
        ...(method.cells.missing > 0 ? [`${formatCount(method.cells.missing)} missing`] : []),
      ].join(', '),
    },
  ];
}

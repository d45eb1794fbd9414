/** The sentence a reader could quote, and the figures it rests on. */
import { verdict } from '../../../reports/blocks.ts';
import type { SafeHtml } from '../../../reports/html.ts';
import { formatInterval, formatNumber } from '../../../reports/numbers.ts';
import { effectWords } from '../analysis/headline.ts';
import type { EffectResult, JudgeResult } from '../analysis/result.ts';
import type { WorksheetsSpec } from '../spec.ts';
import { contrastWords, pointsText } from './words.ts';

const NOT_ANALYSED =
  'The judgments have not been analysed: what is there stands below, and no figure is made of it.';

export function headline(spec: WorksheetsSpec, result: EffectResult | null): SafeHtml {
  const [judge] = result?.judges ?? [];
  if (result === null || judge === undefined) return verdict({ sentence: NOT_ANALYSED });
  const words = contrastWords(spec);
  return verdict({
    sentence: [foundText(result, judge), scopeText(result)].join(' '),
    figures: judge.contrasts.map(({ name, value, interval }) => ({
      name: words[name] ?? name,
      value: formatNumber(value, { digits: 1, plus: true }),
      note: formatInterval(interval, { digits: 1, plus: true }),
    })),
  });
}

function foundText({ effect }: EffectResult, judge: JudgeResult): string {
  const interaction = judge.contrasts.find(({ name }) => name === 'interaction');
  const figure = interaction === undefined ? '' : ` (interaction ${pointsText(interaction)} points)`;
  const what = `the ${effectWords(effect)}`;
  switch (judge.verdict) {
    case 'replicated in direction':
      return `“${judge.label}” replicates ${what} in direction${figure}.`;
    case 'full reversal':
      return `“${judge.label}” shows a full reversal: practice is judged better for students who know much${figure}.`;
    case 'not found':
      return `“${judge.label}” does not show ${what}${figure}.`;
    case 'not estimable':
      return `Whether “${judge.label}” shows ${what} cannot be told from these judgments.`;
  }
}

function scopeText({ materials, items }: EffectResult): string {
  const test = `${items.length} test ${items.length === 1 ? 'item' : 'items'}`;
  return materials.length === 1
    ? `The figures are about one pair of worksheets and ${test}, and make no general claim.`
    : `The figures are over ${materials.length} materials and ${test}.`;
}

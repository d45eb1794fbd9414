/** What a paper says of a study on word problems: sentences with counts, models and settings. */
import { formatCount } from '../../../reports/numbers.ts';
import type { GradeResult } from '../analysis/result.ts';
import type { WordProblemsSpec } from '../spec.ts';
import { KIND_WORDS } from './method.ts';
import { intervalWords, labelOf } from './words.ts';

export function methodsText(spec: WordProblemsSpec, result: GradeResult | null): readonly string[] {
  const models = spec.models.map(({ name, model, endpoint }) => `${name} (${model} at ${endpoint})`);
  const asked = models.length === 0 ? [] : [`Models: ${models.join(', ')}.`];
  if (result === null) return [...asked, 'The answers have not been graded.'];
  const cells = result.methods.reduce((sum, method) => sum + method.cells.settled, 0);
  const missing = result.methods.reduce((sum, method) => sum + method.cells.missing, 0);
  const methods = spec.methods.map(({ name, kind }) => `${labelOf(result, name)} (${KIND_WORDS[kind]})`);
  const runs = result.runs.map(({ seed, replicate }) => `seed ${seed}, replicate ${replicate}`);
  return [
    `${formatCount(result.problems)} problems${result.twins === 0 ? '' : ` and ${formatCount(result.twins)} twins with other numbers`} were put to ${result.methods.length} methods: ${methods.join('; ')}.`,
    ...asked,
    `Runs: ${runs.join('; ')}. ${formatCount(cells)} cells of the file’s own problems were settled and ${formatCount(missing)} are missing.`,
    `A problem counts as solved when the answer is within 0.001 of the gold answer; exact and tolerant grades stand beside. Accuracies have ${intervalWords(result.methods.map(({ accuracy }) => accuracy))}; methods are compared on the same problems, with p-values adjusted for all pairs (Holm).`,
  ];
}

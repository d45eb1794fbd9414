/** The parts of the analysis by name. */
import { Fault } from '../../../domain/errors.ts';
import type { Json } from '../../../domain/json.ts';
import type { AnalysisContext } from '../../family.ts';
import type { AlignmentStudy } from '../study.ts';
import { alignPart } from './align.ts';
import { answersOf } from './answers.ts';
import { askedStudy, looksBefore } from '../rounds/rounds.ts';
import { fitPart } from './fit.ts';
import type { AlignResult } from './result.ts';
import { formatNumber } from '../../../reports/numbers.ts';

export async function analyse(
  whole: AlignmentStudy,
  part: string,
  context: AnalysisContext,
): Promise<{ result: Json; headline?: string }> {
  const study = askedStudy(whole, context.rounds);
  const answers = await answersOf(study, context.cells);
  switch (part) {
    case 'fit':
      return { result: asJson(fitPart(study, answers)) };
    case 'align': {
      const result = await alignPart(study, answers, context.compute, looksBefore(study, context.rounds));
      return { result: asJson(result), headline: headlineOf(result) };
    }
    default:
      throw new Fault(`the family alignment has no part '${part}'`);
  }
}

function headlineOf(result: AlignResult): string {
  const record = result.arms.find(({ name }) => name === result.primary)?.record ?? null;
  if (record === null) return '';
  const interval =
    record.interval === null ? '' : ` [${record.interval.map((bound) => formatNumber(bound)).join(', ')}]`;
  const rho =
    record.notEstimable === null && record.interval === null
      ? ''
      : `, rho ${formatNumber(record.rho)}${interval}`;
  return `${result.primary}: r ${formatNumber(record.r)}${rho} over ${record.items} items`;
}

/** Plain JSON: what is undefined is left out, what is no number is null. */
function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

/** The report of a worksheets study, put together. */
import type { Json } from '../../../domain/json.ts';
import { type Page, page, type Section } from '../../../reports/page.ts';
import { framed } from '../../report-frame.ts';
import { isSettled, judgmentsOf } from '../analysis/judgments.ts';
import type { EffectResult } from '../analysis/result.ts';
import type { WorksheetStudy } from '../study.ts';
import type { ListedContext } from './context.ts';
import { controlsSection } from './controls.ts';
import { conversationsSection, drawJudgments, scriptedJudges } from './conversations.ts';
import { effectSection } from './effect.ts';
import { headline } from './headline.ts';
import { judgmentsSection } from './judgments.ts';
import { methodSection } from './method.ts';
import { methodsText } from './methods-text.ts';
import { notices } from './notices.ts';
import { surfacesSection } from './surfaces.ts';

export async function studyPage(study: WorksheetStudy, context: ListedContext): Promise<string> {
  return page(await studyReport(study, context));
}

export async function studyReport(study: WorksheetStudy, context: ListedContext): Promise<Page> {
  const { spec } = study;
  const result = (context.results.get('effect') as EffectResult | undefined) ?? null;
  const settled = judgmentsOf(study, context.cells).filter(isSettled);
  const held = await drawJudgments(settled, spec.seed, context);
  const labelOf = (name: string): string =>
    study.judges.find(({ spec: judge }) => judge.name === name)?.label ?? name;
  return framed(
    {
      spec,
      kind: 'Worksheets',
      headline: headline(spec, result),
      notices: notices(study, result, scriptedJudges(held).map(labelOf), context),
      sections: [
        ...(result === null ? [] : await resultSections(study, result)),
        conversationsSection(held, settled.length, context.experiment),
        methodSection(study, result, context),
      ],
      methods: methodsText(study, result),
      follows: 'arXiv 2403.02795',
      ...(result === null ? {} : { data: { effect: result as unknown as Json } }),
    },
    context,
  );
}

async function resultSections({ spec }: WorksheetStudy, result: EffectResult): Promise<Section[]> {
  return [
    await effectSection(spec, result),
    await surfacesSection(spec, result),
    controlsSection(result),
    judgmentsSection(result),
  ];
}

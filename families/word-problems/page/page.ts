/** The report of a word-problems study, put together. */
import type { Json } from '../../../domain/json.ts';
import { type Page, page, type Section } from '../../../reports/page.ts';
import { framed } from '../../report-frame.ts';
import type { ListedContext } from './context.ts';
import type { SettledCell } from '../analysis/graded-cells.ts';
import type { GradeResult } from '../analysis/result.ts';
import { accuracySection } from './accuracy.ts';
import { lostCells, type ReportedStudy, settledCells } from './cells.ts';
import { comparisonsSection } from './comparisons.ts';
import {
  conversationsSection,
  drawConversations,
  type HeldConversation,
  scriptedMethods,
} from './conversations.ts';
import { costSection } from './cost.ts';
import { failuresSection } from './failures.ts';
import { headline } from './headline.ts';
import { methodSection } from './method.ts';
import { methodsText } from './methods-text.ts';
import { notices } from './notices.ts';
import { repairPart } from './repair.ts';
import { sectionsSection } from './sections.ts';
import { solversPart } from './solvers.ts';
import { statusSection } from './statuses.ts';
import { trustSection } from './trust.ts';
import { twinsSection } from './twins.ts';
import { votePart } from './vote.ts';

export async function studyPage(study: ReportedStudy, context: ListedContext): Promise<string> {
  return page(await studyReport(study, context));
}

export async function studyReport(study: ReportedStudy, context: ListedContext): Promise<Page> {
  const { spec } = study;
  const result = (context.results.get('grade') as GradeResult | undefined) ?? null;
  const cells = settledCells(study, context);
  const held = await drawConversations(cells, spec.seed, context);
  return framed(
    {
      spec,
      kind: 'Word problems',
      headline: headline(result),
      notices: notices({
        known: study.notices ?? [],
        result,
        cells,
        lost: lostCells(study, context),
        scripted: scriptedMethods(held),
        written: spec.methods.filter(({ kind }) => kind === 'written').map(({ name }) => name),
        context,
      }),
      sections: [
        ...(result === null ? [] : await resultSections(study, result, cells, held, context)),
        methodSection(spec, result, context),
      ],
      methods: methodsText(spec, result),
      follows: 'arXiv 2304.09102',
      ...(result === null ? {} : { data: { grade: result as unknown as Json } }),
    },
    context,
  );
}

async function resultSections(
  study: ReportedStudy,
  result: GradeResult,
  cells: readonly SettledCell[],
  held: readonly HeldConversation[],
  context: ListedContext,
): Promise<Section[]> {
  const how = [...repairPart(result), ...votePart(result), ...solversPart(study.spec, result, cells)];
  return [
    await accuracySection(result),
    ...(await comparisonsSection(result)),
    ...(await trustSection(result)),
    await statusSection(result),
    ...(how.length === 0
      ? []
      : [{ id: 'repair-and-votes', heading: 'Repair, votes and solvers', body: how }]),
    ...(await sectionsSection(result)),
    ...(await twinsSection(result)),
    costSection(study, result, context),
    failuresSection(result, cells, context.experiment),
    conversationsSection(held, result, cells, context.experiment),
  ];
}

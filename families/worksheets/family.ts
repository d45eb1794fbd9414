/** The family `worksheets`: a simulated expert judges what students learn from instruction (arXiv 2403.02795). */
import { listed } from '../cell-results.ts';
import type { CellSubject, Family, Study } from '../family.ts';
import { identityOf } from '../identity.ts';
import { once } from '../rounds.ts';
import { executionOf, NOT_HASHED } from '../spec-parts.ts';
import { analyse, headlineSoFar } from './analysis/analyse.ts';
import type { JudgmentCell } from './cells.ts';
import { judgeItem } from './dialogue.ts';
import { listedPage } from './page/context.ts';
import { studyPage, studyReport } from './page/page.ts';
import { estimatesOf, frozenPlan, outlook } from './plan.ts';
import { specSchema, type WorksheetsSpec } from './spec.ts';
import { studyNotices } from './study-notices.ts';
import { materialFiles, openWorksheets, type WorksheetStudy } from './study.ts';
import { exportTables } from './tables.ts';

/** Texts of files are hashed by the files' places; what `plan` reckons with changes nothing. */
const LEFT_OUT: ReadonlySet<string> = new Set([...NOT_HASHED, 'folder', 'plan']);
/** What decides how judgments are read, and not which are made. */
const ANALYSIS_ONLY: ReadonlySet<string> = new Set([...LEFT_OUT, 'low', 'high', 'margin']);

export const worksheets: Family = {
  name: 'worksheets',
  version: 1,
  schema: specSchema,
  tasks: {},
  summary: 'Worksheets: a simulated expert predicts what students learn from practice and worked examples.',
  identity: (spec) => identityOf(specSchema, spec, LEFT_OUT),
  collectionIdentity: (spec) => identityOf(specSchema, spec, ANALYSIS_ONLY),
  inputs: (spec) => materialFiles(spec as WorksheetsSpec),
  execution: (spec) => executionOf(spec as WorksheetsSpec),
  open: (spec, inputs) => asStudy(openWorksheets(spec as WorksheetsSpec, inputs)),
};

/** The house knows cells by their keys only; here they are this family's again. */
function asStudy(study: WorksheetStudy): Study {
  return {
    blocks: study.blocks,
    ...once(study.blocks),
    dialogue: judgeItem(study),
    about: (cell) => aboutCell(cell as JudgmentCell),
    tools: [],
    programs: false,
    estimates: () => estimatesOf(study),
    notices: studyNotices(study),
    outlook: async () => outlook(study),
    frozenPlan: () => frozenPlan(study),
    arms: study.judges.map(({ spec }) => spec.name),
    headline: async ({ cells }) => headlineSoFar(study, await listed(cells)),
    analyse: async (part, { cells }) => analyse(study, part, await listed(cells)),
    page: async (context) => studyPage(study, await listedPage(context)),
    report: async (context) => studyReport(study, await listedPage(context)),
    tables: async (context) => exportTables(study, await listedPage(context)),
  };
}

/** A persona goes by its levels: `1-5`. */
function aboutCell({ persona, item }: JudgmentCell): CellSubject {
  return { item, persons: [persona.join('-')] };
}

/** The family `word-problems`: a language model formalizes, an exact solver solves (arXiv 2304.09102). */
import { listed } from '../cell-results.ts';
import type { Family, Study } from '../family.ts';
import { identityOf } from '../identity.ts';
import { once } from '../rounds.ts';
import { executionOf, NOT_HASHED } from '../spec-parts.ts';
import { analyse, headline } from './analysis/analyse.ts';
import { asGraded, ofPrimary } from './analysis/kept.ts';
import type { ProblemCell } from './cells.ts';
import { solveProblem } from './dialogue.ts';
import { listedPage } from './page/context.ts';
import { COLUMNS } from './page/columns.ts';
import { studyPage, studyReport } from './page/page.ts';
import { estimatesOf, frozenPlan, outlook } from './plan.ts';
import { specSchema, type WordProblemsSpec } from './spec.ts';
import { openWordProblems, PROBLEMS_FILE, type WordProblemStudy } from './study.ts';
import { studyNotices } from './study-notices.ts';
import { exportTables } from './tables.ts';

export const wordProblems: Family = {
  name: 'word-problems',
  version: 2,
  schema: specSchema,
  tasks: {},
  summary:
    'Math word problems: a model writes statements, a program or reasoning; an exact solver solves the statements.',
  identity: (spec) => identityOf(specSchema, spec, NOT_HASHED),
  // Which calls are made depends on all of it: what a solver says decides what is asked next.
  collectionIdentity: (spec) => identityOf(specSchema, spec, NOT_HASHED),
  inputs: (spec) => [{ name: PROBLEMS_FILE, path: (spec as WordProblemsSpec).problems.file }],
  execution: (spec) => executionOf(spec as WordProblemsSpec),
  open: (spec, inputs) => asStudy(openWordProblems(spec as WordProblemsSpec, inputs)),
};

/** The house knows cells by their keys only; here they are this family's again. */
function asStudy(study: WordProblemStudy): Study {
  const noticed = { ...study, notices: studyNotices(study) };
  return {
    blocks: study.blocks,
    ...once(study.blocks),
    dialogue: solveProblem(study),
    about: (cell) => ({ item: (cell as ProblemCell).problem, persons: [] }),
    tools: [...new Set(study.methods.flatMap(({ tools }) => tools))],
    programs: study.methods.some(({ programs }) => programs),
    estimates: () => estimatesOf(study),
    notices: noticed.notices,
    outlook: async () => outlook(study),
    frozenPlan: () => frozenPlan(study),
    arms: study.methods.map(({ name }) => name),
    headline: async ({ cells }) => headline(study, await listed(cells, ofPrimary(study))),
    analyse: async (part, { cells }) => analyse(study, part, { cells: await listed(cells, asGraded) }),
    page: async (context) => studyPage(noticed, await listedPage(context)),
    report: async (context) => studyReport(noticed, await listedPage(context)),
    columns: COLUMNS,
    tables: async (context) => exportTables(study, await listedPage(context)),
  };
}

/** The family `alignment`: how closely does a language model's population resemble a human one? (arXiv 2407.15645) */
import type { Json } from '../../domain/json.ts';
import { alignmentDraws } from '../../methods/alignment/draws.ts';
import type { Family, Inputs, Study } from '../family.ts';
import { identityOf } from '../identity.ts';
import { executionOf, NOT_HASHED } from '../spec-parts.ts';
import { analyse } from './analysis/analyse.ts';
import { headline } from './analysis/headline.ts';
import type { ItemCell } from './arms/cells.ts';
import { askItem } from './dialogue.ts';
import { estimatesOf } from './estimate.ts';
import { namedInputs } from './inputs.ts';
import { COLUMNS } from './page/columns.ts';
import { studyPage, studyReport } from './page/page.ts';
import { frozenPlan, outlook } from './plan.ts';
import { personsHeld } from './persons.ts';
import { askedStudy, lastLook, roundsOf } from './rounds/rounds.ts';
import { overviewOf } from './responses/overview.ts';
import { type AlignmentSpec, specSchema } from './spec/spec.ts';
import { studyNotices } from './study-notices.ts';
import { type AlignmentStudy, openStudy } from './study.ts';
import { exportTables } from './tables.ts';

/** What decides which calls are made. */
const COLLECTION = ['family', 'seed', 'items', 'models', 'templates', 'until'] as const;

export const alignment: Family = {
  name: 'alignment',
  version: 2,
  schema: specSchema,
  tasks: { alignment: alignmentDraws },
  summary:
    'How closely a language model’s population resembles a human one: item difficulties, fitted and compared.',
  identity: (spec) => identityOf(specSchema, spec, NOT_HASHED),
  collectionIdentity(spec) {
    const identity = identityOf(specSchema, spec, NOT_HASHED);
    const typed = spec as AlignmentSpec;
    return {
      ...Object.fromEntries(COLLECTION.map((part) => [part, identity[part]])),
      arms: identityOf<readonly Json[]>(
        specSchema.shape.arms,
        typed.arms,
        new Set([...NOT_HASHED, 'cluster', 'planted']),
      ),
      who: typed.population.who,
      scores: typed.arms.some((arm) => arm.question === 'share') ? identity['scores'] : undefined,
    };
  },
  inputs: (spec) => namedInputs(spec as AlignmentSpec),
  execution: (spec) => executionOf(spec as AlignmentSpec),
  open: (spec, inputs) => asStudy(openStudy(spec as AlignmentSpec, inputs), inputs),
};

/** The house knows cells by their keys only; here they are this family's again. */
function asStudy(study: AlignmentStudy, inputs: Inputs): Study {
  return {
    blocks: study.blocks,
    ...roundsOf(study),
    dialogue: askItem(study.lookup),
    about(cell) {
      const { item, respondent } = cell as ItemCell;
      const { persona } = study.lookup.respondent(cell as ItemCell);
      return { item, persons: [...new Set([persona.personId ?? persona.id, persona.id, respondent])] };
    },
    tools: [],
    programs: false,
    estimates: () => estimatesOf(study),
    notices: studyNotices(study),
    // Only where it is looked at: workers and `run` have no use for it.
    get data() {
      return study.people.kind === 'responses' ? overviewOf(study.people) : undefined;
    },
    persons: personsHeld(study, inputs),
    outlook: async () => outlook(study),
    frozenPlan: () => frozenPlan(study),
    arms: study.arms.map((arm) => arm.spec.name),
    headline: async ({ cells, rounds }) =>
      [await headline(askedStudy(study, rounds), cells), lastLook(study, rounds)]
        .filter((part) => part !== '')
        .join('; '),
    analyse: (part, context) => analyse(study, part, context),
    page: (context) => studyPage(askedStudy(study, context.rounds), context),
    report: (context) => studyReport(askedStudy(study, context.rounds), context),
    columns: COLUMNS,
    tables: (context) => exportTables(askedStudy(study, context.rounds), context),
  };
}

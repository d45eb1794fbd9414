/** How the figures were made, and from what. */
import { definitionList, details } from '../../../reports/blocks.ts';
import { html, type SafeHtml } from '../../../reports/html.ts';
import { paragraph, type Section, subsection } from '../../../reports/page.ts';
import type { EffectResult } from '../analysis/result.ts';
import type { WorksheetStudy } from '../study.ts';
import type { ListedContext } from './context.ts';

export function methodSection(
  study: WorksheetStudy,
  result: EffectResult | null,
  context: ListedContext,
): Section {
  const { spec, judges, solutions, personas } = study;
  return {
    id: 'method',
    heading: 'How this was made',
    body: [
      paragraph(
        'Simulated expert evaluation follows the protocol of arXiv 2403.02795 with prompts and worksheets in our own words: an expert predicts how probable it is that a student with two skills solves each test problem after a worksheet. Settings that the paper leaves open (models, temperatures, numbers of materials, items and replicates, tests) are this spec’s. Figures can be set beside the paper’s in direction, not in size.',
      ),
      definitionList([
        { term: 'Student', description: `${spec.persona.student}: ${spec.persona.skills.join('; ')}` },
        { term: 'Personas', description: `${personas.length}, levels ${spec.persona.levels.join(', ')}` },
        { term: 'Materials', description: spec.materials.sets.join(', ') },
        { term: 'Test items', description: study.items.map(({ id }) => id).join(', ') },
        {
          term: 'Worked solutions',
          description: `${solutions.shown} are shown; of all problems the exact solver has checked ${solutions.checked}`,
        },
        {
          term: 'Judges',
          description: judges
            .map(
              ({ label, spec: { mode, temperature, replicates, reasons }, model }) =>
                `${label}: ${model.model} at ${model.endpoint}, ${mode}, temperature ${temperature}, ${replicates} ${replicates === 1 ? 'judgment' : 'judgments'} of a cell, ${reasons ? 'reasons first' : 'number only'}`,
            )
            .join('; '),
        },
        ...(result === null ? [] : [{ term: 'Judged rows (SHA-256)', description: result.rowsHash }]),
      ]),
      subsection('Worksheets', worksheetParts(study)),
      ...frozen(context),
    ],
  };
}

function worksheetParts(study: WorksheetStudy): SafeHtml[] {
  const variants = [...study.conditions, ...study.spec.controls.run];
  return study.materials.flatMap(({ name }) =>
    variants.map((variant) =>
      details(
        `${name}: ${variant}`,
        html`<div class="turn"><span class="said prose">${study.worksheet({ material: name, variant })}</span></div>`,
      ),
    ),
  );
}

function frozen({ frozen: plan }: ListedContext): SafeHtml[] {
  if (plan === null) return [];
  return [
    subsection('Decided before the answers were seen', [
      definitionList(
        Object.entries(plan).map(([term, value]) => ({
          term,
          description: typeof value === 'string' ? value : JSON.stringify(value),
        })),
      ),
    ]),
  ];
}

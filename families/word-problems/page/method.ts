/** How the figures were made, and what each method was. */
import { definitionList } from '../../../reports/blocks.ts';
import type { Content } from '../../../reports/html.ts';
import { formatCount } from '../../../reports/numbers.ts';
import { paragraph, type Section, subsection } from '../../../reports/page.ts';
import { countColumn, table, textColumn } from '../../../reports/table.ts';
import type { ListedContext } from './context.ts';
import type { GradeResult } from '../analysis/result.ts';
import type { MethodSpec, WordProblemsSpec } from '../spec.ts';
import { labelOf } from './words.ts';

interface Row {
  readonly label: string;
  readonly spec: MethodSpec;
  readonly planned: number;
  readonly settled: number;
  readonly missing: number;
}

/** What each kind does, and which part of arXiv 2304.09102 it follows. */
export const KIND_WORDS: Readonly<Record<MethodSpec['kind'], string>> = {
  declarative: 'the model states variables and equations sentence by sentence; a solver solves',
  'declarative-8-shot': 'the same after eight worked examples',
  'one-step': 'the model states one equation; a solver solves',
  program: 'the model writes a Python program; a sandbox runs it (PAL)',
  'chain-of-thought': 'the model reasons in words and reckons itself',
  'self-consistency': 'several samples; the commonest answer counts',
  vote: 'methods in turn until enough agree',
  written: 'hand-written statements; a solver solves, no model is asked',
};

export function methodSection(
  spec: WordProblemsSpec,
  result: GradeResult | null,
  context: ListedContext,
): Section {
  return {
    id: 'method',
    heading: 'How this was made',
    body: [
      paragraph(
        'Methods follow arXiv 2304.09102 with prompts in our own words, so that figures can be set beside the paper’s in direction, not in size. Statements are parsed by our own grammar and solved in exact rational numbers; every root is put back into all statements. Nothing that a model wrote was ever run outside the sandbox.',
      ),
      definitionList([
        ...(result === null
          ? []
          : [
              {
                term: 'Problems',
                description: `${formatCount(result.problems)} of the file, ${formatCount(result.twins)} twins`,
              },
              {
                term: 'Runs',
                description: result.runs
                  .map(({ seed, replicate }) => `seed ${seed}, replicate ${replicate}`)
                  .join('; '),
              },
              { term: 'Graded rows (SHA-256)', description: result.rowsHash },
            ]),
        {
          term: 'Models',
          description:
            spec.models.map(({ name, model, endpoint }) => `${name}: ${model} at ${endpoint}`).join('; ') ||
            'none',
        },
      ]),
      ...(result === null ? [] : methodTables(spec, result)),
      ...frozen(context),
    ],
  };
}

function methodTables(spec: WordProblemsSpec, result: GradeResult): Content[] {
  const rows = spec.methods.map((method): Row => {
    const cells = result.methods.find(({ name }) => name === method.name)?.cells;
    return {
      label: labelOf(result, method.name),
      spec: method,
      planned: cells?.planned ?? 0,
      settled: cells?.settled ?? 0,
      missing: cells?.missing ?? 0,
    };
  });
  return [
    table<Row>({
      caption: 'Methods as they were asked',
      columns: [
        textColumn('Method', (row) => row.label),
        textColumn('What it does', (row) => KIND_WORDS[row.spec.kind]),
        textColumn('Settings', (row) => settingsText(row.spec)),
      ],
      rows,
    }),
    table<Row>({
      caption: 'Cells of the file’s own problems',
      columns: [
        textColumn('Method', (row) => row.label),
        countColumn('planned', (row) => row.planned),
        countColumn('settled', (row) => row.settled),
        countColumn('missing', (row) => row.missing),
      ],
      rows,
    }),
  ];
}

/** Settings of a method beside its name: `model small, maxTokens 600, solver exact, repair 2`. */
function settingsText(method: MethodSpec): string {
  const { kind: _kind, name: _name, label: _label, ...settings } = method;
  return Object.entries(settings)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key} ${settingText(value)}`]))
    .join(', ');
}

function settingText(value: unknown): string {
  if (Array.isArray(value)) return value.map(settingText).join(' + ');
  if (typeof value === 'object' && value !== null)
    return `to ${Object.entries(value)
      .map(([key, part]) => `${key} ${settingText(part)}`)
      .join(', ')}`;
  return String(value);
}

function frozen(context: ListedContext): Content[] {
  if (context.frozen === null) return [];
  return [
    subsection('Decided before the answers were seen', [
      definitionList(
        Object.entries(context.frozen).map(([term, value]) => ({
          term,
          description: typeof value === 'string' ? value : JSON.stringify(value),
        })),
      ),
    ]),
  ];
}

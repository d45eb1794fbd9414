/** Our solver against the released pipeline, on the same completions where the spec has both. */
import { canonicalJson, type JsonObject } from '../../../domain/json.ts';
import type { SafeHtml } from '../../../reports/html.ts';
import { formatCount } from '../../../reports/numbers.ts';
import { paragraph, subsection } from '../../../reports/page.ts';
import { type Column, countColumn, table, textColumn } from '../../../reports/table.ts';
import type { SettledCell } from '../analysis/graded-cells.ts';
import type { GradeResult } from '../analysis/result.ts';
import type { MethodSpec, WordProblemsSpec } from '../spec.ts';
import { VERDICTS, type Verdict, verdictOf } from './cells.ts';
import { labelOf } from './words.ts';

/** Two methods that differ in the solver alone. */
export interface SolverPair {
  readonly exact: string;
  readonly paper: string;
}

export function solverPairs({ methods }: WordProblemsSpec): readonly SolverPair[] {
  const exact = new Map(
    methods.flatMap((method) => (solverOf(method) === 'exact' ? [[withoutSolver(method), method.name]] : [])),
  );
  return methods.flatMap((method) => {
    const other = solverOf(method) === 'paper' ? exact.get(withoutSolver(method)) : undefined;
    return other === undefined ? [] : [{ exact: other, paper: method.name }];
  });
}

function solverOf(method: MethodSpec): 'exact' | 'paper' | undefined {
  return 'solver' in method ? method.solver : undefined;
}

function withoutSolver(method: MethodSpec): string {
  const { name: _name, label: _label, ...rest } = method;
  return canonicalJson({ ...(JSON.parse(JSON.stringify(rest)) as JsonObject), solver: null });
}

interface Cross {
  readonly exact: Verdict;
  readonly paper: Readonly<Record<Verdict, number>>;
  readonly cells: number;
}

export function solversPart(
  spec: WordProblemsSpec,
  result: GradeResult,
  cells: readonly SettledCell[],
): SafeHtml[] {
  const pairs = solverPairs(spec);
  if (pairs.length === 0) return [];
  return [
    subsection('The exact solver and the released pipeline', [
      paragraph(
        'These methods asked the same and had the same completions; only the solver differs. The exact solver reads all statements and says what is wrong with them; the released pipeline stops at the first number for the goal.',
      ),
      ...pairs.flatMap((pair) => {
        const both = cellsOfBoth(pair, cells);
        const name = labelOf(result, pair.exact);
        const same = both.filter(([one, other]) => one.outcome.written === other.outcome.written).length;
        return [
          table<Cross>({
            caption: `${name}: what came of a cell with the exact solver (rows) and as the paper does (columns)`,
            columns: crossColumns,
            rows: crossed(both),
          }),
          paragraph(
            `${formatCount(same)} of ${formatCount(both.length)} cells were judged on the same text.${same < both.length ? ' The others differ because a repair asked differently.' : ''}`,
          ),
        ];
      }),
    ]),
  ];
}

const crossColumns: readonly Column<Cross>[] = [
  textColumn('exact solver', (row) => row.exact),
  ...VERDICTS.map((verdict) => countColumn<Cross>(`paper: ${verdict}`, (row) => row.paper[verdict])),
  countColumn('cells', (row) => row.cells),
];

function cellsOfBoth(
  { exact, paper }: SolverPair,
  cells: readonly SettledCell[],
): [SettledCell, SettledCell][] {
  const place = ({ cell }: SettledCell): string => `${cell.problem}/${cell.seed}/${cell.replicate}`;
  const own = cells.filter(({ problem }) => problem.twinOf === null);
  const others = new Map(
    own.flatMap((graded) => (graded.cell.method === paper ? [[place(graded), graded] as const] : [])),
  );
  return own.flatMap((graded): [SettledCell, SettledCell][] => {
    const other = graded.cell.method === exact ? others.get(place(graded)) : undefined;
    return other === undefined ? [] : [[graded, other]];
  });
}

function crossed(both: readonly (readonly [SettledCell, SettledCell])[]): Cross[] {
  return VERDICTS.map((exact) => {
    const paper: Record<Verdict, number> = { right: 0, 'scale miss': 0, wrong: 0, 'no answer': 0 };
    const row = both.filter(([one]) => verdictOf(one) === exact);
    for (const [, other] of row) paper[verdictOf(other)] += 1;
    return { exact, paper, cells: row.length };
  });
}

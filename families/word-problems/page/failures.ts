/** Every problem that a method failed, with what was written and what was said to it. */
import { code, definitionList } from '../../../reports/blocks.ts';
import { firstThatFit } from '../../../reports/conversation.ts';
import { html, type SafeHtml } from '../../../reports/html.ts';
import { formatCount } from '../../../reports/numbers.ts';
import { paragraph, type Section, subsection } from '../../../reports/page.ts';
import type { SettledCell } from '../analysis/graded-cells.ts';
import type { GradeResult } from '../analysis/result.ts';
import type { Predicted } from '../outcome.ts';
import type { Problem } from '../problems/problem.ts';
import { type Verdict, verdictOf } from './cells.ts';
import { textBlock } from './text.ts';
import { labelOf } from './words.ts';
import { cutText } from '../../../reports/text.ts';

/** All failed problems together: the whole page stays near 10 MB. */
export const FAILURE_BUDGET_BYTES = 7_500_000;

/** A problem that failed in at least one cell. */
export interface FailedProblem {
  readonly problem: Problem;
  /** In the order of the spec's methods. */
  readonly failed: readonly SettledCell[];
  /** Settled cells of this problem. */
  readonly cells: number;
  /** What came of it under the method of the headline: the worst of its runs. */
  readonly primary: Verdict;
}

/** Worst first: that is the order in which they are shown. */
const GROUPS: readonly { readonly verdict: Verdict; readonly heading: (name: string) => string }[] = [
  { verdict: 'wrong', heading: (name) => `“${name}” gives a wrong answer` },
  { verdict: 'scale miss', heading: (name) => `“${name}” misses the scale` },
  { verdict: 'no answer', heading: (name) => `“${name}” gives no answer` },
  { verdict: 'right', heading: (name) => `Others fail where “${name}” does not` },
];

export function failuresSection(
  result: GradeResult,
  cells: readonly SettledCell[],
  experiment: string,
  budgetBytes: number = FAILURE_BUDGET_BYTES,
): Section {
  const failures = failedProblems(cells, result.primary);
  const primary = result.primary === null ? 'the first method' : labelOf(result, result.primary);
  const sorted = GROUPS.flatMap(({ verdict }) => failures.filter((failure) => failure.primary === verdict));
  const written = firstThatFit(sorted, (failure) => failedProblem(failure, result), budgetBytes);
  let start = 0;
  const groups = GROUPS.flatMap(({ verdict, heading }): SafeHtml[] => {
    const all = failures.filter((failure) => failure.primary === verdict).length;
    const here = written.slice(start, start + all);
    start += all;
    if (all === 0) return [];
    const count = here.length < all ? `${formatCount(here.length)} of ${formatCount(all)}` : formatCount(all);
    return [subsection(`${heading(primary)} (${count})`, here)];
  });
  return {
    id: 'failures',
    heading: 'Every failed problem',
    body: [
      failures.length === 0
        ? paragraph('No settled cell failed.')
        : paragraph(
            'A problem is here when a method’s answer is not right as published, or when there is none. Below its question stands what each method that failed wrote, word for word, and what the solver or the program said.',
          ),
      ...(written.length < sorted.length
        ? [
            paragraph(
              `${formatCount(written.length)} of ${formatCount(sorted.length)} failed problems are here, so that the page stays small. The rest: `,
              code(`./holdfast show ${experiment} --cell CELL`),
              ', or all as a table: ',
              code(`./holdfast export ${experiment}`),
              '.',
            ),
          ]
        : []),
      ...groups,
    ],
  };
}

/** Failed problems in the order of the cells' first method. */
export function failedProblems(
  cells: readonly SettledCell[],
  primary: string | null,
): readonly FailedProblem[] {
  const byProblem = new Map<string, SettledCell[]>();
  for (const cell of cells) {
    const group = byProblem.get(cell.problem.id);
    if (group === undefined) byProblem.set(cell.problem.id, [cell]);
    else group.push(cell);
  }
  return [...byProblem.values()].flatMap((group) => {
    const failed = group.filter((cell) => verdictOf(cell) !== 'right');
    const [first] = failed;
    if (first === undefined) return [];
    return [{ problem: first.problem, failed, cells: group.length, primary: worstOf(failed, primary) }];
  });
}

function worstOf(failed: readonly SettledCell[], primary: string | null): Verdict {
  const verdicts = new Set(failed.filter(({ cell }) => cell.method === primary).map(verdictOf));
  return GROUPS.find(({ verdict }) => verdicts.has(verdict))?.verdict ?? 'right';
}

function failedProblem({ problem, failed, cells }: FailedProblem, result: GradeResult): SafeHtml {
  const facts = [
    { term: 'Gold answer', description: problem.gold.map(({ text }) => text).join('; ') },
    ...(problem.section === null ? [] : [{ term: 'Section', description: problem.section }]),
    ...(problem.twinOf === null ? [] : [{ term: 'Twin of', description: problem.twinOf }]),
  ];
  return html`<details class="conversation">
    <summary>
      <strong>${cutText(problem.id, 80).text}</strong> ${beginningOf(problem.question)}
      <span class="outcome">${failed.length} of ${cells} fail</span>
    </summary>
    ${textBlock('Question', problem.question)} ${definitionList(facts)}
    ${failed.map((cell) => failedCell(cell, result))}
  </details> `;
}

/** A model, or whoever wrote the data file. */
function writtenBy(method: string, { methods }: GradeResult): string {
  return methods.find(({ name }) => name === method)?.kind === 'written'
    ? 'As it stands in the data file'
    : 'As the model wrote it';
}

/** Enough of a question to know it by. */
function beginningOf(question: string): string {
  const line = question.replace(/\s+/g, ' ').trim();
  const { text, left } = cutText(line, 64);
  return left === 0 ? text : `${text.trimEnd()}…`;
}

function failedCell(graded: SettledCell, result: GradeResult): SafeHtml {
  const { outcome, cell } = graded;
  const run = result.runs.length > 1 ? `, run ${cell.seed}.${cell.replicate}` : '';
  return html`<div class="attempt">
    <p>
      <strong>${labelOf(result, cell.method)}${run}</strong> <span class="outcome">${outcome.status}</span>
      ${verdictOf(graded)}${outcome.answers.length > 0 && html`: ${answersText(outcome.answers)}`}${standards(graded)}
    </p>
    ${
      outcome.message !== undefined && html`<p class="break">${cutText(outcome.message, 1_000).text}</p> `
    }${extras(graded)}${
      outcome.written !== undefined && textBlock(writtenBy(cell.method, result), outcome.written, 'mono')
    }
  </div> `;
}

/** `7/2 (3.5); −1`: exact where it is known, as the value where it is not. */
export function answersText(answers: readonly Predicted[]): string {
  const shown = answers.slice(0, 12).map(({ value, exact, percent }) => {
    const number = exact === undefined ? String(value) : cutText(exact, 60).text;
    const decimal = exact?.includes('/') === true ? ` (${Number(value.toPrecision(8))})` : '';
    return `${number}${percent === true ? ' %' : ''}${decimal}`;
  });
  return answers.length > shown.length
    ? `${shown.join('; ')}; ${answers.length - shown.length} more`
    : shown.join('; ');
}

function standards({ grades }: SettledCell): string {
  const others = [...(grades.exact ? ['exact'] : []), ...(grades.tolerant ? ['tolerant'] : [])];
  return others.length === 0 ? '' : ` (right under the ${others.join(' and the ')} standard)`;
}

function extras({ outcome }: SettledCell): SafeHtml[] {
  const { lint, repairs, firstStatus, samples } = outcome;
  const lines = [
    repairs === undefined || repairs === 0
      ? undefined
      : `sent back ${repairs} times${firstStatus === undefined ? '' : `, ${firstStatus} at first`}`,
    lint === undefined || lint.length === 0 ? undefined : `noticed: ${lint.join(', ')}`,
    samples === undefined
      ? undefined
      : `answers that were counted: ${samples.map((sample) => (sample === null ? 'none' : String(sample))).join(', ')}`,
  ].filter((line) => line !== undefined);
  return lines.map((line) => html`<p class="note">${line}</p> `);
}

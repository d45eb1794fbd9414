/** A worksheet as a student gets it: problems in an order, some of them with their worked solutions. */
import type { Problem } from '../materials/material.ts';

/** practice: none is solved; pairs: every other one, before its like; worked: all. */
export type Format = 'practice' | 'pairs' | 'worked';

const OPENINGS: Readonly<Record<Format, string>> = {
  practice: 'Solve each of these problems on your own.',
  pairs: 'Study each worked example. Then solve the problem that follows it on your own.',
  worked: 'Study these worked examples.',
};

/** @param problems with solutions where the format shows them */
export function layOut(problems: readonly Problem[], format: Format): string {
  const counts = { example: 0, problem: 0 };
  const parts = problems.map((problem, index) => {
    if (!isSolved(format, index)) return `Problem ${++counts.problem}\n${problem.question}`;
    return `Worked example ${++counts.example}\n${problem.question}\n\nSolution\n${problem.solution ?? ''}`;
  });
  return [OPENINGS[format], ...parts].join('\n\n');
}

/** Whether the problem at a place is shown with its solution. */
export function isSolved(format: Format, index: number): boolean {
  return format === 'worked' || (format === 'pairs' && index % 2 === 0);
}

export function wordsIn(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}

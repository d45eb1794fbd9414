/** A small study of this family, made of texts. */
import { UserError } from '../../../domain/errors.ts';
import { specSchema, type WorksheetsSpec } from '../../../families/worksheets/spec.ts';
import { materialFiles, openWorksheets, type WorksheetStudy } from '../../../families/worksheets/study.ts';

/** A problem whose answer is right. */
export function problem(name: string, total: number, part = 7): string {
  return [
    `## ${name}`,
    `Two parts make ${total}. One is ${part}. How large is the other?`,
    '### Paraphrase',
    `A whole of ${total} has a part of ${part}. Find the rest.`,
    '### Solution',
    `The other is ${total} - ${part} = ${total - part}.`,
    '',
    `Answer: ${total - part}`,
    `<!-- solve [[var x]] [[eq x + ${part} = ${total}]] [[answer x]] -->`,
  ].join('\n');
}

export const SHEET = ['A', 'B', 'C', 'D'].map((name, index) => problem(name, 20 + index)).join('\n\n');
export const TEST = '# Test\n\n## First one\n\nWhat is 2 and 2?\n\n## Second one\n\nWhat is 3 and 3?\n';

export const SPEC = {
  ...{ family: 'worksheets', kind: 'effect', name: 'small', effect: 'expertise-reversal' },
  persona: { student: 'a student', skills: ['adding', 'taking away'], levels: [1, 5] },
  materials: { folder: 'sheets', sets: ['one', 'two'] },
  models: [{ name: 'm', endpoint: 'e', model: 'x' }],
  judges: [
    { name: 'alone', model: 'm' },
    { name: 'chain', model: 'm', mode: 'chained' },
  ],
} as const;

/** @param texts by file name without folder and `.md` */
export function study(spec: object = {}, texts: Readonly<Record<string, string>> = {}): WorksheetStudy {
  const parsed: WorksheetsSpec = specSchema.parse({ ...SPEC, ...spec });
  const files: Readonly<Record<string, string>> = { one: SHEET, two: SHEET, 'post-test': TEST, ...texts };
  const inputs = materialFiles(parsed).map(({ name, path }): [string, string] => {
    const file = path.slice(path.lastIndexOf('/') + 1, -3);
    return [name, files[file] ?? SHEET];
  });
  return openWorksheets(parsed, new Map(inputs));
}

/** The message that a study is refused with. */
export function refusal(open: () => unknown): string {
  try {
    open();
  } catch (error) {
    if (error instanceof UserError) return error.describe();
    throw error;
  }
  throw new Error('it was not refused');
}

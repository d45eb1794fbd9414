/** What somebody must know of a study before it is trusted. */
import type { StudyNotice } from '../family.ts';
import type { WorksheetStudy } from './study.ts';

export function studyNotices({ spec, materials, solutions }: WorksheetStudy): StudyNotice[] {
  return [
    ...(spec.controls.run.length > 0
      ? []
      : [
          {
            title: 'No controls are run',
            body: 'Whether the judge reads what a worksheet teaches, or its length, will not be known. Take `controls: { run: [] }` out of the spec to run them.',
          },
        ]),
    ...(materials.length > 1
      ? []
      : [
          {
            title: 'One pair of worksheets',
            body: 'Intervals and tests are over test items only. They hold for these worksheets and say nothing on others.',
          },
        ]),
    ...(solutions.checked > 0
      ? []
      : [
          {
            title: 'No worked solution is checked',
            body: 'No problem has statements for the exact solver: whether the examples are right is nobody’s word but the author’s.',
          },
        ]),
  ];
}

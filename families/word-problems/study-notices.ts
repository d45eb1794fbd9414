/** What a reader must know of a study before anything is asked: which methods are not tried on every problem. */
import { listed } from '../csv.ts';
import type { StudyNotice } from '../family.ts';
import type { WordProblemStudy } from './study.ts';

export function studyNotices({ methods, problems }: WordProblemStudy): StudyNotice[] {
  const short = methods.flatMap((method) => {
    const fitting = problems.filter((problem) => method.fits(problem)).length;
    return fitting === problems.length ? [] : [`${method.name} on ${fitting}`];
  });
  if (short.length === 0) return [];
  return [
    {
      title: `Not tried on all ${problems.length} problems: ${listed(short)}`,
      body: 'The other problems lack what these methods need: statements or an equation in the data file.',
    },
  ];
}

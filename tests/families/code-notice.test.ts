/** What a report says where cells are of more than one code. */
import { codeNotice } from '../../families/code-notice.ts';

const first = { hash: 'a'.repeat(64), since: 1, cells: 1200, changes: '' };
const second = { hash: 'b'.repeat(64), since: 2, cells: 1, changes: 'families/alignment/prompt.ts differs' };

test('cells of one code need no notice', () => {
  expect(codeNotice({ codes: [] })).toEqual([]);
  expect(codeNotice({ codes: [first] })).toEqual([]);
});

test('each code is named with its cells and what changed, and so are cells from before it was noted', () => {
  const unknown = { hash: null, since: null, cells: 12, changes: '' };
  const [notice] = codeNotice({ codes: [unknown, first, second] });
  expect(notice).toMatchObject({ kind: 'warning', title: 'The code changed while this experiment was open' });
  expect(notice?.body).toBe(
    'Settled: 12 cells by code from before it was noted; 1,200 cells by code aaaaaaaaaaaa; ' +
      '1 cell by code bbbbbbbbbbbb (families/alignment/prompt.ts differs). ' +
      'They may have been asked or read in different ways.',
  );
});

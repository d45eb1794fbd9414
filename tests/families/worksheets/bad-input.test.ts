/** Specs and materials with a mistake in them: one error with its place, before anything is asked. */
import { specSchema } from '../../../families/worksheets/spec.ts';
import { problem, refusal, SHEET, SPEC, study, TEST } from './small-study.ts';

const MISTAKES: Readonly<
  Record<string, readonly [spec: object, texts: Record<string, string>, said: string]>
> = {
  'a worked solution that is wrong': [
    {},
    { two: SHEET.replace('Answer: 13', 'Answer: 14') },
    "sheets/two.md:1: the worked solution of 'A' ends in 14, and the solver comes to 13",
  ],
  'statements without one answer': [
    {},
    { one: SHEET.replace('[[eq x + 7 = 20]]', '') },
    "sheets/one.md:1: the statements of 'A' are underdetermined",
  ],
  'an example without a solution': [
    {},
    {
      one: `${problem('A', 30)
        .replace('### Solution', '### Paraphrase')
        .replace(/### Paraphrase[^]*?### Paraphrase/, '### Paraphrase')
        .replace(/<!--.*-->/, '')}\n\n${problem('B', 31)}`,
    },
    "the problem 'A' is shown as a worked example, and has no solution",
  ],
  'an odd number of problems': [
    {},
    { one: problem('A', 30) },
    'has 1 problems, and an example needs a problem after it',
  ],
  'no problem': [{}, { one: 'Nothing here.' }, 'sheets/one.md: there is no problem in this file'],
  'an empty post-test': [{}, { 'post-test': '' }, 'sheets/post-test.md: there is no problem in this file'],
  'a problem without a question': [
    {},
    { 'post-test': `${TEST}\n## Third\n` },
    "the problem 'Third' has no question",
  ],
  'two items with one id': [
    {},
    { 'post-test': `${TEST}\n## First: one!\n\nWhat?\n` },
    "the test problem 'First: one!' has the id of one before it, 'first-one'",
  ],
  'an unknown part': [{}, { one: `${SHEET}\n### Hint\nNo.\n` }, "'Hint' is no part of a problem"],
  'no paraphrase': [
    { controls: { run: ['paraphrase'] } },
    { one: SHEET.replace(/### Paraphrase\n.*\n/, '') },
    "the problem 'A' has no paraphrase, which the control 'paraphrase' needs",
  ],
  'a material twice': [
    { materials: { folder: 'sheets', sets: ['one', 'one'] } },
    {},
    "the material 'one' stands twice",
  ],
  'an unknown model': [{ judges: [{ name: 'j', model: 'y' }] }, {}, "there is no model 'y'"],
  'no persona of low prior knowledge': [
    { persona: { ...SPEC.persona, levels: [3, 5] } },
    {},
    'persona.low: no persona has both skills among 1, 2',
  ],
  'a level that is low and high': [
    { persona: { ...SPEC.persona, low: [1], high: [1, 5] } },
    {},
    'the level 1 is low and high',
  ],
  'a control persona that is none': [
    { controls: { personas: [[1, 3]] } },
    {},
    'controls.personas.0: the levels 1 and 3 are those of no persona',
  ],
  'high and low of different length': [
    { effect: 'variability' },
    { 'one.high': problem('A', 30) },
    "the material 'one' has 4 problems of low and 1 of high variability",
  ],
};

test.each(Object.entries(MISTAKES))('%s', (_name, [spec, texts, said]) => {
  expect(refusal(() => study(spec, texts))).toContain(said);
});

test('a level outside 1 to 5, and one skill only', () => {
  const issues = (persona: object): string[] =>
    specSchema
      .safeParse({ ...SPEC, persona: { ...SPEC.persona, ...persona } })
      .error?.issues.map(({ message }) => message) ?? [];
  expect(issues({ levels: [0, 3] })).toContain('a skill has a level from 1 to 5');
  expect(issues({ levels: [1, 2.5] })).toContain('a skill has a level from 1 to 5');
  expect(issues({ skills: ['adding'] })).toContain('a persona has two skills');
});

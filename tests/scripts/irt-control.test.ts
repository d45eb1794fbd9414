/** `holdfast irt fit` with what stands beside the items: the control, the test information, the test of the slopes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InformationAt } from '../../methods/irt/information.ts';
import type { LikelihoodRatio } from '../../methods/irt/model-comparison.ts';
import type { ShuffleControl } from '../../methods/irt/shuffle-control.ts';
import { lsat7, toRows } from '../methods/irt/samples.ts';
import { holdfast, temporaryFolder } from './holdfast.ts';

const folder = temporaryFolder();
writeFileSync(
  join(folder, 'lsat7.csv'),
  `${['count', 'a', 'b', 'c', 'd', 'e'].join(',')}\n${toRows(lsat7)
    .map((row, i) => [lsat7.weights?.[i], ...row].join(','))
    .join('\n')}\n`,
);
const weighted = ['irt', 'fit', 'lsat7.csv', '--weight', 'count'];

interface Fit {
  readonly persons: number;
  readonly likelihoodRatio: LikelihoodRatio;
  readonly information: readonly InformationAt[];
  readonly control: ShuffleControl;
}

test('patterns with counts are shuffled as persons; the same seed gives the same bytes', async () => {
  const args = [...weighted, '--control', 'shuffle', '--draws', '4', '--seed', '3'];
  const { code, stdout } = await holdfast(folder, [...args, '--json']);
  expect(code).toBe(0);
  const { persons, control } = JSON.parse(stdout) as Fit;
  expect(persons).toBe(1000);
  expect(control.real.logLikelihood).toBeCloseTo(-2664.900891, 4);
  expect(control.shuffled).toHaveLength(4);
  expect(control.p).toBe(0.2);
  expect((await holdfast(folder, [...args, '--json'])).stdout).toBe(stdout);
  expect((await holdfast(folder, args)).stdout).toContain('too few shuffles to tell: at least 19');
});

test('the 2PL is tested against the Rasch model, and the information table has a line a theta', async () => {
  const { stdout } = await holdfast(folder, [...weighted, '--model', '2pl', '--information']);
  expect(stdout).toMatch(/1000 persons, 10 free parameters, AIC 5337\.610\d, BIC 5386\.687\d/);
  expect(stdout).toMatch(/against rasch: likelihood ratio 12\.191\d on 4 degrees of freedom, p 0\.0160/);
  expect(stdout.split('\n').filter((line) => /^-?\d\.[05] /.test(line))).toHaveLength(25);
});

test.each([
  ['weights that are no counts', ['--weight', 'half'], /half\.csv: answers cannot be shuffled .* no counts/],
  ['no shuffles', ['--draws', '0'], /--draws 0 is no whole number of at least 1/],
])('%s are refused', async (_what, args, message) => {
  const lines = Array.from(
    { length: 12 },
    (_, i) => `${i % 2 ? 1 : 0.5},${i % 2},${i % 3 && 1},${i % 5 && 1}`,
  );
  writeFileSync(join(folder, 'half.csv'), `half,x,y,z\n${lines.join('\n')}\n`);
  const { code, stdout, stderr } = await holdfast(folder, [
    ...['irt', 'fit', 'half.csv', '--control', 'shuffle'],
    ...args,
  ]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
});

test('shuffles without the control are refused', async () => {
  const { code, stderr } = await holdfast(folder, [...weighted, '--draws', '9']);
  expect(code).toBe(2);
  expect(stderr).toContain('--draws and --seed are those of --control shuffle');
});

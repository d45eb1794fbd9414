/** `holdfast irt fit` and `holdfast align` alone: one JSON object on stdout, errors with place and remedy. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomStream } from '../../domain/seeds.ts';
import type { Alignment } from '../../methods/alignment/record.ts';
import { holdfast, temporaryFolder } from './holdfast.ts';

interface Fit {
  readonly converged: boolean;
  readonly latent: { readonly se: { readonly variance: number } };
  readonly items: readonly {
    readonly id: string;
    readonly b: number;
    readonly se: { a: unknown; b: number };
  }[];
}

const folder = temporaryFolder();

/** Rasch responses of `persons` people to ten items at b = -1.8, -1.4, ..., 1.8. */
function responses(name: string, persons: number, seed: number): string {
  const stream = randomStream(seed, 'responses');
  const items = Array.from({ length: 10 }, (_, j) => `i${j + 1}`);
  const lines = [`person_id,${items.join(',')}`];
  for (let person = 1; person <= persons; person++) {
    const theta = stream.normal();
    const scores = items.map((_, j) =>
      stream.uniform() < 1 / (1 + Math.exp(-(theta - (-1.8 + 0.4 * j)))) ? 1 : 0,
    );
    lines.push(`p${person},${scores.join(',')}`);
  }
  const file = join(folder, name);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

const people = responses('people.csv', 200, 1);
const model = responses('model.csv', 60, 2);

test('irt fit prints one JSON object, items in column order, se null without --se', async () => {
  const { code, stdout, stderr } = await holdfast(folder, [
    'irt',
    'fit',
    people,
    '--model',
    'rasch',
    '--json',
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const fit = JSON.parse(stdout) as Fit;
  expect(Object.keys(fit)).toEqual([
    'model',
    'persons',
    'parameters',
    'logLikelihood',
    'aic',
    'bic',
    'likelihoodRatio',
    'converged',
    'warnings',
    'iterations',
    'quadraturePoints',
    'latent',
    'items',
  ]);
  expect(fit.converged).toBe(true);
  expect(fit.items.map((item) => item.id)).toEqual(Array.from({ length: 10 }, (_, j) => `i${j + 1}`));
  expect(fit.items[0]).toMatchObject({ a: 1, n: 200, se: null, flags: [] });
  expect(fit.items[9]?.b).toBeGreaterThan(fit.items[0]?.b ?? Infinity);
});

test('--se observed gives standard errors, and null for the fixed discrimination of a Rasch fit', async () => {
  const { stdout } = await holdfast(folder, ['irt', 'fit', people, '--se', 'observed', '--json']);
  const fit = JSON.parse(stdout) as Fit;
  expect(fit.items[0]?.se.a).toBeNull();
  expect(fit.items[0]?.se.b).toBeGreaterThan(0);
  expect(fit.latent.se.variance).toBeGreaterThan(0);
});

test('align: same seed, same bytes, on one thread or two', async () => {
  const args = ['align', people, model, '--draws', '200', '--seed', '5', '--json'];
  const one = await holdfast(folder, [...args, '--threads', '1']);
  const two = await holdfast(folder, [...args, '--threads', '2']);
  expect(one.code).toBe(0);
  expect(two.stdout).toBe(one.stdout);
  const record = JSON.parse(one.stdout) as Alignment;
  expect(Object.keys(record)).toEqual([
    ...[
      'r',
      'rho',
      'interval',
      'notEstimable',
      'ceiling',
      'share',
      'spearman',
      'msd',
      'meanDifference',
      'items',
      'clusters',
    ],
    ...['used', 'constant', 'dropped', 'unmatched', 'converged', 'warnings'],
  ]);
  expect(record.r).toBeGreaterThan(0.8);
  expect(record.interval).toHaveLength(2);
  expect(record.clusters).toEqual({ human: 200, model: 60 });
  const { total, shift, spread, pattern } = record.msd ?? { total: NaN, shift: 0, spread: 0, pattern: 0 };
  expect(Math.abs(total - shift - spread - pattern)).toBeLessThan(1e-9);
});

test('fewer than two common items is one error with a remedy and exit code 2', async () => {
  const other = join(folder, 'other.csv');
  writeFileSync(other, 'person_id,x1,x2\na,1,0\nb,0,1\n');
  const { code, stdout, stderr } = await holdfast(folder, ['align', people, other, '--json']);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/error: .*needs two/);
  expect(stderr.trim().split('\n').length).toBeLessThanOrEqual(3);
});

test('align names constant and unmatched items, and says nothing of rho where a side has no spread', async () => {
  const perfect = join(folder, 'perfect.csv');
  writeFileSync(perfect, 'person_id,x1,x2,x3,own\na,1,1,1,0\nb,1,1,1,1\n');
  const varied = join(folder, 'varied.csv');
  writeFileSync(varied, 'person_id,x1,x2,x3\na,1,0,0\nb,1,1,0\nc,0,1,1\nd,1,1,0\n');
  const args = ['align', varied, perfect, '--draws', '50'];
  const { stdout } = await holdfast(folder, [...args, '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    r: null,
    rho: null,
    interval: null,
    notEstimable: 'no-information',
    constant: { human: [], model: ['x1', 'x2', 'x3'] },
    unmatched: { human: [], model: ['own'] },
  });
  expect((await holdfast(folder, args)).stdout).toContain('warning: only the model has (1): own');
});

test('a cell that is no score names file and line', async () => {
  const bad = join(folder, 'bad.csv');
  writeFileSync(bad, 'person_id,x1,x2\na,1,0\nb,2,1\n');
  const { code, stderr } = await holdfast(folder, ['irt', 'fit', bad, '--json']);
  expect(code).toBe(2);
  expect(stderr).toContain('bad.csv:3');
});

test('the same person and item twice without a rule is an error', async () => {
  const twice = join(folder, 'twice.csv');
  writeFileSync(twice, 'person_id,item_id,score\na,x,1\na,x,0\na,y,1\nb,x,0\nb,y,0\nc,x,1\nc,y,0\n');
  const refused = await holdfast(folder, ['irt', 'fit', twice, '--json']);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('twice.csv:3');
  const ruled = await holdfast(folder, ['irt', 'fit', twice, '--repeats', 'first', '--json']);
  expect(ruled.code).toBe(0);
});

test('a constant item is null under ml, never NaN', async () => {
  const constant = join(folder, 'constant.csv');
  writeFileSync(
    constant,
    `person_id,x,y,z\n${Array.from({ length: 40 }, (_, i) => `p${i},1,${i % 2},${i % 3 === 0 ? 1 : 0}`).join('\n')}\n`,
  );
  const { stdout } = await holdfast(folder, ['irt', 'fit', constant, '--json']);
  expect(stdout).not.toContain('NaN');
  expect((JSON.parse(stdout) as Fit).items[0]).toMatchObject({
    id: 'x',
    d: null,
    b: null,
    flags: ['constant'],
  });
});

test('align takes a weight, a cluster and covariates that only one of the files has', async () => {
  const [header = '', ...rows] = readFileSync(people, 'utf8').trim().split('\n');
  const described = join(folder, 'described.csv');
  const lines = rows.map((row, i) => `${row},1,c${i % 50},${20 + (i % 3)}`);
  writeFileSync(described, `${[`${header},w,class,age`, ...lines].join('\n')}\n`);
  const args = ['--draws', '100', '--json', '--cluster', 'class', '--covariates', 'age'];
  const { code, stdout, stderr } = await holdfast(folder, [
    'align',
    described,
    model,
    '--weight',
    'w',
    ...args,
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect((JSON.parse(stdout) as Alignment).clusters).toEqual({ human: 50, model: 60 });
  const neither = await holdfast(folder, ['align', described, model, '--weight', 'mass', ...args]);
  expect(neither.code).toBe(2);
  expect(neither.stderr).toContain("'mass'");
});

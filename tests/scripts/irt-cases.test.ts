/**
 * Response files as people have them, each standing for a kind (tests/cases/irt: all simulated, P(1) = logistic(a theta + d)),
 * through the commands. Figures beside R mirt and ltm are in tests/methods/irt/reference.test.ts.
 */
import { join } from 'node:path';
import type { Alignment, Standing } from '../../methods/alignment/record.ts';
import { holdfast, ROOT, type Ran, temporaryFolder } from './holdfast.ts';

const FILES = join(ROOT, 'tests', 'cases', 'irt');
const home = temporaryFolder();

interface Fit {
  readonly converged: boolean;
  readonly logLikelihood: number;
  readonly latent: { readonly variance: number };
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
  readonly items: readonly {
    readonly id: string;
    readonly n: number;
    readonly a: number | null;
    readonly b: number | null;
    readonly se: { readonly a: number | null } | null;
    readonly flags: readonly string[];
  }[];
}

function run(...args: string[]): Promise<Ran> {
  return holdfast(FILES, args, { HOLDFAST_HOME: join(home, '.holdfast') });
}

async function fit(...args: string[]): Promise<Fit & { readonly said: string }> {
  const { code, stdout, stderr } = await run('irt', 'fit', ...args, '--json');
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return { ...(JSON.parse(stdout) as Fit), said: stderr };
}

async function refused(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  return stderr;
}

function warned({ warnings }: { readonly warnings: readonly { readonly message: string }[] }): string {
  return warnings.map(({ message }) => message).join('\n');
}

function flags(record: Fit): Record<string, readonly string[]> {
  return Object.fromEntries(
    record.items.flatMap((item) => (item.flags.length > 0 ? [[item.id, item.flags]] : [])),
  );
}

describe('a file that is written another way', () => {
  it.each([
    ['bom-semi.csv', [], 'columns are separated by semicolons'],
    ['tab.tsv', [], 'columns are separated by tabs'],
    ['bool.csv', [], ''],
    ['long.csv', ['--id', 'person', '--item', 'item', '--score', 'resp'], ''],
  ])('%s is read: the same answers, the same fit', async (file, options, said) => {
    const record = await fit(file, ...options);
    expect(record.logLikelihood).toBeCloseTo(-278.2066, 3);
    expect(record.said).toContain(said);
  });

  it('dec.csv has decimal commas, and its halves are named fractional', async () => {
    const record = await fit('dec.csv');
    expect(record.said).toContain('numbers have decimal commas');
    expect(Object.values(flags(record)).flat()).toContain('fractional');
  });

  it.each(['dot.csv', 'neg9.csv'])('%s: named codes are missing, n is less them', async (file) => {
    const record = await fit(file, '--missing', '.,-9');
    expect(record.items[0]).toMatchObject({ id: 'q1', n: 57 });
    expect(record.logLikelihood).toBeCloseTo(-272.4156, 3);
  });

  it('abcd.csv holds letters: a key is asked for', async () => {
    expect(await refused('irt', 'fit', 'abcd.csv')).toContain('need a key (--key, --items)');
  });

  it('extra.csv: all odd columns at once, and the option', async () => {
    expect(await refused('irt', 'fit', 'extra.csv')).toMatch(/'sex', 'age'[^]*--covariates sex,age/);
  });

  it('trailing.csv: a last column without a name is left out, and said', async () => {
    const record = await fit('trailing.csv');
    expect(record.items.every(({ id }) => id !== '')).toBe(true);
    expect(record.said).toContain('the last column has no name and no cell, and is left out');
  });

  it('latin1.csv is not UTF-8: refused, or read by --encoding', async () => {
    expect(await refused('irt', 'fit', 'latin1.csv')).toContain('latin1.csv:1: This file is not UTF-8');
    expect((await fit('latin1.csv', '--encoding', 'latin1')).items[0]?.id).toBe('größe');
    expect(await refused('align', 'al-h-utf8.csv', 'al-m-latin1.csv')).toContain('al-m-latin1.csv:1');
  });

  it('pct.csv: a column of fractions is flagged', async () => {
    expect(Object.values(flags(await fit('pct.csv'))).flat()).toEqual(['fractional']);
  });

  it('patterns8.csv: patterns with frequencies are 1,000 people, none of them sparse', async () => {
    const record = await fit('patterns8.csv', '--weight', 'freq');
    expect(record.items.map(({ n }) => n)).toEqual(record.items.map(() => 1000));
    expect(flags(record)).toEqual({});
  });
});

describe('a file that holds too little is refused', () => {
  it.each([
    ['one.csv', [], 'one person says nothing'],
    ['oneperson.csv', [], 'one person says nothing'],
    ['allperfect.csv', [], 'everybody answered alike'],
    ['one-item.csv', [], 'one item is too few'],
    ['one-item.csv', ['--model', '2pl'], 'one item is too few'],
    ['two-items.csv', ['--model', '2pl'], '2 items are too few'],
  ])('%s %j', async (file, options, message) => {
    expect(await refused('irt', 'fit', file, ...options)).toContain(message);
  });
});

describe('a fit that the answers do not carry says so', () => {
  it('loneitem.csv: q10 is not identified, and does not take the errors of the others along', async () => {
    const record = await fit('loneitem.csv', '--model', '2pl', '--se', 'observed');
    expect(record.converged).toBe(false);
    expect(flags(record)).toEqual({ q10: ['not-identified'] });
    expect(record.items.slice(0, 3).map(({ se }) => Number(se?.a?.toFixed(3)))).toEqual([0.18, 0.171, 0.224]);
    expect(record.items.at(-1)?.se?.a ?? null).toBeNull();
  });

  it('ipsative.csv: leaves the saddle at -538.02 for a slope without an end, and does not call it converged', async () => {
    const record = await fit('ipsative.csv', '--model', '2pl');
    expect(record.converged).toBe(false);
    expect(record.logLikelihood).toBeGreaterThan(-524.88);
    expect(warned(record)).toContain('the slope has no finite estimate: q6');
  });

  it('disconnected-groups.csv: forms that share no item and no person', async () => {
    expect(warned(await fit('disconnected-groups.csv'))).toContain(
      'no person connects these items with the others: q6, q7, q8, q9, q10',
    );
  });

  it.each([
    ['flip.csv', 'q5', -1.03],
    ['reverse.csv', 'q3', -0.7],
  ])('%s: %s is reversed, a = %d', async (file, item, a) => {
    const record = await fit(file, '--model', '2pl');
    expect(flags(record)).toEqual({ [item]: ['reversed'] });
    expect(record.items.find(({ id }) => id === item)?.a).toBeCloseTo(a, 2);
  });

  it('flip.csv under Rasch: the item-rest correlation shows it', async () => {
    const { stdout } = await run('irt', 'fit', 'flip.csv');
    expect(stdout).toMatch(/^q5 .* -0\.32\b/m);
  });

  it('reverse-half.csv: no common trait', async () => {
    const record = await fit('reverse-half.csv');
    expect(record.latent.variance).toBeCloseTo(0, 9);
    expect(warned(record)).toContain('no common trait');
  });

  it('guttman.csv does not converge, alone and in align', async () => {
    expect((await fit('guttman.csv')).converged).toBe(false);
    const record = await aligned('base.csv', 'guttman.csv', '--estimation', 'ml');
    expect(record.converged).toEqual({ human: true, model: false });
    expect(warned(record)).toContain(
      'the fit of the model did not converge: the figures are where it stopped',
    );
  });
});

const items = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `q${from + index}`);

describe('an alignment says what it stands on', () => {
  it('al-m-perfect.csv: a side that carries no information gives no figure', async () => {
    const record = await aligned('al-h.csv', 'al-m-perfect.csv');
    expect(record).toMatchObject({ r: null, rho: null, interval: null, notEstimable: 'no-information' });
    expect(record).toMatchObject({
      ceiling: null,
      share: null,
      spearman: null,
      msd: null,
      meanDifference: null,
    });
    expect(record).toMatchObject({ used: [], constant: { human: [], model: items(1, 12) } });
  });

  it.each(['map', 'ml'])(
    'al-m-8const.csv under %s: figures on the four items that are left',
    async (estimation) => {
      const record = await aligned('al-h.csv', 'al-m-8const.csv', '--estimation', estimation);
      expect(record.used).toEqual(items(9, 12));
      expect(record.items).toBe(4);
      expect(estimation === 'map' ? record.constant.model : record.dropped).toEqual(items(1, 8));
      // Four items do not tell any rho from any other.
      expect(record).toMatchObject({ rho: null, notEstimable: 'whole-line' });
      expect(warned(record)).toContain('(8): q1, q2, q3, q4, q5, q6, q7, q8');
    },
  );

  it('al-m-1-vs-01.csv: ids that are written otherwise are named on both sides', async () => {
    const record = await aligned('al-h.csv', 'al-m-1-vs-01.csv');
    expect(record.unmatched).toEqual({
      human: items(1, 9),
      model: Array.from({ length: 9 }, (_, index) => `q0${index + 1}`),
    });
    expect(record.rho).toBeNull();
  });
});

async function aligned(...args: string[]): Promise<Alignment & Standing> {
  const { code, stdout, stderr } = await run('align', ...args, '--draws', '200', '--json');
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Alignment & Standing;
}

describe('a study’s files', () => {
  const study = (name: string): string => join('..', 'studies', name);

  it('numeric-key: with options 0, 1 and 2 a number is an option, never a score', async () => {
    const { stdout } = await run('plan', join(study('numeric-key'), 'study.yaml'), '--json');
    const { data } = JSON.parse(stdout) as { data: { items: { id: string; share: number }[] } };
    expect(data.items.slice(0, 2)).toMatchObject([
      { id: 'q1', share: 0.25 },
      { id: 'q2', share: 0.25 },
    ]);
  });

  it('missing-codes: a code that nobody named is an error with its places; named, it is missing', async () => {
    expect(await refused('plan', join(study('missing-codes'), 'study.yaml'))).toMatch(
      /people\.csv:2, column 'sd': '-99' is neither the key nor an option/,
    );
    const people = join(study('missing-codes'), 'people.csv');
    const keys = ['--items', join(study('missing-codes'), 'items.csv'), '--covariates', 'major,age'];
    const { stdout } = await run('data', 'check', people, ...keys, '--missing=-99,NaN', '--json');
    const check = JSON.parse(stdout) as { people: number; items: unknown[] };
    expect(check.people).toBe(40);
    expect(check.items[0]).toMatchObject({ id: 'mean', n: 39, missing: 1 });
  });

  it.each(['study.yaml', 'num.yaml'])(
    'likert-numbers: %s with numbers as options is read as written',
    async (spec) => {
      const { code, stdout } = await run('plan', join(study('likert-numbers'), spec), '--json');
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ id: 'alignment/likert/52c82ccfde28', cells: 3 });
    },
  );

  it('typo: the unknown word and the likely one, all at once', async () => {
    const message = await refused('plan', join(study('typo'), 'study.yaml'));
    expect(message).toContain("populaton: there is no such field; did you mean 'population'?");
    expect(message).not.toContain('is missing');
  });
});

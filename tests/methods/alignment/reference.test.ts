/**
 * Alignments of real people with real people. Source of the figures: R mirt 1.47 (women against men) and 100 draws of
 * disjoint samples of Wordbank children, Rasch, research note of 2026-11-23. Data: verbal aggression (De Boeck and
 * Wilson 2004), Wordbank (Frank, Braginsky, Yurovsky and Marchman 2017).
 */
import { readFileSync } from 'node:fs';
import { align } from '../../../methods/alignment/align.ts';
import { disjointCorrelations, spearmanBrown } from '../../../methods/alignment/ceiling.ts';
import { prepareArms } from '../../../methods/alignment/prepare.ts';
import { mean } from '../../../methods/statistics/mean.ts';
import { verbal, verbalMissing, verbalPath, wordbank, wordbankMissing } from '../irt/samples.ts';
import { rowsOf, sideOf } from './worlds.ts';

(verbalMissing === undefined ? describe : describe.skip)(
  `verbal aggression (${verbalMissing ?? 'there'})`,
  () => {
    it('women against men: r .88590, b_1 -1.2628 and -1.1083', () => {
      const genders = readFileSync(verbalPath, 'utf8')
        .trim()
        .split(/\r?\n/)
        .slice(1)
        .map((line) => line.split(',')[2]);
      const rows = (gender: string): number[] =>
        genders.flatMap((value, row) => (value === gender ? [row] : []));
      const all = verbal();
      const women = sideOf(rowsOf(all, rows('woman')));
      const men = sideOf(rowsOf(all, rows('man')));
      expect(men.responses.persons).toBe(73);
      const record = align(women, men, { estimation: 'ml', draws: 60, splits: 10 });
      expect(record.r).toBeCloseTo(0.8859, 4);
      expect(Math.abs((record.spearman ?? NaN) - 0.8696)).toBeLessThan(0.004);
      expect(record.perItem[0]?.bHuman).toBeCloseTo(-1.2628, 3);
      expect(record.perItem[0]?.bModel).toBeCloseTo(-1.1083, 3);
      expect(record.interval?.[1]).toBeGreaterThan(0.95);
    });
  },
);

(wordbankMissing === undefined ? describe : describe.skip)(`Wordbank (${wordbankMissing ?? 'there'})`, () => {
  it('two disjoint samples: r .957 at 75 children, .978 at 150, as Spearman and Brown foresee', () => {
    const side = sideOf(wordbank(13, 50));
    const prepared = prepareArms(side, [{ name: 'same', model: side }], { estimation: 'ml' }).human.side;
    if (prepared === null) throw new Error('no people');
    const small = mean(disjointCorrelations(prepared, 75, 30, 1, 'test'));
    const large = mean(disjointCorrelations(prepared, 150, 30, 1, 'test'));
    expect(Math.abs(small - 0.957)).toBeLessThan(0.006);
    expect(Math.abs(large - 0.978)).toBeLessThan(0.004);
    expect(Math.abs(spearmanBrown(small, 2) - large)).toBeLessThan(0.005);
  });

  it('150 children against 150 others: the ceiling is where r is, and rho is 1 or at its bound', () => {
    const all = wordbank(13, 50);
    const half = (first: number): number[] => Array.from({ length: 150 }, (_, k) => first + 9 * k);
    const record = align(sideOf(rowsOf(all, half(0))), sideOf(rowsOf(all, half(4))), {
      draws: 100,
      splits: 20,
    });
    expect(Math.abs((record.ceiling ?? NaN) - 0.978)).toBeLessThan(0.01);
    expect(Math.abs((record.share ?? NaN) - 1)).toBeLessThan(0.015);
    if (record.rho === null) expect(record.notEstimable).toBe('at-bound');
    else expect(record.rho).toBeGreaterThan(0.985);
    expect(record.interval?.[0]).toBeGreaterThan(0.95);
    expect(record.interval?.[1]).toBeGreaterThan(0.995);
  });
});

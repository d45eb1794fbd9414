import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { toText } from '../../../methods/equations/rational.ts';
import { type Gold, parseGold } from '../../../methods/grading/gold.ts';

function read(text: string): [value: string, percent: boolean, decimals: number] | undefined {
  const gold = parseGold(text);
  return gold && [toText(gold.value), gold.percent, gold.decimals];
}

describe('gold answers', () => {
  it.each([
    ['6', '6', false, 0],
    ['1,450,000', '1450000', false, 0],
    ['\u22120.27', '-27/100', false, 2],
    ['-0.27', '-27/100', false, 2],
    ['$9.57', '957/100', false, 2],
    ['-$5', '-5', false, 0],
    ['$-5', '-5', false, 0],
    ['$ 1,247.22', '62361/50', false, 2],
    ['20%', '20', true, 0],
    ['12.5 %', '25/2', true, 1],
    ['3 percent', '3', true, 0],
    ['7/2', '7/2', false, 0],
    ['-14/4', '-7/2', false, 0],
    ['2 1/2', '5/2', false, 0],
    ['-2 1/2', '-5/2', false, 0],
    ['.5', '1/2', false, 1],
    ['5.', '5', false, 0],
    ['2.50', '5/2', false, 2],
    ['51.0', '51', false, 1],
    [' +3 ', '3', false, 0],
  ])('%s', (text, value, percent, decimals) => {
    expect(read(text)).toEqual([value, percent, decimals]);
  });

  it('keep their text', () => expect(parseGold(' $1,000 ')?.text).toBe('$1,000'));

  it.each([
    '',
    '-',
    '$',
    '%',
    'six',
    '6 apples',
    '1,00',
    '1,0000',
    '--5',
    '-$-5',
    '7/0',
    '1.2.3',
    '1 000',
    '7//2',
    'x=3',
    'NaN',
    'Infinity',
    '1/2/3',
    '9'.repeat(500),
  ])('are not %p', (text) => expect(parseGold(text)).toBeUndefined());

  it('are read back from any way of writing them', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        fc.integer({ min: 0, max: 6 }),
        (units, decimals) => {
          const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
          const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(?:\d{3})+$)/g, ',');
          const text = `${units < 0n ? '-' : ''}${whole}${decimals > 0 ? `.${digits.slice(-decimals)}` : ''}`;
          const gold = parseGold(text);
          expect(gold?.decimals).toBe(decimals);
          const { n, d } = (gold as Gold).value;
          expect(n * 10n ** BigInt(decimals)).toBe(units * d);
        },
      ),
    );
  });
});

const data = join(process.env['HOLDFAST_DATA'] ?? '', 'word-problems');
const missing = existsSync(data) ? undefined : 'HOLDFAST_DATA has no word-problems';

(missing === undefined ? describe : describe.skip)(
  `the published data${missing ? ` (${missing})` : ''}`,
  () => {
    it('has 222 golds of ALGEBRA that parse, 39 of them no integers, 5 negative', () => {
      const rows: Record<string, string>[] = parse(readFileSync(join(data, 'algebra222.csv')), {
        columns: true,
        bom: true,
      });
      const golds = rows.map((row) => parseGold(row['final_answer'] ?? ''));
      expect(golds).toHaveLength(222);
      expect(golds.filter((gold) => gold === undefined)).toEqual([]);
      expect(golds.filter((gold) => gold?.value.d !== 1n)).toHaveLength(39);
      expect(golds.filter((gold) => gold !== undefined && gold.value.n < 0n)).toHaveLength(5);
    });

    it('has 1,319 golds of GSM8K that parse, all of them integers', () => {
      const golds = readFileSync(join(data, 'gsm8k-test.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => parseGold((JSON.parse(line) as { answer: string }).answer.split('####').at(-1) ?? ''));
      expect(golds).toHaveLength(1319);
      expect(golds.filter((gold) => gold?.value.d !== 1n)).toEqual([]);
    });
  },
);

import fc from 'fast-check';
import {
  formatCount,
  formatEstimate,
  formatInterval,
  formatMicroUsd,
  formatNumber,
  formatPercent,
  formatPercentEstimate,
  formatPercentInterval,
} from '../../reports/numbers.ts';

test('figures are written one way', () => {
  expect(formatNumber(0.714)).toBe('0.71');
  expect(formatNumber(-1.2)).toBe('−1.20');
  expect(formatNumber(1.2, { plus: true })).toBe('+1.20');
  expect(formatNumber(-0.001)).toBe('0.00');
  expect(formatNumber(0.001, { plus: true })).toBe('0.00');
  expect(formatNumber(-1234567.891, { digits: 1 })).toBe('−1,234,567.9');
  expect(formatCount(12345)).toBe('12,345');
  expect(formatPercent(0.125)).toBe('12.5\u00a0%');
  expect(formatInterval([-0.5, 0.25])).toBe('−0.50 to 0.25');
  expect(formatEstimate({ value: 0.7, interval: [0.5, 0.8] })).toBe('0.70 (0.50 to 0.80)');
  expect(formatEstimate({ value: 0.7, interval: null })).toBe('0.70');
});

test('shares and their intervals are written with one percent sign where they end', () => {
  expect(formatPercentInterval([0.521, 0.6104])).toBe('52.1 to 61.0\u00a0%');
  expect(formatPercentInterval([0.5, 1], { digits: 0 })).toBe('50 to 100\u00a0%');
  expect(formatPercentInterval(null)).toBe('not estimable');
  expect(formatPercentInterval([Number.NaN, 1])).toBe('not estimable');
  expect(formatPercentEstimate({ value: 0.565, interval: [0.521, 0.61] })).toBe(
    '56.5\u00a0% (52.1 to 61.0\u00a0%)',
  );
  expect(formatPercentEstimate({ value: 0.565, interval: null })).toBe('56.5\u00a0%');
  expect(formatPercentEstimate({ value: null, interval: [0, 1] })).toBe('not estimable');
});

test('what has no value says so, whatever it should have been', () => {
  for (const value of [null, undefined, Number.NaN, Infinity, -Infinity]) {
    expect(formatNumber(value)).toBe('not estimable');
    expect(formatPercent(value)).toBe('not estimable');
  }
  expect(formatInterval(null)).toBe('not estimable');
  expect(formatInterval([Number.NaN, 1])).toBe('not estimable');
  expect(formatEstimate({ value: null, interval: [0, 1] })).toBe('not estimable');
});

test('money in units people read', () => {
  expect(formatMicroUsd(0)).toBe('$0.00');
  expect(formatMicroUsd(12_345)).toBe('$0.0123');
  expect(formatMicroUsd(12_345_678)).toBe('$12.35');
});

test('a written figure is the figure, rounded', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), (value) => {
      const read = Number(formatNumber(value, { digits: 3 }).replace('−', '-').replaceAll(',', ''));
      expect(Math.abs(read - value)).toBeLessThanOrEqual(0.0005 + Math.abs(value) * 1e-15);
    }),
  );
});

import { randomStream } from '../../domain/seeds.ts';
import { leftText, NO_STRETCHES, timeLeft, withStretch, type Stretches } from '../../domain/time-left.ts';

const MINUTE = 60_000;

function after(stretches: readonly (readonly [ms: number, cells: number])[]): Stretches {
  return stretches.reduce((sum, [ms, cells]) => withStretch(sum, ms, cells), NO_STRETCHES);
}

test('nobody can say before something settled', () => {
  expect(timeLeft(NO_STRETCHES, 10)).toBeUndefined();
  expect(timeLeft(after([[1_000, 0]]), 10)).toBeUndefined();
});

test('one stretch gives half to twice as long; an even pace a tenth to both sides', () => {
  expect(timeLeft(after([[1_000, 10]]), 600)).toEqual({
    ms: MINUTE,
    lowMs: MINUTE / 2,
    highMs: 2 * MINUTE,
  });
  const even = timeLeft(after(Array.from({ length: 9 }, () => [1_000, 10] as const)), 600);
  expect(even).toEqual({ ms: MINUTE, lowMs: Math.round(MINUTE / 1.1), highMs: Math.round(1.1 * MINUTE) });
});

test('the range holds the true time about as often as it says, and no pace makes it negative', () => {
  let held = 0;
  const trials = 400;
  for (let trial = 0; trial < trials; trial++) {
    const stream = randomStream(7, 'time left', trial);
    // Exponential gaps: as uneven as calls that are independent of each other.
    const gap = (): number => -1_000 * Math.log(1 - stream.uniform());
    const left = timeLeft(after(Array.from({ length: 12 }, () => [gap(), 10] as const)), 300);
    const truth = Array.from({ length: 30 }, gap).reduce((sum, ms) => sum + ms, 0);
    if (left === undefined) throw new Error('no estimate');
    expect(left.lowMs).toBeGreaterThan(0);
    if (truth >= left.lowMs && truth <= left.highMs) held++;
  }
  expect(held / trials).toBeGreaterThan(0.88);
});

test('it reads as people say it', () => {
  const text = (ms: number, lowMs: number, highMs: number): string => leftText({ ms, lowMs, highMs });
  expect(text(5 * MINUTE, 4 * MINUTE, 8 * MINUTE)).toBe('about 5 min (4 to 8 min)');
  expect(text(70_000, 50_000, 2 * MINUTE)).toBe('about 1 min (50 s to 2 min)');
  expect(text(100 * MINUTE, 90 * MINUTE, 2 * 60 * MINUTE)).toBe('about 1 h 40 min (1 h 30 min to 2 h)');
  expect(text(1_000, 950, 1_100)).toBe('about 1 s');
});

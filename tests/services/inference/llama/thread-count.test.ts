import { ThreadCount } from '../../../../services/inference/llama/thread-count.ts';

test('a request that did not get its processor time takes the next ones to a single thread, for a while', () => {
  const threads = new ThreadCount(2);
  expect(threads.at(0)).toBe(2);
  threads.note({ wallMs: 100, processorMs: 195 }, 100);
  expect(threads.at(100)).toBe(2);
  threads.note({ wallMs: 1000, processorMs: 900 }, 1100);
  expect(threads.at(1100)).toBe(1);
  expect(threads.at(20_000)).toBe(1);
  expect(threads.at(21_100)).toBe(2);
});

test('a short request, and one on a single thread, say nothing', () => {
  const threads = new ThreadCount(2);
  threads.note({ wallMs: 5, processorMs: 1 }, 5);
  expect(threads.at(5)).toBe(2);
  const single = new ThreadCount(1);
  single.note({ wallMs: 500, processorMs: 100 }, 500);
  expect(single.at(500)).toBe(1);
});

import { setTimeout as sleep } from 'node:timers/promises';
import { GroupCommitter } from '../../../services/store/group-committer.ts';

const LIMITS = { windowMs: 25, largest: 8, apart: (): boolean => true };

test('what comes within the window is one group, in order, acknowledged after its commit', async () => {
  const groups: number[][] = [];
  let committed = false;
  const committer = new GroupCommitter<number, number>(async (entries) => {
    await sleep(10);
    groups.push([...entries]);
    committed = true;
    return entries.map((entry) => entry * 2);
  }, LIMITS);
  const began = performance.now();
  const results = [committer.add(1), sleep(5).then(() => committer.add(2)), committer.add(3)];
  await committer.add(4).then(() => expect(committed).toBe(true));
  expect(await Promise.all(results)).toEqual([2, 4, 6]);
  expect(groups).toEqual([[1, 3, 4, 2]]);
  expect(performance.now() - began).toBeLessThan(1_000);
});

test('a full group does not wait for the window, and none is larger', async () => {
  const sizes: number[] = [];
  const committer = new GroupCommitter<number, number>(
    async (entries) => {
      await sleep(1);
      sizes.push(entries.length);
      return entries;
    },
    { ...LIMITS, windowMs: 60_000 },
  );
  await Promise.all(Array.from({ length: 24 }, (_, i) => committer.add(i)));
  expect(sizes).toEqual([8, 8, 8]);
});

test('one commit runs at a time', async () => {
  let running = 0;
  const committer = new GroupCommitter<number, number>(
    async (entries) => {
      expect(++running).toBe(1);
      await sleep(5);
      running--;
      return entries;
    },
    { ...LIMITS, windowMs: 1 },
  );
  await Promise.all(
    Array.from({ length: 40 }, async (_, i) => {
      await sleep(i);
      await committer.add(i);
    }),
  );
});

test('a bad entry is refused alone; where no entry is to blame, all are refused at once', async () => {
  const commit = async (entries: readonly number[]): Promise<readonly number[]> => {
    if (entries.includes(13)) throw new Error('unlucky');
    return entries;
  };
  const results = async (committer: GroupCommitter<number, number>): Promise<string[]> =>
    (await Promise.allSettled([1, 13, 2].map((n) => committer.add(n)))).map(({ status }) => status);
  expect(await results(new GroupCommitter(commit, LIMITS))).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  const together = new GroupCommitter(commit, { ...LIMITS, apart: () => false });
  expect(await results(together)).toEqual(['rejected', 'rejected', 'rejected']);
});

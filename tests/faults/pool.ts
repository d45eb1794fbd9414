/**
 * Runs a few jobs at a time, in order: killed workers are mostly waited for, and two cores can wait for several. Every
 * job comes to its end, so that none leaves processes behind.
 *
 * @throws what the first job that failed threw
 */
export async function inPool<T>(size: number, jobs: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  const entries = jobs.entries();
  async function work(): Promise<void> {
    for (const [index, job] of entries) results[index] = await job();
  }
  const ends = await Promise.allSettled(Array.from({ length: size }, work));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return results;
}

/** The whole of Holdfast on PostgreSQL: the same study comes to the same result hash as on SQLite. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres, whyNoPostgres } from '../services/store/postgres-server.ts';
import { holdfast, last, startUp, stopUp } from './holdfast.ts';
import { KEY, workplace } from './workplace.ts';

const MINUTES = 60_000;
const reason = whyNoPostgres();
const onPostgres = reason === undefined ? test : test.skip;

async function resultHash(environment: NodeJS.ProcessEnv): Promise<{ hash: unknown; folder: string }> {
  const folder = workplace();
  const all = { HOLDFAST_TEST_KEY: KEY, ...environment };
  const up = await startUp(folder, all);
  try {
    const ran = await holdfast(folder, ['run', 'spec.yaml', '--json'], all);
    const result = last(ran);
    expect(result).toMatchObject({ state: 'completed', spend: { calls: 48 } });
    return { hash: result['resultHash'], folder };
  } finally {
    await stopUp(up);
  }
}

onPostgres(
  `a study on PostgreSQL comes to the result that it has on SQLite${reason === undefined ? '' : ` (${reason})`}`,
  async () => {
    const postgres = await startPostgres();
    try {
      const there = await resultHash({ HOLDFAST_DATABASE_URL: await postgres.newDatabase() });
      expect(existsSync(join(there.folder, '.holdfast', 'store.sqlite'))).toBe(false);
      const here = await resultHash({});
      expect(there.hash).toBe(here.hash);
    } finally {
      await postgres.stop();
    }
  },
  4 * MINUTES,
);

import { print } from '../cli/output.ts';
import { withSession } from '../cli/session.ts';

/** `holdfast migrate`: brings the store to this version. `up` does it too. */
export async function migrate(): Promise<void> {
  await withSession(async ({ home, config }) => {
    print(
      `The store is at this version: ${config.databaseUrl === undefined ? home.storeFile : 'PostgreSQL'}`,
    );
  }, 'migrate');
}

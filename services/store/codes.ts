/** Which code each experiment goes by: one row for each that was accepted; the last is in force. */
import type { AcceptedCode, Code } from '../../domain/code.ts';
import type { ExperimentId, Sha256 } from '../../domain/experiment.ts';
import { canonicalJson } from '../../domain/json.ts';
import type { Database, Write } from './tables.ts';
import { write } from './write.ts';

/** The first code of an experiment; one that is there stays, whoever else comes at the same moment. */
export async function pinCode(database: Database, id: ExperimentId, code: Code): Promise<void> {
  await write(database, (trx) => insert(trx, id, 1, code));
}

/** From now on the experiment goes by this code. */
export async function acceptCode(database: Database, id: ExperimentId, code: Code): Promise<void> {
  await write(database, async (trx) => {
    const last = await inForce(trx, id);
    if (last?.code !== code.hash) await insert(trx, id, (last?.number ?? 0) + 1, code);
  });
}

/** The hash of the code in force; undefined before the first. */
export async function readCodeInForce(database: Database, id: ExperimentId): Promise<Sha256 | undefined> {
  return (await inForce(database, id))?.code as Sha256 | undefined;
}

/** The earliest first. */
export async function readCodes(database: Database, id: ExperimentId): Promise<AcceptedCode[]> {
  const rows = await database
    .selectFrom('codes')
    .selectAll()
    .where('experiment', '=', id)
    .orderBy('number')
    .execute();
  return rows.map(({ code, files, at }) => ({
    hash: code as Sha256,
    files: JSON.parse(files) as Record<string, Sha256>,
    at,
  }));
}

async function inForce(
  database: Database | Write,
  id: ExperimentId,
): Promise<{ number: number; code: string } | undefined> {
  return database
    .selectFrom('codes')
    .select(['number', 'code'])
    .where('experiment', '=', id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

async function insert(trx: Write, id: ExperimentId, number: number, code: Code): Promise<void> {
  await trx
    .insertInto('codes')
    .values({
      experiment: id,
      number,
      code: code.hash,
      files: canonicalJson({ ...code.files }),
      at: Date.now(),
    })
    .onConflict((conflict) => conflict.columns(['experiment', 'number']).doNothing())
    .execute();
}

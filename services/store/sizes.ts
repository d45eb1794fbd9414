/** How much of the store is whose: bytes of content, without what the database adds around it. */
import { type RawBuilder, sql } from 'kysely';
import type { ExperimentId, Sha256 } from '../../domain/experiment.ts';
import type { Sizes } from '../../domain/upkeep.ts';
import type { Database } from './tables.ts';

/** Eight bytes for each number, and the bytes of each text. */
const OWN: readonly {
  readonly table: string;
  readonly texts: readonly string[];
  readonly numbers: number;
}[] = [
  { table: 'results', texts: ['experiment', 'name', 'sha256'], numbers: 0 },
  { table: 'steps', texts: ['experiment', 'step', 'result', 'worker_run'], numbers: 2 },
  { table: 'budgets', texts: ['experiment'], numbers: 18 },
  { table: 'reservations', texts: ['experiment'], numbers: 7 },
  { table: 'in_flight', texts: ['experiment', 'completion', 'sending', 'worker_run'], numbers: 6 },
  {
    table: 'stops',
    texts: ['experiment', 'trial', 'endpoint', 'model', 'kind', 'missing_class', 'reason', 'worker_run'],
    numbers: 1,
  },
  { table: 'self_reports', texts: ['experiment', 'endpoint', 'model', 'said', 'worker_run'], numbers: 1 },
  { table: 'codes', texts: ['experiment', 'code', 'files'], numbers: 2 },
  { table: 'voids', texts: ['id', 'experiment', 'why', 'selection'], numbers: 5 },
  { table: 'removals', texts: ['id', 'experiment'], numbers: 4 },
];

const CELL = ['key', 'status', 'outcome', 'missing_class', 'reason', 'completions'] as const;

/** As `OWN`, of tables that have the experiment's number. */
const GROWN: typeof OWN = [
  { table: 'cells', texts: CELL, numbers: 3 },
  { table: 'ledger', texts: ['id', 'completion', 'unanswered'], numbers: 11 },
];

const EXPERIMENT = [
  ...[
    'id',
    'family',
    'name',
    'label',
    'spec_hash',
    'collection_hash',
    'spec',
    'inputs',
    'execution',
    'state',
  ],
  'detail',
];

interface Row {
  readonly experiment: string;
  readonly rows: number;
  readonly bytes: number;
}

/** @param size the query for the whole database */
export async function readSizes(database: Database, size: string): Promise<Sizes> {
  const experiments = new Map<ExperimentId, { rows: number; bytes: number }>();
  const count = async (query: RawBuilder<Row>): Promise<void> => {
    for (const { experiment, rows, bytes } of (await query.execute(database)).rows) {
      const sum = experiments.get(experiment as ExperimentId) ?? { rows: 0, bytes: 0 };
      experiments.set(experiment as ExperimentId, { rows: sum.rows + rows, bytes: sum.bytes + bytes });
    }
  };
  await count(
    sql`select id as experiment, 1 as rows, ${bytesOf('', EXPERIMENT, 5)} as bytes from experiments`,
  );
  for (const { table, texts, numbers } of OWN) {
    await count(sql`select experiment, count(*) as rows, sum(${bytesOf('', texts, numbers)}) as bytes
      from ${sql.table(table)} group by experiment`);
  }
  for (const { table, texts, numbers } of GROWN) {
    await count(sql`select experiments.id as experiment, counted.rows as rows, counted.bytes as bytes from experiments
      join (select experiment, count(*) as rows, sum(${bytesOf('', texts, numbers)}) as bytes
        from ${sql.table(table)} group by experiment) as counted on counted.experiment = experiments.number`);
  }
  await count(sql`select voids.experiment as experiment, count(*) as rows, sum(${bytesOf('voided_cells.', ['void', ...CELL], 2)}) as bytes
    from voided_cells join voids on voids.id = voided_cells.void group by voids.experiment`);
  const { rows } = await sql.raw<{ bytes: number }>(size).execute(database);
  return { experiments, answers: await answerSizes(database), database: rows[0]?.bytes ?? 0 };
}

async function answerSizes(database: Database): Promise<Map<Sha256, number>> {
  const texts = ['key', 'kind', 'texts', 'request_blob', 'completion_blob'];
  const { rows } = await sql<{ key: string; bytes: number }>`
    select key, ${bytesOf('', texts, 2)} as bytes from completions`.execute(database);
  return new Map(rows.map(({ key, bytes }) => [key as Sha256, bytes]));
}

function bytesOf(prefix: string, texts: readonly string[], numbers: number): RawBuilder<number> {
  const parts = texts.map((text) => sql`coalesce(octet_length(${sql.ref(`${prefix}${text}`)}), 0)`);
  return sql<number>`(${sql.join(parts, sql` + `)} + ${sql.lit(8 * numbers)})`;
}

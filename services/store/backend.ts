/** What the two databases do differently. Everything else in this folder is the same on both. */
import type { Database, Write } from './tables.ts';

/** Whose database this is, by its own marks. `empty`: nothing is in it yet. */
export type Marks =
  | { readonly kind: 'empty' }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'ours'; readonly version: number };

export interface Housekeeping {
  /** Statements that write the whole database anew, without what was deleted; each outside a transaction. */
  readonly compaction: readonly string[];
  /** A query of one column, `bytes`: how large the database is with all that it needs. */
  readonly size: string;
}

export interface Backend {
  readonly database: Database;
  /** Where it is, for messages; without a password. */
  readonly place: string;
  /** Column type of a text that compares by its bytes. */
  readonly textType: string;
  /** Column type of bytes. */
  readonly bytesType: string;
  readonly housekeeping: Housekeeping;
  /** Reads the marks; inside `write` it sees what that transaction sees. */
  marks(connection: Database | Write): Promise<Marks>;
  /** Lets one process at a time migrate. Called first in the migration's transaction. */
  lockForMigration(write: Write): Promise<void>;
  setVersion(write: Write, version: number): Promise<void>;
}

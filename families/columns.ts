/** What the columns of an exported table hold: their types and meanings, for programs that read them. */

export type ColumnType = 'text' | 'integer' | 'number' | 'boolean' | 'json';

/** By name, in the order of the table. Every column may be empty in a row. */
export type Columns = Readonly<Record<string, readonly [type: ColumnType, meaning: string]>>;

/** By name of the table. */
export type TableColumns = Readonly<Record<string, Columns>>;

/** How a database says that it is a store of Holdfast, and of which shape. */

/** `Hold` in ASCII: SQLite's `application_id`, and a column in PostgreSQL. */
export const APPLICATION_ID = 0x486f6c64;

/** The shape that this program works on: as many as there are migrations. */
export const SCHEMA_VERSION = 8;

/** Which cells of a study a user means, in the study's order: by name, person, item, or what came of them. */
import { UserError } from '../../domain/errors.ts';
import type { Cell } from '../../domain/dialogue.ts';
import { didYouMean } from '../../domain/likely.ts';
import type { CellRecord, ExperimentRecord, Store } from '../../domain/store.ts';
import { cellsIn, threadsOf } from '../../families/block.ts';
import type { CellSubject, Study } from '../../families/family.ts';
import { listed } from '../../families/csv.ts';
import { globOf } from './glob.ts';
import { whole } from './whole-number.ts';

/** Flags of `show`, as they are typed. */
export interface CellQuery {
  readonly cells?: string;
  readonly status?: string;
  readonly person?: string;
  readonly item?: string;
  readonly limit?: string;
}

export interface WantedCells extends Pick<CellQuery, 'cells' | 'status' | 'person' | 'item'> {
  readonly limit: number;
}

const LIMIT = 20;
/** Cells that are looked up at once. */
const READ = 500;

/** @returns undefined where no flag asks for a list of cells */
export function readQuery({ cells, status, person, item, limit }: CellQuery): WantedCells | undefined {
  const flags = { cells, status, person, item, limit };
  if (Object.values(flags).every((value) => value === undefined)) return undefined;
  for (const [flag, text] of Object.entries(flags)) {
    if (text === '') throw new UserError(`--${flag} is empty.`, { remedy: './holdfast show --help' });
  }
  return {
    ...(cells === undefined ? {} : { cells }),
    ...(status === undefined ? {} : { status }),
    ...(person === undefined ? {} : { person }),
    ...(item === undefined ? {} : { item }),
    limit: limit === undefined ? LIMIT : whole('limit', limit, 1),
  };
}

/** A cell as `show` lists it, tried or not. */
export type ListedCell = CellSubject & TriedOrNot;
type TriedOrNot = Omit<CellRecord, 'status'> & { readonly status: CellRecord['status'] | 'untried' };

export interface SelectedCells {
  readonly rows: readonly ListedCell[];
  /** Whether others fit, too. */
  readonly more: boolean;
}

/** @throws UserError where none fits, with what there is instead */
export async function selectCells(
  store: Pick<Store, 'cells'>,
  record: Pick<ExperimentRecord, 'id'>,
  study: Pick<Study, 'blocks' | 'about'>,
  wanted: WantedCells,
): Promise<SelectedCells> {
  const seen = new Seen();
  const rows: ListedCell[] = [];
  const isNamed = globOf(wanted.cells ?? '*');
  let batch: Cell[] = [];
  const look = async (): Promise<void> => {
    const keys = batch.map(({ key }) => key);
    const known = new Map((await store.cells(record.id, keys)).map((row) => [row.key, row]));
    for (const cell of batch) {
      const row = { ...(known.get(cell.key) ?? untried(cell.key)), ...subjectOf(study, cell) };
      seen.addStatus(row);
      if (hasStatus(row, wanted.status)) rows.push(row);
    }
    batch = [];
  };
  for (const cell of cellsIn(threadsOf(study.blocks))) {
    if (rows.length > wanted.limit) break;
    if (!seen.isMeant(cell, study, wanted, isNamed)) continue;
    batch.push(cell);
    if (batch.length === READ) await look();
  }
  if (batch.length > 0) await look();
  if (rows.length === 0) throw seen.nothing(record, wanted);
  return { rows: rows.slice(0, wanted.limit), more: rows.length > wanted.limit };
}

function subjectOf({ about }: Pick<Study, 'about'>, cell: Cell): CellSubject {
  return about?.(cell) ?? { item: cell.key, persons: [] };
}

function hasStatus(row: TriedOrNot, status: string | undefined): boolean {
  return status === undefined ? row.status !== 'untried' : statusesOf(row).includes(status);
}

/** What a user may say of what came of it. */
function statusesOf({ status, outcome, missingClass }: TriedOrNot): string[] {
  return [
    status,
    ...(outcome === null ? [] : [outcome.status]),
    ...(missingClass === null ? [] : [missingClass]),
  ];
}

function untried(key: string): TriedOrNot {
  return { key, status: 'untried', outcome: null, missingClass: null, reason: null, completions: [] };
}

/** What there is, for whoever asks for what there is not. */
class Seen {
  readonly #persons = new Set<string>();
  readonly #items = new Set<string>();
  readonly #keys: string[] = [];
  readonly #statuses = new Set<string>();

  isMeant(
    cell: Cell,
    study: Pick<Study, 'about'>,
    { person, item }: WantedCells,
    isNamed: (key: string) => boolean,
  ): boolean {
    if (this.#keys.length < 3) this.#keys.push(cell.key);
    if (person !== undefined || item !== undefined) {
      const about = subjectOf(study, cell);
      this.#items.add(about.item);
      for (const name of about.persons) this.#persons.add(name);
      if (item !== undefined && about.item !== item) return false;
      if (person !== undefined && !about.persons.includes(person)) return false;
    }
    return isNamed(cell.key);
  }

  addStatus(row: TriedOrNot): void {
    for (const status of statusesOf(row)) this.#statuses.add(status);
  }

  nothing({ id }: Pick<ExperimentRecord, 'id'>, { person, item, status, cells }: WantedCells): UserError {
    const flags: [flag: string, value: string | undefined, known: ReadonlySet<string>][] = [
      ['person', person, this.#persons],
      ['item', item, this.#items],
      ['status', status, this.#statuses],
    ];
    for (const [flag, value, known] of flags) {
      // Of a status nothing is known where no cell has the name.
      if (value === undefined || known.has(value) || (flag === 'status' && known.size === 0)) continue;
      const names = [...known];
      return new UserError(`No cell of ${id} has the ${flag} '${value}'${didYouMean(value, names)}`, {
        remedy: names.length === 0 ? `Its cells are about no ${flag}.` : `There are ${listed(names)}.`,
      });
    }
    const isAlone = [person, item, status].every((other) => other === undefined);
    const what = cells === undefined || !isAlone ? 'fits all that is asked for' : `is called '${cells}'`;
    return new UserError(`No cell of ${id} ${what}.`, {
      remedy: `Cells look like: ${this.#keys.join(', ')}; * stands for any text, ? for one character.`,
    });
  }
}

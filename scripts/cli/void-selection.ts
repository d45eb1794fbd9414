/** Which cells and answers of an experiment a selection means, and which others stand on them. */
import { UserError } from '../../domain/errors.ts';
import type { ExperimentId, Sha256 } from '../../domain/experiment.ts';
import type { CellRecord, Store, VoidSelection } from '../../domain/store.ts';
import type { Threads } from '../../families/block.ts';
import { globOf } from './glob.ts';

/** @throws UserError where it chooses nothing, or a time is none */
export function readSelection(
  options: { readonly cells?: string; readonly since?: string; readonly worker?: string },
  now = Date.now(),
): VoidSelection {
  const { cells, since, worker } = options;
  for (const [flag, text] of Object.entries({ cells, since, worker })) {
    if (text === '') throw new UserError(`--${flag} is empty.`, { remedy: './holdfast void --help' });
  }
  if (cells === undefined && since === undefined && worker === undefined) {
    throw new UserError('Nothing says which answers are meant.', {
      remedy: "Give --cells, --since or --worker; --cells '*' means all of them.",
    });
  }
  return {
    ...(cells === undefined ? {} : { cells }),
    ...(since === undefined ? {} : { since: readTime(since, now) }),
    ...(worker === undefined ? {} : { worker }),
  };
}

const AGO_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function readTime(text: string, now: number): number {
  const ago = /^(\d+)([mhd])$/.exec(text);
  if (ago !== null) return now - Number(ago[1]) * AGO_MS[ago[2] as keyof typeof AGO_MS];
  // A number alone would be read as a year.
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) {
    throw new UserError(`'${text}' is no time.`, {
      place: '--since',
      remedy: 'Write 2026-11-28T13:00Z, or how long ago: 90m, 6h, 2d.',
    });
  }
  return at;
}

export interface Selected {
  /** Cells that become untried. */
  readonly cells: readonly string[];
  /** Of those, cells that were not meant: they stand on a voided answer, or follow a cell that does. */
  readonly along: number;
  readonly answers: readonly Sha256[];
}

/**
 * Conditions on time and worker are on each answer: other answers of the same cell are recalled. A cell that asked no
 * model is judged by its own row.
 */
export async function select(
  store: Store,
  id: ExperimentId,
  threads: Threads,
  selection: VoidSelection,
): Promise<Selected> {
  const isNamed = globOf(selection.cells ?? '*');
  const isAnyTime = selection.since === undefined && selection.worker === undefined;
  const answers = new Set<Sha256>();
  if (selection.cells === undefined)
    await addFitting(store, selection, await paidAndCounting(store, id), answers);
  const meant = new Set<string>();
  for await (const batch of store.cellBatches(id)) {
    const named = batch.filter(({ key }) => isNamed(key));
    const asked = named.flatMap(({ completions }) => completions);
    await addFitting(store, selection, asked, answers);
    for (const row of named)
      if (standsOn(row, answers) || (isAnyTime && row.completions.length === 0)) meant.add(row.key);
  }
  const cells = await withFollowers(store, id, threads, answers, meant);
  return { cells: [...cells].sort(), along: cells.size - meant.size, answers: [...answers].sort() };
}

/** Adds those of these answers that came when and from where the selection says. */
async function addFitting(
  store: Store,
  { since = -Infinity, worker = '' }: VoidSelection,
  keys: readonly Sha256[],
  answers: Set<Sha256>,
): Promise<void> {
  for (let from = 0; from < keys.length; from += LOOKED_UP)
    for (const [key, origin] of await store.origins(keys.slice(from, from + LOOKED_UP)))
      if (origin.createdAt >= since && origin.workerRun.startsWith(worker)) answers.add(key);
}

/** Keys that are looked up at once. */
const LOOKED_UP = 4096;

/**
 * Answers of cells that a dead worker never wrote down belong to the experiment too. Those that were set aside before stay
 * with the void that did it.
 */
async function paidAndCounting(store: Store, id: ExperimentId): Promise<Sha256[]> {
  const paid = await store.paidAnswers(id);
  const current = await store.currentKeys(paid);
  return paid.filter((key) => current.get(key) === key);
}

function standsOn({ completions }: CellRecord, answers: ReadonlySet<Sha256>): boolean {
  return completions.some((key) => answers.has(key));
}

/** Later cells of a chain were asked with the earlier answers in view: they are looked at again, and recalled where nothing changed. */
async function withFollowers(
  store: Store,
  id: ExperimentId,
  threads: Threads,
  answers: ReadonlySet<Sha256>,
  meant: ReadonlySet<string>,
): Promise<Set<string>> {
  const gone = new Set(meant);
  for await (const batch of store.cellBatches(id))
    for (const row of batch) if (standsOn(row, answers)) gone.add(row.key);
  const later: string[] = [];
  for (const thread of threads) {
    const first = thread.findIndex(({ key }) => gone.has(key));
    if (first === -1) continue;
    for (const { key } of thread.slice(first)) if (!gone.has(key)) later.push(key);
  }
  for (let from = 0; from < later.length; from += LOOKED_UP)
    for (const { key } of await store.cells(id, later.slice(from, from + LOOKED_UP))) gone.add(key);
  return gone;
}

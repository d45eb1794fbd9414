/** `holdfast show ID`: one experiment whole; with `--cell` one cell with what was said; with other flags the cells that fit. */
import { codeSides } from '../../activities/code-sides.ts';
import { LAST_ROUND, roundPlan } from '../../activities/rounds.ts';
import { voidText } from '../../activities/page-context.ts';
import { UserError } from '../../domain/errors.ts';
import type { CellRecord, ExperimentRecord } from '../../domain/store.ts';
import { shortCommit } from '../../services/home/provenance.ts';
import { reportFile } from '../../services/home/reports.ts';
import { money } from '../../domain/figures.ts';
import { printCell, readableTurns, turnsOf } from '../cli/cell-text.ts';
import { columns, print, printJson } from '../cli/output.ts';
import { programsText } from '../../domain/meters.ts';
import { unansweredLines } from '../cli/unanswered.ts';
import { type CellQuery, readQuery } from '../cli/cell-selection.ts';
import { standingOf } from '../cli/standing.ts';
import { findExperiment, withSession, type Session } from '../cli/session.ts';
import { visible } from '../cli/visible.ts';
import { showCells } from './show-cells.ts';

export async function show(
  reference: string,
  options: CellQuery & { readonly cell?: string; readonly json?: boolean },
): Promise<void> {
  const wanted = readQuery(options);
  await withSession(async (session) => {
    const record = await findExperiment(session.store, reference);
    if (wanted !== undefined) await showCells(session, record, wanted, options.json === true);
    else if (options.cell !== undefined) await showCell(session, record, options.cell, options.json === true);
    else await showExperiment(session, record, options.json === true);
  });
}

async function showExperiment(session: Session, record: ExperimentRecord, json: boolean): Promise<void> {
  const { store, home } = session;
  const [spend, steps, workers, counts] = [
    await store.spend(record.id),
    await store.steps(record.id),
    await store.workerRuns(record.id),
    await store.cellCounts(record.id),
  ];
  const codes = await codeSides(store, record);
  const voids = await store.voids(record.id);
  const removals = await store.upkeep.removals(record.id);
  const missing: CellRecord[] = [];
  for await (const batch of store.cellBatches(record.id, 'missing')) missing.push(...batch);
  if (json) {
    const { execution: _how, ...rest } = record;
    const why = missing.map(({ key, missingClass, reason }) => ({ key, missingClass, reason }));
    printJson({ ...rest, spend, steps, workers, codes, counts, voids, removals, missing: why });
    return;
  }
  print(record.id);
  for (const line of (await standingOf(store, record, process.stdout)).lines) print(line);
  print('');
  print(
    columns([
      ['spec', record.specHash],
      ['collection', record.collectionHash],
      ['result', record.results['result'] ?? 'none yet'],
      ['report', record.results['report'] === undefined ? 'none yet' : reportFile(home, record.id)],
      ['calls', `${spend.calls} paid, ${spend.memoHits} from the memo, ${spend.callsSentAnew} sent anew`],
      ...unansweredLines(spend).map((line) => ['unanswered', line]),
      ['tokens', `${spend.promptTokens} in, ${spend.completionTokens} out`],
      ['cost', money(spend.costMicroUsd)],
      ...programsText(spend).map((line) => ['programs', line]),
      ...voids.map((one) => ['set aside', visible(voidText(one))]),
      ...Object.entries(record.inputs).map(([name, sha256]) => [`input ${name}`, sha256]),
      ...steps.map((step) => [
        `step ${step.step}`,
        `${step.result.slice(0, 12)}  ${(step.tookMs / 1000).toFixed(1)} s`,
      ]),
      ...roundRows(record),
      ...codes.map(({ hash, cells, changes }) => [
        'code',
        `${hash?.slice(0, 12) ?? 'not noted'}  ${cells} cells${changes === '' ? '' : ` (${changes})`}`,
      ]),
      ...workers.map((worker) => [
        `worker ${worker.id.slice(0, 8)}`,
        `${worker.completions} completions, commit ${shortCommit(worker.gitCommit)}, ${worker.host}`,
      ]),
    ]),
  );
  if (missing.length === 0) return;
  print('');
  print(`${missing.length} cells are missing:`);
  for (const cell of missing.slice(0, 10))
    print(`  ${visible(cell.key)}  ${cell.missingClass}: ${visible(cell.reason ?? '')}`);
  if (missing.length > 10) print(`  and ${missing.length - 10} more (--json has all)`);
}

/** The plans of its rounds, where there is more than one. */
function roundRows({ results }: ExperimentRecord): [string, string][] {
  const plans = Array.from({ length: Object.keys(results).length }, (_, index) => results[roundPlan(index)]);
  const known = plans.slice(0, plans.indexOf(results[LAST_ROUND]) + 1);
  return known.length < 2 ? [] : known.map((plan, index) => [`round ${index + 1}`, plan?.slice(0, 12) ?? '']);
}

async function showCell(
  session: Session,
  record: ExperimentRecord,
  cell: string,
  json: boolean,
): Promise<void> {
  const [found] = await session.store.cells(record.id, [cell]);
  const voided = await session.store.voidedCells(record.id, cell);
  if (found === undefined && voided.length === 0) {
    const [first, near] = await keysLike(session, record, cell);
    throw new UserError(`${record.id} has no tried cell '${cell}'.`, {
      remedy: near.length > 0 ? `Near it: ${near.join(', ')}` : `Cells look like: ${first.join(', ')}`,
    });
  }
  const now = found === undefined ? undefined : { ...found, turns: await turnsOf(session, found) };
  const before = await Promise.all(
    voided.map(async (one) => ({ ...one, turns: await turnsOf(session, one) })),
  );
  if (json) {
    printJson({
      ...(now === undefined
        ? { key: cell, status: 'untried', turns: [] }
        : { ...now, turns: readableTurns(now.turns) }),
      voided: before.map((one) => ({ ...one, turns: readableTurns(one.turns) })),
    });
    return;
  }
  if (now === undefined) print(`${cell}: set aside, and not asked anew yet: run its spec again`);
  else printCell(now);
  const whys = new Map((await session.store.voids(record.id)).map((one) => [one.id, one]));
  for (const one of before) {
    const why = whys.get(one.void);
    print('');
    print(`SET ASIDE ${why === undefined ? '' : visible(voidText(why))}`);
    printCell(one);
  }
}

/** @returns the first keys of cells that were tried, and the first that hold this text */
async function keysLike(
  { store }: Session,
  { id }: ExperimentRecord,
  text: string,
): Promise<[string[], string[]]> {
  const [first, near]: [string[], string[]] = [[], []];
  for await (const batch of store.cellBatches(id)) {
    const keys = batch.map(({ key }) => key);
    first.push(...keys.slice(0, 3 - first.length));
    near.push(...keys.filter((key) => key.includes(text)).slice(0, 5 - near.length));
    if (near.length === 5) break;
  }
  return [first, near];
}

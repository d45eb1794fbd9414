/** What a report may show beside the results: spend, provenance, conversations. */
import type { Json, JsonObject } from '../domain/json.ts';
import type { ExperimentId, Sha256 } from '../domain/experiment.ts';
import { minuteOf } from '../domain/minute.ts';
import { SeenHashes } from '../domain/seen-hashes.ts';
import type { CompletionCost, Store, VoidRecord } from '../domain/store.ts';
import type { CellCost, CodeSide, Exchange, PageContext, ProvenanceRow } from '../families/family.ts';
import { batched } from '../families/batched.ts';
import { cellsIn, type Threads, threadsOf } from '../families/block.ts';
import { removalText } from '../families/removal-notice.ts';
import { changesOf } from '../families/who-answers.ts';
import { shortCommit } from '../services/home/provenance.ts';
import { codeSides } from './code-sides.ts';
import type { OpenStudy, WorkerContext } from './context.ts';
import { collectedOf, isRoundPlan } from './rounds.ts';

/** The part of a worker's context that reading needs: commands have it too. */
export type ReadingContext = Pick<WorkerContext, 'store' | 'blobs'>;

export async function pageContext(
  context: ReadingContext,
  opened: OpenStudy,
  partial: boolean,
): Promise<PageContext> {
  const { study, execution } = opened;
  const { store, blobs } = context;
  // Read anew: the results of this run were written after the record was.
  const record = (await store.experiment(opened.record.id)) ?? opened.record;
  const codes = await codeSides(store, record);
  const results = new Map<string, Json>();
  for (const [name, sha256] of Object.entries(record.results)) {
    if (name !== 'report' && !isRoundPlan(name))
      results.set(name, JSON.parse(await blobs.text(sha256)) as Json);
  }
  const collected = await collectedOf(context, { record, study });
  return {
    experiment: record.id,
    partial,
    results,
    ...collected,
    spend: await store.spend(record.id),
    costs: () => cellCosts(store, record.id, threadsOf(study.blocks)),
    provenance: await provenance(context, record, codes),
    software: softwareOf(await store.workerRuns(record.id)),
    codes,
    added: execution.added,
    changes: changesOf(await store.selfReports(record.id)),
    frozen: execution.frozen,
    removals: await store.upkeep.removals(record.id),
    async conversation(key) {
      const keys = (await store.cells(record.id, [key]))[0]?.completions ?? [];
      const found = new Map((await store.answerRows(keys)).map((row) => [row.key, row]));
      return keys.flatMap((answer): Exchange[] => {
        const row = found.get(answer);
        if (row === undefined) return [];
        if (row.kind === 'program') return [row];
        const { kind, request, completion, identity } = row;
        return [{ kind, request: JSON.parse(request) as JsonObject, completion, identity }];
      });
    },
  };
}

/** By cell in the study's order: the first that uses an answer has paid for it. Rows are read a batch at a time. */
export async function cellCosts(
  store: Pick<Store, 'cells' | 'costs'>,
  id: ExperimentId,
  threads: Threads,
): Promise<Map<string, CellCost>> {
  const paid = new SeenHashes();
  const costs = new Map<string, CellCost>();
  for (const keys of batched(cellsIn(threads), ({ key }) => key)) {
    const rows = new Map((await store.cells(id, keys)).map((row) => [row.key, row.completions]));
    const found = await store.costs(id, [...rows.values()].flat());
    for (const key of keys) {
      const completions = rows.get(key);
      if (completions !== undefined) costs.set(key, costOf(completions, found, paid));
    }
  }
  return costs;
}

/** Each version that its workers had, once: `Holdfast 0.3.0 (commit 0123)` first. */
function softwareOf(runs: Awaited<ReturnType<Store['workerRuns']>>): string[] {
  const names = runs.flatMap(({ versions, gitCommit }) =>
    Object.entries(versions)
      .filter(([, version]) => version !== 'absent')
      .map(([name, version]) =>
        name === 'holdfast' ? `Holdfast ${version} (commit ${shortCommit(gitCommit)})` : `${name} ${version}`,
      ),
  );
  return [...new Set(names)].sort(
    (a, b) => Number(b.startsWith('Holdfast')) - Number(a.startsWith('Holdfast')),
  );
}

/** @param paid answers of cells before this one; its own are added */
function costOf(
  completions: readonly Sha256[],
  found: ReadonlyMap<Sha256, CompletionCost>,
  paid: SeenHashes,
): CellCost {
  const calls = completions.filter((answer) => found.get(answer)?.kind !== 'program').length;
  const sum = { calls, attributedMicroUsd: 0, paidCalls: 0, paidMicroUsd: 0 };
  for (const completion of completions) {
    const cost = found.get(completion);
    sum.attributedMicroUsd += cost?.costMicroUsd ?? 0;
    if (!paid.add(completion)) continue;
    sum.paidCalls += cost?.paidCalls ?? 0;
    sum.paidMicroUsd += cost?.paidMicroUsd ?? 0;
  }
  return sum;
}

/** What was set aside, how many, and why. */
export function voidText(one: VoidRecord): string {
  const { cells, since, worker } = one.selection;
  const chosen = [
    ...(cells === undefined ? [] : [`cells ${cells}`]),
    ...(since === undefined ? [] : [`since ${minuteOf(since)}`]),
    ...(worker === undefined ? [] : [`worker ${worker}`]),
  ];
  return (
    `${minuteOf(one.at)}: ${one.cells} cells and ${one.answers} answers (${chosen.join(', ')}), ` +
    `for which ${one.paidCalls} calls had been paid ($${(one.paidMicroUsd / 1e6).toFixed(4)}); why: ${one.why}`
  );
}

async function provenance(
  context: ReadingContext,
  record: OpenStudy['record'],
  codes: readonly CodeSide[],
): Promise<ProvenanceRow[]> {
  const rows: ProvenanceRow[] = [
    { label: 'Experiment', value: record.id },
    { label: 'Spec (SHA-256)', value: record.specHash },
    { label: 'Collection (SHA-256)', value: record.collectionHash },
    { label: 'Result (SHA-256)', value: record.results['result'] ?? 'none' },
    { label: 'Family', value: `${record.family}, version ${record.familyVersion}` },
  ];
  for (const [name, sha256] of Object.entries(record.inputs))
    rows.push({ label: `Input ${name} (SHA-256)`, value: sha256 });
  for (const { hash, cells, changes } of codes) {
    const change = changes === '' ? '' : `; ${changes}`;
    rows.push({ label: 'Code (SHA-256)', value: `${hash ?? 'not noted'}; ${cells} cells${change}` });
  }
  for (const one of await context.store.voids(record.id))
    rows.push({ label: 'Set aside', value: voidText(one) });
  for (const one of await context.store.upkeep.removals(record.id))
    rows.push({ label: 'Data removed', value: removalText(one) });
  for (const run of await context.store.workerRuns(record.id)) {
    const versions = Object.entries(run.versions).map(([name, version]) => `${name} ${version}`);
    rows.push({
      label: `Worker ${run.id.slice(0, 8)}`,
      value: `${run.completions} completions; commit ${shortCommit(run.gitCommit)}; lock file ${run.lockFileHash.slice(0, 12)}; ${versions.join(', ')}; on ${run.host}`,
    });
  }
  return rows;
}

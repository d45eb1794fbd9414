/** `holdfast plan SPEC`: what will be asked and paid, beside all that it takes, and what the figures can say. */
import { existsSync, writeFileSync } from 'node:fs';
import { openCompute } from '../../activities/compute/open.ts';
import { duration, money } from '../../domain/figures.ts';
import { UserError } from '../../domain/errors.ts';
import { countCells } from '../../families/block.ts';
import { dataLines } from '../cli/data-lines.ts';
import { type Amounts, anew, type Expected, expectedOf } from '../cli/forecast.ts';
import { frozenPlanFile } from '../cli/frozen-plan.ts';
import { sayOldSettings } from '../cli/old-settings.ts';
import { columns, print, printJson, say } from '../cli/output.ts';
import { requireEndpoints } from '../cli/pace.ts';
import { openPlanMemo } from '../cli/plan-memo.ts';
import { type Rehearsal, rehearse } from '../cli/rehearsal.ts';
import { type Planning, withPlanning } from '../cli/session.ts';
import { readSpec, type SpecFile } from '../cli/spec-file.ts';
import { noticeLines } from '../cli/study-notices.ts';

export async function plan(
  path: string,
  options: { readonly freeze?: boolean; readonly json?: boolean },
): Promise<void> {
  const spec = readSpec(path);
  if (options.freeze) freeze(spec);
  await withPlanning(async (session) => {
    sayOldSettings(session);
    requireEndpoints(session.config, spec);
    const { rows, looked } = await forecast(session, spec);
    const compute = openCompute();
    const outlook = await spec.study.outlook(compute);
    await compute.close();
    const cells = countCells(spec.study.blocks);
    const { round: first } = await spec.study.round(undefined);
    const cellsAtLeast = countCells(first?.blocks ?? []);
    const { data, notices = [] } = spec.study;
    if (options.json)
      return printJson({
        id: spec.id(),
        cells,
        ...(cellsAtLeast === cells ? {} : { cellsAtLeast }),
        models: rows.map(({ gross, anew: left, memo }) => ({ ...gross, memo, anew: left })),
        notices,
        outlook,
        ...(data === undefined ? {} : { data }),
      });
    print(`${spec.id()}: ${range(cellsAtLeast, cells, String)} cells`);
    for (const line of noticeLines(spec.study)) print(line);
    print('');
    print(columns([['MODEL', '', 'CALLS', 'TOKENS', 'COST', 'TIME'], ...rows.flatMap(linesOf)]));
    for (const line of memoLines(rows, looked)) print(line);
    const lacks = rows.some(({ memo }) => memo.unknown !== undefined);
    if (lacks && spec.execution.needs !== undefined) print(`This spec needs: ${spec.execution.needs}`);
    print('');
    for (const text of outlook) print(text);
    if (data === undefined) return;
    print('');
    for (const text of dataLines(data)) print(text);
  });
}

/** One model: all that it is asked, and what is left of it. */
interface Row {
  readonly gross: Expected;
  readonly anew: Amounts;
  readonly memo: MemoCount;
}

interface MemoCount {
  /** Questions that were looked up, equal ones once: the first of each cell, and what follows where the memo answers. */
  readonly lookedUp: number;
  readonly found: number;
  /** Why nothing can be told. */
  readonly unknown?: string;
}

async function forecast(
  session: Planning,
  spec: SpecFile,
): Promise<{ rows: Row[]; looked: Pick<Rehearsal, 'threads' | 'of'> }> {
  const { study } = spec;
  const opened = await openPlanMemo(session, spec);
  const { memo, unknown } = opened;
  try {
    const all = await rehearse(study, study.blocks, memo);
    const { round } = await study.round(undefined);
    const isWhole = countCells(round?.blocks ?? []) === countCells(study.blocks);
    const first = isWhole ? all : await rehearse(study, round?.blocks ?? [], memo);
    const rows = [...expectedOf(session.config, spec)].map(([key, gross]): Row => {
      const { met = 0, inMemo = 0 } = all.models.get(key) ?? {};
      const why = unknown.get(key);
      return {
        gross,
        anew: anew(gross, first, all),
        memo: { lookedUp: met, found: inMemo, ...(why === undefined ? {} : { unknown: why }) },
      };
    });
    return { rows, looked: all };
  } finally {
    await opened.close();
  }
}

function linesOf({ gross, anew: left }: Row): string[][] {
  const { model, endpoint } = gross.model;
  return [
    [`${model} at ${endpoint}`, 'new', ...amounts(left)],
    ['', 'in all', ...amounts(gross)],
  ];
}

function amounts(of: Amounts): string[] {
  return [
    range(of.callsAtLeast, of.callsAtMost, String),
    range(of.tokensAtLeast, of.tokensAtMost, String),
    range(of.costAtLeastMicroUsd, of.costAtMostMicroUsd, money),
    range(of.msAtLeast, of.msAtMost, duration),
  ];
}

function memoLines(rows: readonly Row[], { threads, of }: Pick<Rehearsal, 'threads' | 'of'>): string[] {
  const known = rows.filter(({ memo }) => memo.unknown === undefined);
  const sum = (figure: (memo: MemoCount) => number): number =>
    known.reduce((total, { memo }) => total + figure(memo), 0);
  const part = threads === of ? '' : ` (${threads} of ${of} threads were looked at)`;
  const [found, lookedUp] = [sum((memo) => memo.found), sum((memo) => memo.lookedUp)];
  return [
    ...(known.length === 0 ? [] : [`in the memo: ${found} of ${lookedUp} different questions${part}`]),
    ...rows.flatMap(({ gross, memo }) =>
      memo.unknown === undefined ? [] : [`in the memo of ${gross.model.model}: not known: ${memo.unknown}`],
    ),
  ];
}

/** Writes estimand, primary arm and exclusions beside the spec, once: what is frozen is never overwritten. */
function freeze(spec: SpecFile): void {
  const file = frozenPlanFile(spec);
  if (existsSync(file)) {
    throw new UserError('This plan is frozen already.', {
      place: file,
      remedy: 'A frozen plan is not written again.',
    });
  }
  writeFileSync(file, `${JSON.stringify({ experiment: spec.id(), ...spec.study.frozenPlan() }, null, 2)}\n`);
  say(`frozen: ${file}`);
}

function range(least: number, most: number, show: (value: number) => string): string {
  return show(least) === show(most) ? show(least) : `${show(least)} to ${show(most)}`;
}

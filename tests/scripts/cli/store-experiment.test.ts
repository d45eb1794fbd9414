/** What counts as frozen: a plan that was there before any experiment had an answer to the same questions. */
import { threadsOf } from '../../../families/block.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../../../domain/dialogue.ts';
import { frozenPlanFile } from '../../../scripts/cli/frozen-plan.ts';
import { executionOf, type Session } from '../../../scripts/cli/session.ts';
import { readSpec, type SpecFile } from '../../../scripts/cli/spec-file.ts';
import { storeExperiment } from '../../../scripts/cli/store-experiment.ts';
import { readConfig } from '../../../services/home/config.ts';
import { makeHome } from '../../../services/home/home.ts';
import { openStorage } from '../../../services/home/storage.ts';
import { workplace } from '../workplace.ts';

async function inWorkplace(body: (session: Session, spec: SpecFile) => Promise<void>): Promise<void> {
  const folder = workplace();
  const home = makeHome(join(folder, '.holdfast'));
  const config = readConfig({ HOLDFAST_CONFIG: join(folder, 'holdfast.toml') });
  const storage = await openStorage(home, config, 'migrate');
  await body({ home, config, ...storage }, readSpec(join(folder, 'spec.yaml')));
  await storage.store.close();
}

async function frozenOf(session: Session, spec: SpecFile, label: string): Promise<unknown> {
  const { experiment } = await storeExperiment(session, spec, label, 'stopped');
  const record = await session.store.experiment(experiment);
  return record === undefined ? undefined : executionOf(record).frozen;
}

async function answerOne({ store }: Session, spec: SpecFile): Promise<void> {
  const key = threadsOf(spec.study.blocks).at(0)?.[0]?.key ?? '';
  const outcome: Outcome = { status: 'ok' };
  const cell = { key, status: 'settled' as const, outcome, missingClass: null, reason: null };
  await store.putCells(spec.id(), 'a-worker', [{ ...cell, completions: [] }]);
}

function freeze(spec: SpecFile): void {
  writeFileSync(frozenPlanFile(spec), '{"primary":"first"}\n');
}

test('a plan that is frozen after answers were seen does not count, in a replicate either', async () => {
  await inWorkplace(async (session, spec) => {
    expect(await frozenOf(session, spec, '')).toBeNull();
    await answerOne(session, spec);
    freeze(spec);
    expect(await frozenOf(session, spec, '')).toBeNull();
    expect(await frozenOf(session, spec, 'second')).toBeNull();
  });
});

test('a plan that was frozen before counts ever after, in a replicate too', async () => {
  await inWorkplace(async (session, spec) => {
    expect(await frozenOf(session, spec, '')).toBeNull();
    freeze(spec);
    expect(await frozenOf(session, spec, '')).toEqual({ primary: 'first' });
    await answerOne(session, spec);
    expect(await frozenOf(session, spec, '')).toEqual({ primary: 'first' });
    expect(await frozenOf(session, spec, 'second')).toEqual({ primary: 'first' });
  });
});

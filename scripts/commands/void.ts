/** `holdfast void ID`: sets answers aside that should not count; running the spec again asks them anew. */
import { threadsOf } from '../../families/block.ts';
import { UserError } from '../../domain/errors.ts';
import type { Sha256 } from '../../domain/experiment.ts';
import type { ExperimentRecord, Store } from '../../domain/store.ts';
import { refuseOpen } from '../cli/closed.ts';
import { money } from '../../domain/figures.ts';
import { print, printJson } from '../cli/output.ts';
import { findExperiment, openStudy, withSession } from '../cli/session.ts';
import { visible } from '../cli/visible.ts';
import { readSelection, select } from '../cli/void-selection.ts';

export async function voidAnswers(
  reference: string,
  options: {
    readonly cells?: string;
    readonly since?: string;
    readonly worker?: string;
    readonly why: string;
    readonly json?: boolean;
  },
): Promise<void> {
  const selection = readSelection(options);
  const why = options.why.trim();
  if (why === '') {
    throw new UserError('--why is empty.', { remedy: 'Say why: the report repeats it to whoever reads it.' });
  }
  await withSession(async (session) => {
    const { store, home } = session;
    const record = await findExperiment(store, reference);
    await refuseOpen(home, [record]);
    if ((await store.upkeep.removals(record.id)).length > 0) {
      throw new UserError(`Persons' data were removed from ${record.id}: it cannot be asked anew.`, {
        remedy: 'Run its spec with a file that is without them: that is another experiment.',
      });
    }
    const study = await openStudy(session, record);
    const { cells, along, answers } = await select(store, record.id, threadsOf(study.blocks), selection);
    if (cells.length === 0 && answers.length === 0) {
      throw new UserError(`${record.id} has no answer that fits; nothing was changed.`, {
        remedy: `./holdfast show ${record.id} lists its workers; cells look like: ${await examplesOf(store, record)}`,
      });
    }
    const also = await othersOn(store, record, answers);
    const done = await store.putVoid(record.id, why, selection, { cells, answers });
    if (options.json) return printJson({ experiment: record.id, ...done, along, alsoUsedBy: also });
    print(`${record.id}: ${done.cells} cells and ${done.answers} answers are set aside.`);
    if (along > 0)
      print(`${along} of the cells were not named: they stand on these answers, or follow them.`);
    print(`They are kept, and ${done.paidCalls} calls (${money(done.paidMicroUsd)}) stay on its account.`);
    for (const id of also)
      print(`${id} stands on some of these answers, and keeps them until it is voided too.`);
    print('Run its spec again: what was set aside is asked anew. Until then its result is the old one.');
  });
}

/** Other experiments with cells on these answers. */
async function othersOn(
  store: Store,
  record: ExperimentRecord,
  answers: readonly Sha256[],
): Promise<string[]> {
  const gone = new Set(answers);
  const also: string[] = [];
  for (const { id } of await store.experiments()) {
    if (id === record.id || gone.size === 0) continue;
    for await (const batch of store.cellBatches(id)) {
      if (!batch.some(({ completions }) => completions.some((key) => gone.has(key)))) continue;
      also.push(id);
      break;
    }
  }
  return also;
}

async function examplesOf(store: Store, { id }: ExperimentRecord): Promise<string> {
  const keys: string[] = [];
  for await (const batch of store.cellBatches(id)) {
    keys.push(...batch.slice(0, 3).map(({ key }) => visible(key)));
    break;
  }
  return keys.length === 0 ? 'none was tried' : keys.join(', ');
}

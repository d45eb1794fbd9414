/** A study gone through with the memo: what is asked anew, equal questions once, answered ones never. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoKey } from '../../../activities/collect/memo-key.ts';
import type { Completion, CompletionRequest, ModelIdentity } from '../../../domain/completion.ts';
import { firstAsks } from '../../../domain/dialogue.ts';
import type { Sha256 } from '../../../domain/experiment.ts';
import { cellsIn, threadsOf } from '../../../families/block.ts';
import type { Study } from '../../../families/family.ts';
import { anew, type Expected } from '../../../scripts/cli/forecast.ts';
import { type Memo, rehearse } from '../../../scripts/cli/rehearsal.ts';
import { readSpec } from '../../../scripts/cli/spec-file.ts';
import { SPEC, workplace } from '../workplace.ts';

const MODEL = JSON.stringify({ endpoint: 'test', model: 'scripted-model' });
const identity: ModelIdentity = { kind: 'scripted', model: 'scripted-model' };

function studyOf(change: (spec: string) => string = (spec) => spec): Study {
  const folder = workplace({ spec: change(SPEC) });
  writeFileSync(join(folder, 'people.csv'), 'person_id,age,a,b\np1,20,no,yes\np2,20,yes,no\np3,30,yes,yes\n');
  writeFileSync(join(folder, 'items.csv'), 'item_id,text\na,Would you?\nb,Could you?\n');
  return readSpec(join(folder, 'spec.yaml')).study;
}

function answer(text: string): Completion {
  const usage = { promptTokens: 1, completionTokens: 1, estimated: false };
  return { text, finishReason: 'stop', usage, latencyMs: 1 };
}

function memoOf(known: ReadonlyMap<Sha256, Completion>): Memo {
  return {
    store: {
      currentKeys: (keys) => Promise.resolve(new Map(keys.map((key) => [key, key]))),
      completions: (keys) =>
        Promise.resolve(
          new Map(
            keys.flatMap((key) => {
              const found = known.get(key);
              return found === undefined ? [] : [[key, found] as const];
            }),
          ),
        ),
      programs: () => Promise.resolve(new Map()),
    },
    identityOf: () => identity,
    earlier: () => Promise.resolve(undefined),
    useTool: () => Promise.reject(new Error('no tool here')),
    environment: undefined,
  };
}

/** The first question of each cell with what is answered. */
function firstAnswers(study: Study, reply: (request: CompletionRequest) => string): Map<Sha256, Completion> {
  const known = new Map<Sha256, Completion>();
  for (const cell of cellsIn(threadsOf(study.blocks)))
    for (const { request, draw } of firstAsks(study.dialogue(cell, [])))
      known.set(memoKey(request, identity, { replicate: '', draw }), answer(reply(request)));
  return known;
}

const EQUAL = (spec: string): string =>
  spec
    .replace('Respondent {person_id}, {age} years old', 'a person of {age}')
    .replace('mode: text, parser: letter', 'mode: options');

function grossOf(callsAtLeast: number, callsAtMost: number): Expected {
  return {
    ...{ model: { endpoint: 'test', model: 'scripted-model' }, callsAtLeast, callsAtMost },
    ...{ tokensAtLeast: 100, tokensAtMost: 200, costAtLeastMicroUsd: 1000, costAtMostMicroUsd: 2000 },
    ...{ msAtLeast: 10, msAtMost: 20 },
  };
}

test('equal questions are one, without a store too', async () => {
  const study = studyOf(EQUAL);
  const found = await rehearse(study, study.blocks, { ...memoOf(new Map()), store: undefined });
  expect(found.models.get(MODEL)).toEqual({ met: 4, inMemo: 0, cells: 6, openCells: 6, unseenCells: 0 });
  expect(anew(grossOf(6, 6), found, found)).toMatchObject({ callsAtLeast: 4, callsAtMost: 4 });
});

test('where the memo answers everything nothing is asked and paid', async () => {
  const study = studyOf();
  const found = await rehearse(study, study.blocks, memoOf(firstAnswers(study, () => 'A')));
  expect(found.models.get(MODEL)).toMatchObject({ met: 6, inMemo: 6, openCells: 0 });
  expect(anew(grossOf(6, 12), found, found)).toEqual({
    ...{ callsAtLeast: 0, callsAtMost: 0, tokensAtLeast: 0, tokensAtMost: 0 },
    ...{ costAtLeastMicroUsd: 0, costAtMostMicroUsd: 0, msAtLeast: 0, msAtMost: 0 },
  });
});

test('an answer that cannot be read is followed by the question that mends it, which is looked up too', async () => {
  const study = studyOf();
  const said = firstAnswers(study, ({ prompt }) => (JSON.stringify(prompt).includes('Would') ? 'Hm.' : 'A'));
  const found = await rehearse(study, study.blocks, memoOf(said));
  expect(found.models.get(MODEL)).toMatchObject({ met: 9, inMemo: 6, cells: 6, openCells: 3 });
  expect(anew(grossOf(6, 12), found, found)).toMatchObject({ callsAtLeast: 3, callsAtMost: 6 });
});

test('a chain is gone through up to the first answer that is not there; the rest of it is asked as well', async () => {
  const study = studyOf((spec) =>
    spec.replace('    ask: { mode: text', '    memory: { earlier: 2 }\n    ask: { mode: text'),
  );
  const known = firstAnswers(study, () => 'A');
  const found = await rehearse(study, study.blocks, memoOf(known));
  // The second cell of each person sees the first one's answer: no question without it is its question.
  expect(found.models.get(MODEL)).toMatchObject({ met: 6, inMemo: 3, openCells: 3, unseenCells: 0 });
  const none = await rehearse(study, study.blocks, memoOf(new Map()));
  expect(none.models.get(MODEL)).toMatchObject({ met: 3, inMemo: 0, openCells: 6, unseenCells: 3 });
  expect(anew(grossOf(6, 12), none, none)).toMatchObject({ callsAtLeast: 6, callsAtMost: 12 });
});

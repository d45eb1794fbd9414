/** Cells as text: what was asked of whom, and what came back. */
import type { CompletionRequest } from '../../domain/completion.ts';
import type { AnswerRow, CellRecord } from '../../domain/store.ts';
import { endOf } from '../../families/run-turn.ts';
import type { ListedCell } from './cell-selection.ts';
import { print } from './output.ts';
import type { Session } from './session.ts';
import { visible } from './visible.ts';

/** What was asked, answered and run for a cell, in order. */
export async function turnsOf(
  { store }: Session,
  { completions }: Pick<CellRecord, 'completions'>,
): Promise<AnswerRow[]> {
  const rows = new Map((await store.answerRows(completions)).map((row) => [row.key, row]));
  return completions.flatMap((key) => rows.get(key) ?? []);
}

/** One cell whole: its outcome, and every turn as it was sent. */
export function printCell(found: CellRecord & { readonly turns: readonly AnswerRow[] }): void {
  print(
    `${found.key}: ${found.status}${found.missingClass === null ? '' : ` (${found.missingClass}: ${visible(found.reason ?? '')})`}`,
  );
  if (found.outcome !== null) print(`outcome ${JSON.stringify(found.outcome)}`);
  for (const turn of found.turns) {
    print('');
    if (turn.kind === 'program') {
      printProgram(turn);
      continue;
    }
    print(
      `${turn.key.slice(0, 12)}  ${turn.identity.kind}  worker ${turn.workerRun.slice(0, 8)}  ${turn.completion.latencyMs} ms`,
    );
    print(visible(turn.request));
    if (turn.completion.reasoning !== undefined) print(`(reasoning) ${visible(turn.completion.reasoning)}`);
    print(`-> ${visible(turn.completion.text)}${scores(turn.completion.optionLogProbs)}`);
  }
}

function printProgram({
  key,
  workerRun,
  environment,
  program,
  result,
}: AnswerRow & { kind: 'program' }): void {
  print(
    `${key.slice(0, 12)}  Python ${environment.version}  worker ${workerRun.slice(0, 8)}  ${result.durationMs} ms in the sandbox`,
  );
  print(visible(program.program));
  const { run } = result;
  print(`-> ${endOf(run)}`);
  if (run.status !== 'ended') return;
  for (const text of [run.stdout, run.stderr]) if (text !== '') print(visible(text));
}

function scores(logProbs: readonly number[] | undefined): string {
  return logProbs === undefined
    ? ''
    : ` P(options) = ${logProbs.map((p) => Math.exp(p).toFixed(4)).join(', ')}`;
}

/** The same turns with their requests as JSON. */
export function readableTurns(turns: readonly AnswerRow[]): unknown[] {
  return turns.map((turn) =>
    turn.kind === 'program' ? turn : { ...turn, request: JSON.parse(turn.request) as unknown },
  );
}

/** A cell in a list: what was sent and what came back, as people read it. */
export function printInList(found: ListedCell & { readonly turns: readonly AnswerRow[] }): void {
  const { status, outcome, missingClass, reason } = found;
  const how =
    status === 'missing' ? `missing (${missingClass ?? ''}: ${visible(reason ?? '')})` : outcome?.status;
  print(`${visible(found.key)}: ${how ?? status}`);
  if (outcome !== null) print(`  outcome ${visible(JSON.stringify(outcome))}`);
  for (const turn of found.turns) {
    if (turn.kind === 'program') {
      print(indented('program', turn.program.program));
      print(
        indented(
          'came',
          turn.result.run.status === 'ended' ? turn.result.run.stdout : endOf(turn.result.run),
        ),
      );
      continue;
    }
    const { prompt } = JSON.parse(turn.request) as CompletionRequest;
    if (prompt.kind === 'raw') print(indented('sent', prompt.text));
    else for (const { role, content } of prompt.messages) print(indented(role, content));
    const { reasoning, text, optionLogProbs, finishReason } = turn.completion;
    if (reasoning !== undefined) print(indented('reasoning', reasoning));
    const end = finishReason === 'stop' ? '' : ` (${finishReason})`;
    print(indented('came', `${text}${scores(optionLogProbs)}${end}`.trimStart()));
  }
}

/** Width of the word before what was said. */
const MARGIN = 11;

function indented(who: string, text: string): string {
  const lines = visible(text).trimEnd().split('\n');
  return lines
    .map((line, index) => `  ${(index === 0 ? who : '').padEnd(MARGIN)}${line}`.trimEnd())
    .join('\n');
}

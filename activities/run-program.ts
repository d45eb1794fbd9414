/** Runs a program that a shard handed out, in the process that has no keys, and keeps its result. */
import { Context } from '@temporalio/activity';
import { ToolError, TransportError } from '../domain/errors.ts';
import type { HoldfastActivities } from '../domain/experiment.ts';
import type { HandedOutProgram, ProgramEnd } from '../domain/flow.ts';
import { canonicalJson } from '../domain/json.ts';
import { createProgramResults } from './collect/program-results.ts';
import { HOLDING, type Studies, type WorkerContext } from './context.ts';
import { asActivity } from './failures.ts';
import type { Programs } from './programs.ts';

const HEARTBEAT_MS = 1000;

export function makeRunProgram(
  context: WorkerContext,
  studies: Pick<Studies, 'record'>,
  programs: Programs,
): HoldfastActivities['runProgram'] {
  return asActivity(async (input) => {
    const { store, blobs } = context;
    const { id, label, state } = await studies.record(input.home, input.experiment);
    if (HOLDING.has(state)) return { kind: 'held' };
    // Nothing names it before it has run, so that a sweep may take it away: then it is handed out anew.
    if (!(await blobs.has(input.program))) return { kind: 'held' };
    const asked = JSON.parse(await blobs.text(input.program)) as HandedOutProgram;
    const activity = Context.current();
    const heart = setInterval(() => activity.heartbeat(), HEARTBEAT_MS);
    try {
      const here = await programs.environment();
      if (canonicalJson({ ...here }) !== canonicalJson({ ...asked.environment }))
        return missing(
          'tool',
          `it is to run with ${inWords(asked.environment)}, and here is ${inWords(here)}`,
        );
      const { owner } = await store.takeOver(id, input.shard);
      const results = createProgramResults({
        ...{ store, programs, owner, caps: input.caps, replicate: label, workerRun: context.workerRun },
        underWay: programs.underWay,
        signal: activity.cancellationSignal,
        beforeSending: () => {
          if (context.draining.signal.aborted) throw new Error('this worker is ending');
        },
      });
      try {
        await results.result(asked.program, asked.draw);
        return { kind: 'settled' };
      } catch (error) {
        if (error instanceof ToolError) return missing('tool', error.message);
        if (!(error instanceof TransportError)) throw error;
        return {
          ...missing('budget', error.message),
          ...(results.cap === undefined ? {} : { cap: results.cap }),
        };
      } finally {
        await store.release(owner).catch(() => undefined);
      }
    } finally {
      clearInterval(heart);
    }
  });
}

type Missing = Extract<ProgramEnd, { kind: 'missing' }>;

function missing(missingClass: Missing['missingClass'], reason: string): Missing {
  return { kind: 'missing', missingClass, reason };
}

function inWords({ language, version }: HandedOutProgram['environment']): string {
  return `${language} ${version}`;
}

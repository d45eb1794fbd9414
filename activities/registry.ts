/** Every activity of a worker process, made over one context. */
import type { HoldfastActivities } from '../domain/experiment.ts';
import { makeAdoptReplicate } from './adopt-replicate.ts';
import { makeAnalyse } from './analyse.ts';
import { makeCollectShard } from './collect-shard.ts';
import { Studies, type WorkerContext } from './context.ts';
import { Endpoints } from './endpoints.ts';
import { makeHeadline } from './headline.ts';
import { makePreflight } from './preflight.ts';
import { makePublish } from './publish.ts';
import { makeRecordState } from './record-state.ts';
import { Programs } from './programs.ts';
import { makeRunProgram } from './run-program.ts';
import { makeNextRound } from './rounds.ts';
import { Tools } from './tools/tools.ts';

export function makeActivities(context: WorkerContext): HoldfastActivities & { close(): Promise<void> } {
  const studies = new Studies(context);
  const endpoints = new Endpoints(context);
  const tools = new Tools();
  const programs = new Programs();
  return {
    preflight: makePreflight(context, endpoints, tools, programs),
    nextRound: makeNextRound(context, studies),
    collectShard: makeCollectShard(context, studies, endpoints, tools, programs),
    runProgram: makeRunProgram(context, studies, programs),
    analyse: makeAnalyse(context, studies),
    headline: makeHeadline(context, studies),
    publish: makePublish(context, studies),
    adoptReplicate: makeAdoptReplicate(context, studies),
    recordState: makeRecordState(context),
    async close() {
      await endpoints.close();
      await tools.close();
      await programs.close();
    },
  };
}

/** Whose answer it is: two servers with one model name, a server that changes, and answers from before addresses counted. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectShard, type CollectContext } from '../../../activities/collect/drive.ts';
import { memoKey } from '../../../activities/collect/memo-key.ts';
import { addressIdentity, nameAlone } from '../../../domain/completion.ts';
import type { EndpointConfig } from '../../../domain/endpoint.ts';
import type { ExperimentId, Sha256, ShardResult } from '../../../domain/experiment.ts';
import { canonicalJson, type JsonObject } from '../../../domain/json.ts';
import type { Store } from '../../../domain/store.ts';
import { changesOf } from '../../../families/who-answers.ts';
import { openOpenAi } from '../../../services/inference/openai/backend.ts';
import { openBlobs } from '../../../services/store/blobs.ts';
import { openStore } from '../../../services/store/open.ts';
import { endpoint, failure, generate, MODEL, never } from '../../services/inference/endpoint.ts';
import { makeVersionOne } from '../../services/store/version-one.ts';
import { askOnce, collectContext, EXPERIMENT, many, openWorldStore, requestOf, WORKER_RUN } from './world.ts';

const OTHER = 'alignment/other/0123456789ab' as ExperimentId;
const CELLS = 240;

interface Speaking {
  readonly address: string;
  readonly asked: number;
  close(): void;
}

/** An OpenAI-compatible server that says its name, and of itself what it is told to. */
async function speaking(
  says: string,
  fingerprint: (asked: number) => string | undefined = () => undefined,
): Promise<Speaking> {
  let asked = 0;
  const server: Server = createServer((request, response) => {
    request.resume().on('end', () => {
      asked++;
      const body = {
        ...{ model: MODEL, system_fingerprint: fingerprint(asked) },
        choices: [{ finish_reason: 'stop', message: { content: says } }],
        usage: { prompt_tokens: 3, completion_tokens: 1 },
      };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    get asked() {
      return asked;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

let folder: string;
let store: Store;
let servers: Speaking[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'whose-'));
  store = await openWorldStore(folder);
  servers = [];
  const record = await store.experiment(EXPERIMENT);
  if (record === undefined) throw new Error('no experiment');
  await store.putExperiment({ ...record, id: OTHER, specHash: '1'.repeat(64) as Sha256 });
});

afterEach(async () => {
  await store.close();
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true });
});

async function server(...args: Parameters<typeof speaking>): Promise<Speaking> {
  const started = await speaking(...args);
  servers.push(started);
  return started;
}

function collect(
  config: Partial<EndpointConfig>,
  more: Partial<CollectContext> = {},
  cells = CELLS,
): Promise<ShardResult> {
  const context = collectContext(store, endpoint(config));
  return collectShard({ ...context, study: { dialogue: askOnce }, threads: many(cells), ...more });
}

async function said(experiment: ExperimentId): Promise<string[]> {
  const rows = await store.cells(experiment);
  return [...new Set(rows.map(({ outcome }) => JSON.stringify(outcome?.['said'])))];
}

test('a study of one server is never completed with the answers of another that has the same name', async () => {
  const [a, b] = [await server('from A'), await server('from B')];
  await collect({ address: a.address });
  await collect({ address: b.address }, { experiment: OTHER });
  expect([a.asked, b.asked]).toEqual([CELLS, CELLS]);
  expect(await said(OTHER)).toEqual(['"from B"']);
});

test('the same address under any name of an endpoint, and servers that say the same, share their answers', async () => {
  const [a, b] = [await server('from A'), await server('from B')];
  await collect({ address: a.address });
  const again = await collect({ address: `${a.address}/`, name: 'renamed' }, { experiment: OTHER });
  expect([again.settled, a.asked]).toEqual([CELLS, CELLS]);

  const serves = { '*': 'tiny@3f2c' };
  await collect(
    { address: a.address, serves },
    { shard: { lane: 0, index: 1 }, experiment: OTHER },
    CELLS + 10,
  );
  expect(a.asked).toBe(CELLS + 10);
  await collect({ address: b.address, serves }, { shard: { lane: 0, index: 2 } }, CELLS + 10);
  expect(b.asked).toBe(0);
});

describe('answers from before addresses counted', () => {
  /** A store as version 0.2.0 left it: answers under the model's name alone, and no word of addresses. */
  async function upgraded(address: string, addresses: Record<string, string>): Promise<void> {
    const identity = await openOpenAi(endpoint({ address })).identity({ endpoint: 'test', model: MODEL });
    const settled = many(CELLS).map(async ([cell]) => {
      const request = requestOf(cell?.key ?? '');
      const before = nameAlone(identity, request.model);
      if (before === undefined) throw new Error('nothing to forget');
      const key = memoKey(request, before, { replicate: '', draw: 0 });
      const line = { experiment: EXPERIMENT, shard: { lane: 0, index: 0 }, key };
      const paid = { promptTokens: 3, completionTokens: 1, costMicroUsd: 0, estimated: false };
      const usage = { promptTokens: 3, completionTokens: 1, estimated: false };
      await store.settle(
        {
          ...{ key, identity: before, request: canonicalJson(request as unknown as JsonObject) },
          completion: { text: 'of old', finishReason: 'stop', usage, latencyMs: 1 },
        },
        { ...line, ...paid },
        { experiment: EXPERIMENT, shard: line.shard, attempt: 1 },
        WORKER_RUN,
      );
    });
    await Promise.all(settled);
    await store.close();
    const path = join(folder, 'store.sqlite');
    makeVersionOne(path);
    const blobs = openBlobs(join(folder, 'blobs'));
    store = await openStore({ path, mode: 'migrate', blobs, addresses: new Map(Object.entries(addresses)) });
  }

  test('are found where they came from the address that is asked, and lead back to their row', async () => {
    const a = await server('anew');
    await upgraded(a.address, { test: addressIdentity(a.address) });
    expect(await collect({ address: a.address })).toMatchObject({ settled: CELLS });
    expect(a.asked).toBe(0);
    expect((await store.spend(EXPERIMENT)).memoHits).toBe(CELLS);
    const [cell] = await store.cells(EXPERIMENT);
    expect((await store.completionRows(cell?.completions ?? []))[0]?.completion.text).toBe('of old');
  });

  test('are asked anew once they were set aside', async () => {
    const a = await server('anew');
    await upgraded(a.address, { test: addressIdentity(a.address) });
    await collect({ address: a.address });
    const cells = (await store.cells(EXPERIMENT)).slice(0, 24);
    const answers = cells.flatMap(({ completions }) => completions);
    await store.putVoid(EXPERIMENT, 'a test', {}, { cells: cells.map(({ key }) => key), answers });
    await collect({ address: a.address });
    expect(a.asked).toBe(24);
    expect((await said(EXPERIMENT)).sort()).toEqual(['"anew"', '"of old"']);
  });

  test('are asked anew at another address, and where the store cannot tell', async () => {
    const [a, b] = [await server('from A'), await server('from B')];
    await upgraded(a.address, { test: addressIdentity(a.address) });
    await collect({ address: b.address, name: 'other' });
    expect([a.asked, b.asked]).toEqual([0, CELLS]);
    expect(await said(EXPERIMENT)).toEqual(['"from B"']);
  });

  test('are asked anew where the configuration named no such endpoint at the upgrade', async () => {
    const a = await server('from A');
    await upgraded(a.address, {});
    await collect({ address: a.address });
    expect(a.asked).toBe(CELLS);
  });
});

describe('a server that becomes another while it is asked', () => {
  const changing = (asked: number): string => (asked <= 100 ? 'fp_1' : 'fp_2');

  test('is said, and the study goes on', async () => {
    const a = await server('yes', changing);
    expect(await collect({ address: a.address })).toMatchObject({ settled: CELLS, missing: 0 });
    const changes = changesOf(await store.selfReports(EXPERIMENT));
    expect(changes).toHaveLength(1);
    expect(changes[0]).toContain(
      `answered for '${MODEL}' as ${MODEL} (fp_1) at first, then as ${MODEL} (fp_2)`,
    );
  });

  test('stops a strict study: nothing of the new one is kept, and few calls go out after it', async () => {
    const a = await server('yes', changing);
    const result = await collect({ address: a.address }, { isStrict: true });
    expect(result.settled).toBe(100);
    expect(result.missingByClass).toEqual({ 'other-model': CELLS - 100 });
    // What was in flight when the first answer of the other came, admitted then, or sent while that was noted.
    expect(a.asked).toBeLessThanOrEqual(100 + 3 * 8);
    expect(result.examples.join()).toContain('the spec is strict');
    const rows = await store.cells(EXPERIMENT);
    expect(rows.filter(({ status }) => status === 'settled')).toHaveLength(100);
    // What the other answered came and was of no use: each is charged as it told, and no other shard asks for one more.
    const useless = a.asked - 100;
    expect(result.spend).toMatchObject({
      calls: 100,
      unanswered: { calls: useless, reasons: { useless } },
    });
    const next = { isStrict: true, shard: { lane: 0, index: 1 } };
    expect((await collect({ address: a.address }, next)).missing).toBe(CELLS - 100);
    expect(a.asked).toBe(100 + useless);
    expect((await collect({ address: a.address }, { ...next, trial: 'retried' })).missing).toBe(CELLS - 100);
    expect(a.asked).toBeGreaterThan(100 + useless);
  });
});

describe('answers that another study asked for, of a server that is another by now', () => {
  const changing = (asked: number): string => (asked <= 100 ? 'fp_1' : 'fp_2');
  const next = { experiment: OTHER, shard: { lane: 0, index: 1 } };

  test('are among those that the report speaks of', async () => {
    const a = await server('yes', changing);
    await collect({ address: a.address }, {}, 100);
    expect(await collect({ address: a.address }, next)).toMatchObject({ settled: CELLS });
    expect(a.asked).toBe(CELLS);
    expect(changesOf(await store.selfReports(OTHER))).toHaveLength(1);
  });

  test('stop a strict study as its own would', async () => {
    const a = await server('yes', changing);
    await collect({ address: a.address }, {}, 100);
    const result = await collect({ address: a.address }, { ...next, isStrict: true });
    expect(result.missingByClass['other-model']).toBeGreaterThan(0);
    const kept = await store.cells(OTHER);
    const rows = await store.completionRows(kept.flatMap(({ completions }) => completions));
    expect(new Set(rows.map(({ completion }) => completion.saidOfItself?.fingerprint)).size).toBe(1);
  });

  test('say nothing where the user says that servers hold the same, whatever each calls it', async () => {
    const [a, b] = [await server('yes', () => 'fp_a'), await server('yes', () => 'fp_b')];
    const serves = { '*': 'tiny@3f2c' };
    await collect({ address: a.address, serves }, {}, 100);
    const strict = { ...next, isStrict: true };
    expect(await collect({ address: b.address, serves }, strict)).toMatchObject({ settled: CELLS });
    expect(changesOf(await store.selfReports(OTHER))).toEqual([]);
  });
});

test('an answer is read up to its limit, and the cell says which setting that is', async () => {
  const big = await server('x'.repeat(5_000_000));
  const backend = openOpenAi(endpoint({ address: big.address }));
  const error = await failure(backend.complete(generate('big'), never));
  expect(error).toMatchObject({ missingClass: 'rejected', retryable: false, concerns: undefined });
  expect(error.message).toContain('larger than 4 MB');
  expect(error.message).toContain('answer_megabytes of [endpoints.test]');
  const wide = openOpenAi(endpoint({ address: big.address, answerBytes: 6e6 }));
  expect((await wide.complete(generate('big'), never)).text).toHaveLength(5_000_000);
});

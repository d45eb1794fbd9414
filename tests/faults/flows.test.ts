/**
 * Episodes as children of their own, with programs in the sandbox: killed again and again, they come to the same, each is heard
 * once, and no program that has settled is run again.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { randomStream } from '../../domain/seeds.ts';
import { describeSandbox } from '../services/sandbox/there.ts';
import { CodeCopy } from './copy.ts';
import { untilEnded } from './disturbed.ts';
import { TestHome, until, type Part } from './home.ts';
import { distinct } from './request-log.ts';

const SEED = Number(process.env['HOLDFAST_FAULT_SEED'] ?? Date.now() % 1_000_000);
const EPISODES = 40;
const STRAGGLER = 2;
const SLEEP_SECONDS = 0.1;
/** As the family has it. */
const WALL_SECONDS = 120;
const MADE_UP = join(import.meta.dirname, 'episodes');
/** Every part that may die, by turns. */
const KILLED: readonly Part[] = ['sandbox', 'main', 'server', 'sandbox', 'main', 'sandbox'];
const LONG_MS = 600_000;

function studyFiles(): Record<string, string> {
  const script = { seed: 1, models: ['letters'], rules: [{ reply: { kind: 'text', text: 'four' } }] };
  return {
    'script.json': JSON.stringify(script),
    'holdfast.toml': '[endpoints.scripted]\nkind = "scripted"\nscript = "script.json"\n',
    'study.yaml': stringify({
      ...{ family: 'episodes', name: 'flow', seed: 3, episodes: EPISODES, shardCells: 1 },
      ...{ sleepSeconds: SLEEP_SECONDS, straggler: STRAGGLER },
      model: { name: 'letters', endpoint: 'scripted', model: 'letters' },
    }),
  };
}

/** The code with the family of episodes beside the others. */
function copyWithEpisodes(): CodeCopy {
  const copy = new CodeCopy();
  const add = (file: string, to: string, nearer: (text: string) => string): void =>
    writeFileSync(join(copy.root, to), nearer(readFileSync(join(MADE_UP, file), 'utf8')));
  mkdirSync(join(copy.root, 'families', 'episodes'));
  add('family.ts', 'families/episodes/family.ts', (text) =>
    text.replaceAll("'../../../families/", "'../").replaceAll("'../../../", "'../../"),
  );
  add('protocol.ts', 'workflows/episodes.ts', (text) =>
    text.replaceAll("'../../../workflows/", "'./").replaceAll("'../../../", "'../"),
  );
  copy.change(
    'families/index.ts',
    'import { wordProblems }',
    "import { episodes } from './episodes/family.ts';\nimport { wordProblems }",
  );
  copy.change('families/index.ts', '[alignment,', '[episodes as Family, alignment,');
  copy.change(
    'workflows/index.ts',
    'export { preflight }',
    "export { episodes } from './episodes.ts';\nexport { preflight }",
  );
  return copy;
}

describeSandbox('a flow of episodes', () => {
  let copy: CodeCopy;
  beforeAll(() => {
    copy = copyWithEpisodes();
  });
  afterAll(() => copy.close());

  async function run(
    name: string,
    disturb: (home: TestHome) => Promise<void>,
  ): Promise<Awaited<ReturnType<typeof untilEnded>>> {
    const home = new TestHome(name, studyFiles(), { SECRET_KEY: 'not for programs' }, copy.root);
    try {
      await home.up();
      const environment = readFileSync(`/proc/${home.pid('sandbox') ?? 0}/environ`, 'utf8');
      expect(environment).toContain('HOLDFAST_HOME=');
      expect(environment).not.toContain('SECRET_KEY');
      const { id } = await home.json<{ id: string }>('run', home.file('study.yaml'), '--detach');
      await disturb(home);
      const ended = await untilEnded(home, id, LONG_MS);
      expect(distinct(home.requests().sent())).toBe(2 * EPISODES);
      return ended;
    } finally {
      await home.close();
    }
  }

  test(
    'comes to the same when everything is killed, and runs no settled program again',
    async () => {
      process.stderr.write(`faults: flows are disturbed from seed ${SEED} (HOLDFAST_FAULT_SEED)\n`);
      const undisturbed = await run('flow', async (home) => {
        const log = home.requests();
        // The straggler's second question comes last, and all others have had theirs by then.
        await until('all but one', LONG_MS, () => log.answered() >= 2 * EPISODES - 1);
      });
      const whole = { settled: EPISODES, missing: {} };
      expect(undisturbed).toMatchObject({ state: 'completed', counts: whole });
      expect(undisturbed.spend.programs).toMatchObject({ run: 2 * EPISODES, recalled: 0 });

      const stream = randomStream(SEED, 'flows');
      let killedAtWork = 0;
      const disturbed = await run('flow-killed', async (home) => {
        const log = home.requests();
        for (const part of KILLED) {
          await sleep(1500 + 3000 * stream.uniform());
          await until(`a ${part} to kill`, LONG_MS, () => home.pid(part) !== undefined);
          if (log.answered() > 0 && log.answered() < 2 * EPISODES) killedAtWork += 1;
          home.kill(part);
        }
      });
      expect(killedAtWork).toBeGreaterThanOrEqual(3);
      expect(disturbed).toMatchObject({ state: 'completed', counts: whole });
      expect(disturbed.resultHash).toBe(undisturbed.resultHash);
      expect(disturbed.spend.programs).toMatchObject({ run: 2 * EPISODES });
    },
    2 * LONG_MS,
  );

  test(
    'stop ends a program that runs: its cell is not scored, and nothing of it is left',
    async () => {
      const home = new TestHome('flow-stopped', studyFiles(), {}, copy.root);
      try {
        await home.up();
        const { id } = await home.json<{ id: string }>('run', home.file('study.yaml'), '--detach');
        const log = home.requests();
        await until('some are settled', LONG_MS, () => log.answered() > 20);
        await until('a program runs', LONG_MS, () => programs().length > 0);
        expect((await home.command('stop', id)).code).toBe(0);
        const ended = await untilEnded(home, id, LONG_MS);
        expect(ended.state).toBe('stopped');
        expect(ended.counts).toMatchObject({ missing: {} });
        expect(ended.counts.settled).toBeGreaterThan(0);
        expect(ended.counts.settled).toBeLessThan(EPISODES);
        expect(programs()).toEqual([]);
      } finally {
        await home.close();
      }
    },
    LONG_MS,
  );
});

/** Processes in a sandbox with the time limit of these programs, the second that its start may take included. */
function programs(): string[] {
  return execFileSync('ps', ['-eo', 'pid=,args=', '-ww'], { encoding: 'utf8', maxBuffer: 1 << 26 })
    .split('\n')
    .filter((line) => line.includes('/program.py') && line.includes(` ${WALL_SECONDS + 1} `));
}

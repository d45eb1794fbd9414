/** Specs: the examples, what is hashed, and what is refused before anything is asked. */
import { cellsIn, threadsOf } from '../../../families/block.ts';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { canonicalJson } from '../../../domain/json.ts';
import { familyNamed } from '../../../families/index.ts';
import { wordProblems } from '../../../families/word-problems/family.ts';
import { specSchema } from '../../../families/word-problems/spec.ts';
import { PROBLEMS_FILE } from '../../../families/word-problems/study.ts';
import { linesOf, openSmall, refusal, specOf } from './small-problems.ts';

const EXAMPLES = new URL('../../../experiments/word-problems/', import.meta.url);
const examples = readdirSync(EXAMPLES).filter((name) => name.endsWith('.yaml'));

describe('the examples', () => {
  it('are there, and say what they need in their first lines', () => {
    expect(examples).toEqual(
      expect.arrayContaining(['demo.yaml', 'gsm8k.yaml', 'algebra.yaml', 'svamp.yaml']),
    );
    for (const name of examples) {
      const text = readFileSync(new URL(name, EXAMPLES), 'utf8');
      expect(text.split('\n').slice(0, 4).join('\n')).toContain('Needs');
      expect(specSchema.parse(parse(text)).needs).toBeTruthy();
    }
  });

  for (const name of examples) {
    const spec = specSchema.parse(parse(readFileSync(new URL(name, EXAMPLES), 'utf8')));
    const path = pathOf(spec.problems.file);
    const opens = existsSync(path) ? it : it.skip;
    opens(`${name} opens${existsSync(path) ? '' : ` (skipped: ${spec.problems.file} is not here)`}`, () => {
      const study = wordProblems.open(spec, new Map([[PROBLEMS_FILE, readFileSync(path, 'utf8')]]));
      const keys = [...cellsIn(threadsOf(study.blocks))].map(({ key }) => key);
      expect(keys.length).toBeGreaterThan(50);
      expect(new Set(keys).size).toBe(keys.length);
      expect(study.arms).toEqual(spec.methods.map((method) => method.name));
    });
  }
});

function pathOf(written: string): string | URL {
  const data = process.env['HOLDFAST_DATA'] ?? '/HOLDFAST_DATA-is-not-set';
  return written.startsWith('$') ? written.replace('${HOLDFAST_DATA}', data) : new URL(written, EXAMPLES);
}

describe('the schema', () => {
  it('is JSON Schema with every field described', () => {
    const schema = z.toJSONSchema(specSchema, { io: 'input' }) as {
      properties: Record<string, { description?: string }>;
    };
    const silent = Object.entries(schema.properties).filter(
      ([, { description }]) => description === undefined,
    );
    expect(silent.map(([name]) => name)).toEqual([]);
  });

  it.each([
    [{ budget: { calls: 0 } }],
    [{ bugdet: {} }],
    [{ methods: [] }],
    [{ methods: [{ name: 'No Name', kind: 'program', model: 'm' }] }],
    [{ methods: [{ name: 'd', kind: 'declarative', model: 'm', repair: 3 }] }],
    [{ methods: [{ name: 'd', kind: 'declarative', model: 'm', solver: 'sympy' }] }],
    [{ methods: [{ name: 'w', kind: 'written', model: 'm' }] }],
    [{ methods: [{ name: 's', kind: 'self-consistency', model: 'm', samples: 3, temperature: 0 }] }],
    [{ methods: [{ name: 's', kind: 'self-consistency', model: 'm', samples: 1 }] }],
    [{ methods: [{ name: 'v', kind: 'vote', of: ['d'] }] }],
    [{ methods: [{ name: 'c', kind: 'chain-of-thought', model: 'm', shots: 5 }] }],
    [{ problems: { file: 'p.csv', twins: { per: 6 } } }],
    [{ problems: { file: 'p.csv', limit: 0 } }],
    [{ seeds: [] }],
    [{ replicates: 0 }],
  ])('refuses %j', (changes) => {
    expect(() => specOf(changes)).toThrow(z.ZodError);
  });

  it('is in the one list of families', () => {
    expect(familyNamed('word-problems')).toBe(wordProblems);
  });
});

describe('the identity', () => {
  const identity = (changes = {}): string => canonicalJson(wordProblems.identity(specOf(changes)));
  const method = (changes = {}): object => ({ name: 'd', kind: 'declarative', model: 'm', ...changes });
  const models = specOf().models;

  it('leaves out paths, budgets, titles, labels and fields at their default', () => {
    const same = {
      title: 'A title',
      needs: 'patience',
      budget: { calls: 5, usd: 1 },
      shardCells: 3,
      window: 2,
      seeds: [1],
      replicates: 1,
      problems: { file: 'elsewhere.csv' },
      models: models.map((model) => ({ ...model, temperature: 0 })),
      methods: [method({ label: 'a label', principles: true, solver: 'exact', repair: 0, maxTokens: 600 })],
    };
    expect(identity(same)).toBe(identity());
    expect(identity({ problems: { file: 'p', twins: { per: 1 } } })).toBe(
      identity({ problems: { file: 'p', twins: {} } }),
    );
  });

  it.each([
    [{ seed: 4 }],
    [{ seeds: [1, 2] }],
    [{ replicates: 2 }],
    [{ problems: { file: 'problems.jsonl', limit: 1 } }],
    [{ problems: { file: 'problems.jsonl', twins: {} } }],
    [{ problems: { file: 'problems.jsonl', sections: ['s'] } }],
    [{ problems: { file: 'problems.jsonl', columns: { answer: 'a' } } }],
    [{ methods: [method({ principles: false })] }],
    [{ methods: [method({ repair: 1 })] }],
    [{ methods: [method({ solver: 'paper' })] }],
    [{ methods: [method({ name: 'other' })] }],
    [{ models: models.map((model) => ({ ...model, temperature: 0.5 })) }],
  ])('holds what can change a result: %j', (changes) => {
    expect(identity(changes)).not.toBe(identity());
    expect(canonicalJson(wordProblems.collectionIdentity(specOf(changes)))).toBe(identity(changes));
  });

  it('of execution: what the budget says, and the one file', () => {
    const spec = specOf({
      budget: { calls: 9, usd: 1.5, hours: 2 },
      shardCells: 7,
      window: 3,
      needs: 'time',
    });
    expect(wordProblems.execution(spec)).toEqual({
      caps: { calls: 9, costMicroUsd: 1_500_000, wallMs: 7_200_000 },
      ...{ shardCells: 7, window: 3, needs: 'time' },
    });
    expect(wordProblems.inputs(spec)).toEqual([{ name: PROBLEMS_FILE, path: 'problems.jsonl' }]);
  });
});

describe('what is refused, with its place', () => {
  const d = { name: 'd', kind: 'declarative', model: 'm' };
  const c = { name: 'c', kind: 'chain-of-thought', model: 'm' };
  const w = { name: 'w', kind: 'written' };
  const vote = { name: 'v', kind: 'vote', of: ['d', 'c'] };
  const bare = linesOf([{ question: 'How many?', answer: 1 }]);

  it.each([
    ['an unknown model', { methods: [{ ...d, model: 'x' }] }, 'methods.0.model', "there is no model 'x'"],
    ['no model at all', { models: [] }, 'methods.0.model', "there is no model 'm'"],
    [
      'a vote of a vote',
      { methods: [d, c, vote, { ...vote, name: 'u', of: ['d', 'v'] }] },
      'methods.3.of.1',
      "'v' is a vote itself",
    ],
    [
      'a vote of itself',
      { methods: [d, { ...vote, of: ['d', 'v'] }] },
      'methods.1.of.1',
      "'v' is a vote itself",
    ],
    [
      'a vote of nothing known',
      { methods: [d, { ...vote, of: ['d', 'x'] }] },
      'methods.1.of.1',
      "there is no method 'x'",
    ],
    [
      'a vote of the same twice',
      { methods: [d, { ...vote, of: ['d', 'd'] }] },
      'methods.1.of',
      'stands twice',
    ],
    [
      'too much agreement',
      { methods: [d, c, { ...vote, agreement: 3 }] },
      'methods.2.agreement',
      '3 of 2 methods can never agree',
    ],
    [
      'escalation to an unknown model',
      { methods: [d, c, { ...vote, escalate: { model: 'x', method: 'd' } }] },
      'methods.2.escalate.model',
      "there is no model 'x'",
    ],
    [
      'escalation to an unknown method',
      { methods: [d, c, { ...vote, escalate: { model: 'm', method: 'x' } }] },
      'methods.2.escalate.method',
      "there is no method 'x'",
    ],
    [
      'escalation to a vote',
      { methods: [d, c, { ...vote, escalate: { model: 'm', method: 'v' } }] },
      'methods.2.escalate.method',
      'is a vote itself',
    ],
    [
      'escalation to what asks nobody',
      { methods: [d, c, w, { ...vote, escalate: { model: 'm', method: 'w' } }] },
      'methods.3.escalate.method',
      "'w' asks no model",
    ],
    [
      'a method twice',
      { methods: [d, c, { ...w, name: 'd' }] },
      'methods.2.name',
      "the name 'd' stands twice",
    ],
    [
      'a model twice',
      { models: [1, 2].map(() => ({ name: 'm', endpoint: 'e', model: 'x' })) },
      'models.1.name',
      "the name 'm' stands twice",
    ],
    ['a seed twice', { seeds: [1, 2, 1] }, 'seeds.2', 'the seed 1 stands twice'],
  ])('%s', (_what, changes, place, message) => {
    const error = refusal(() => openSmall(changes));
    expect([error.place, error.message]).toEqual([place, expect.stringContaining(message)]);
    expect(error.remedy).toMatch(/\.$/);
  });

  it('twins, and written statements, where the file has neither statements nor equations', () => {
    const twins = refusal(() => openSmall({ problems: { file: 'p.jsonl', twins: {} } }, bare));
    expect([twins.place, twins.message]).toEqual([
      'problems.twins',
      expect.stringContaining('none can have a twin'),
    ]);
    const written = refusal(() => openSmall({ methods: [d, w] }, bare));
    expect([written.place, written.message]).toEqual([
      'methods.1',
      expect.stringContaining("the method 'w' needs"),
    ]);
  });

  it('an id in the file that a twin would have', () => {
    const rows = ['a', 'a~1'].map((id) => ({
      id,
      question: 'There are 5 and 8 more. How many?',
      answer: 13,
      equation: '5 + 8',
    }));
    const error = refusal(() => openSmall({ problems: { file: 'p.jsonl', twins: {} } }, linesOf(rows)));
    expect([error.place, error.message]).toEqual(['problems.twins', expect.stringContaining("'a~1'")]);
    expect(openSmall({}, linesOf(rows)).cells).toHaveLength(2);
  });
});

describe('cells', () => {
  it('are every problem by every method that fits it, in every run, with keys that stay', () => {
    const methods = [
      { name: 'd', kind: 'declarative', model: 'm' },
      { name: 'w', kind: 'written' },
      { name: 'v', kind: 'vote', of: ['d', 'w'] },
    ];
    const rows = [
      { id: 'a/b', question: 'There are 5 and 8 more. How many?', answer: 13, equation: '5 + 8' },
      { id: 'c', question: 'How many?', answer: 1, equation: '' },
    ];
    const study = openSmall({ methods, seeds: [1, 7], replicates: 2 }, linesOf(rows));
    const runs = ['s1r1', 's1r2', 's7r1', 's7r2'];
    const keys = ['d/a/b', 'd/c', 'w/a/b', 'v/a/b'].flatMap((cell) => runs.map((run) => `${cell}/${run}`));
    expect([...study.cells].map(({ key }) => key)).toEqual(keys);
  });
});

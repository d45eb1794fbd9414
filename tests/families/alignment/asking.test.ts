/** Cells, prompts and the dialogue: what is asked, and what is made of the answers. */
import { cellsIn, threadsOf } from '../../../families/block.ts';
import fc from 'fast-check';
import type { GenerateRequest, ScoreRequest } from '../../../domain/completion.ts';
import type { Completion, CompletionRequest } from '../../../domain/completion.ts';
import type { SettledCell } from '../../../domain/dialogue.ts';
import type { ItemCell } from '../../../families/alignment/arms/cells.ts';
import { scoredOutcome } from '../../../families/alignment/outcome.ts';
import { fill } from '../../../families/alignment/templates/fill.ts';
import { BUILT_IN } from '../../../families/alignment/templates/library.ts';
import type { Study } from '../../../families/family.ts';
import { after, ITEMS, PERSONS, armOf, openSmall, said, scored } from './small-study.ts';

function asked(
  study: Study,
  cell: ItemCell,
  transcript: readonly Completion[] = [],
  earlier: readonly SettledCell[] = [],
): CompletionRequest {
  const now = after(study, cell, transcript, earlier);
  if ('outcome' in now) throw new Error('it settled');
  return now.asks;
}

function outcome(study: Study, cell: ItemCell, ...transcript: Completion[]): unknown {
  const now = after(study, cell, transcript);
  return 'outcome' in now ? now.outcome : now.asks.kind;
}

function cellsOf(study: Study, arm?: string): ItemCell[] {
  return ([...cellsIn(threadsOf(study.blocks))] as ItemCell[]).filter(
    (cell) => arm === undefined || cell.arm === arm,
  );
}

function first(study: Study): ItemCell {
  const [cell] = cellsOf(study);
  if (cell === undefined) throw new Error('no cell');
  return cell;
}

const options = { ask: { mode: 'options', rotations: 3 } };

describe('cells', () => {
  it('keep their keys and seeds when arms, models, temperatures, repeats and wordings are added', () => {
    const before = openSmall();
    const after = openSmall({
      models: [
        { name: 'n', endpoint: 'local', model: 'other' },
        { name: 'm', endpoint: 'local', model: 'tiny', temperatures: [0.7, 1] },
      ],
      arms: [
        armOf({ name: 'new', ...options, respondents: { kind: 'none' } }),
        armOf({ models: ['n', 'm'], repeats: 2, paraphrases: 2 }),
      ],
    });
    const byKey = new Map(cellsOf(after).map((cell) => [cell.key, cell]));
    for (const cell of cellsOf(before)) {
      const same = byKey.get(cell.key);
      expect(same).toBeDefined();
      if (same !== undefined) expect(asked(after, same)).toEqual(asked(before, cell));
    }
    expect(byKey.size).toBe(3 * ITEMS + PERSONS * ITEMS * 3 * 2 * 2);
  });

  it('differ in their seeds where answers are sampled', () => {
    const study = openSmall();
    const seeds = cellsOf(study).map((cell) => (asked(study, cell) as GenerateRequest).seed);
    expect(new Set(seeds).size).toBe(PERSONS * ITEMS);
  });

  it('of equal personas ask the same thing where probabilities are read, so that one answer serves all', () => {
    const study = openSmall({
      arms: [armOf({ ...options, respondents: { kind: 'people', phrase: 'a {gender}' } })],
    });
    const requests = cellsOf(study).map((cell) => JSON.stringify(asked(study, cell)));
    expect(new Set(requests).size).toBe(2 * ITEMS * 3);
  });

  it('are as many as personas, and weigh as many people, where personas are distinct', () => {
    const study = openSmall({
      arms: [armOf({ ...options, respondents: { kind: 'personas', phrase: 'a {gender}' } })],
    });
    expect(cellsOf(study).length).toBe(2 * ITEMS * 3);
  });

  it('leave out what the real person was not given', () => {
    const people = 'person_id,i1,i2,i3\np1,no,,yes\np2,yes,no,no';
    const study = openSmall(
      {
        people: { kind: 'responses', file: 'p.csv' },
        arms: [
          armOf({ respondents: { kind: 'people', phrase: 'Respondent {person_id}', asAdministered: true } }),
        ],
      },
      { 'people.file': people },
    );
    expect(cellsOf(study).map(({ respondent, item }) => `${respondent} ${item}`)).toEqual([
      'm@1:p1 i1',
      'm@1:p1 i3',
      'm@1:p2 i1',
      'm@1:p2 i2',
      'm@1:p2 i3',
    ]);
  });

  it('are threads of one respondent each where answers are remembered, in an order of its own', () => {
    const study = openSmall({ arms: [armOf({ memory: { order: 'shuffled', earlier: 2 } })] });
    expect(threadsOf(study.blocks)).toHaveLength(PERSONS);
    const orders = [...threadsOf(study.blocks)].map((thread) =>
      (thread as ItemCell[]).map(({ item }) => item).join(),
    );
    expect(new Set(orders).size).toBeGreaterThan(PERSONS / 2);
    expect([...(orders[0] ?? '').split(',')].sort()).toEqual(
      Array.from({ length: ITEMS }, (_, k) => `i${k + 1}`),
    );
  });
});

describe('prompts', () => {
  it('put the persona, the item and the options into words', () => {
    const study = openSmall();
    const { prompt } = asked(study, first(study));
    expect(prompt).toEqual({
      kind: 'chat',
      messages: [
        {
          role: 'system',
          content: 'You are a man of 18. Answer every question about yourself, as this person would.',
        },
        {
          role: 'user',
          content: 'Do you do thing number 1?\nA. no\nB. perhaps\nC. yes\nAnswer with one letter: A, B or C.',
        },
      ],
    });
  });

  it('of base models are one text', () => {
    const ask = { mode: 'text', parser: 'letter', prompt: 'raw' };
    const study = openSmall({ arms: [armOf({ respondents: { kind: 'none' }, ask })] });
    const request = asked(study, first(study)) as GenerateRequest;
    expect(request.prompt).toEqual({
      kind: 'raw',
      text: 'Do you do thing number 1?\nA. no\nB. perhaps\nC. yes\nAnswer with one letter: A, B or C.\nAnswer:',
    });
    expect(request.stop).toEqual(['\n']);
  });

  it('show the options in each order', () => {
    const study = openSmall({ arms: [armOf({ ask: { mode: 'options', scored: 'text', rotations: 3 } })] });
    const shown = cellsOf(study)
      .slice(0, 3)
      .map((cell) => (asked(study, cell) as ScoreRequest).options.map(([spelling]) => spelling));
    expect(shown).toEqual([
      ['no', 'perhaps', 'yes'],
      ['perhaps', 'yes', 'no'],
      ['yes', 'no', 'perhaps'],
    ]);
  });

  it('ask for a share where the difficulty is asked directly', () => {
    const arm = armOf({
      respondents: { kind: 'none' },
      template: 'share',
      question: 'share',
      ask: { mode: 'text', parser: 'number' },
    });
    const study = openSmall({ arms: [arm] });
    const { prompt } = asked(study, first(study));
    const text = prompt.kind === 'chat' ? (prompt.messages[0]?.content ?? '') : '';
    expect(text).toContain('people of a test');
    expect(text).toContain('how many answer "perhaps" or "yes"?');
  });

  it('remember the latest own answers, oldest first', () => {
    const study = openSmall({ arms: [armOf({ memory: { earlier: 2 } })] });
    const chain = threadsOf(study.blocks).at(0) as readonly ItemCell[];
    const earlier = chain.slice(0, 3).map((cell, index): SettledCell => {
      const answer = said(['A', 'B', 'C'][index] ?? '');
      return { cell, outcome: { status: 'ok' }, transcript: [answer] };
    });
    const { prompt } = asked(study, chain[3] as ItemCell, [], earlier);
    const messages = prompt.kind === 'chat' ? prompt.messages : [];
    expect(messages.map(({ role }) => role)).toEqual([
      'system',
      'user',
      'assistant',
      'user',
      'assistant',
      'user',
    ]);
    expect(messages.filter(({ role }) => role === 'assistant').map(({ content }) => content)).toEqual([
      'B',
      'C',
    ]);
    expect(messages[1]?.content).toContain('number 2');
  });

  it('never look for variables in what was filled in', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(fill('{item}|{item}', { item: value })).toBe(`${value}|${value}`);
      }),
    );
    expect(fill('{a}', { a: '{b}', b: 'no' })).toBe('{b}');
  });

  it('hold the item and, with a persona, the persona, in every built-in wording', () => {
    for (const template of BUILT_IN) {
      for (const wording of template.wordings) {
        const text = `${wording.system ?? ''}${wording.user}`;
        expect(text).toContain('{item}');
        expect(text.includes('{persona}')).toBe(wording.person !== 'none');
        expect(text).toContain('{format}');
      }
    }
  });
});

describe('the dialogue', () => {
  it('settles, repairs once, and gives up', () => {
    const study = openSmall();
    const cell = first(study);
    expect(outcome(study, cell, said('C'))).toEqual({ status: 'ok', choice: 'yes' });
    expect(outcome(study, cell, said('Well, it depends'))).toBe('generate');
    expect(outcome(study, cell, said('Well'), said('b'))).toEqual({ status: 'repaired', choice: 'perhaps' });
    expect(outcome(study, cell, said('Well'), said('Hm'))).toEqual({ status: 'unparsed' });
    expect(outcome(study, cell, said('I cannot answer that'))).toEqual({ status: 'refused' });
    expect(outcome(study, cell, said('', 'refusal'))).toEqual({ status: 'refused' });
    expect(outcome(study, cell, said('', 'content-filter'))).toEqual({ status: 'filtered' });
    expect(outcome(study, cell, said('', 'too-long'))).toEqual({ status: 'too-long' });
    expect(outcome(study, cell, said('Well, I', 'length'))).toEqual({ status: 'truncated' });
  });

  it('shows the model its first answer in the repair turn, under another seed', () => {
    const study = openSmall();
    const cell = first(study);
    const one = asked(study, cell) as GenerateRequest;
    const two = asked(study, cell, [said('Well')]) as GenerateRequest;
    const contents = two.prompt.kind === 'chat' ? two.prompt.messages.map(({ content }) => content) : [];
    expect(contents.slice(-2)).toEqual([
      'Well',
      'That could not be read as an answer. Answer with one letter: A, B or C.',
    ]);
    expect(two.seed).not.toBe(one.seed);
  });

  it('reads letters back into options in every order', () => {
    const study = openSmall({ arms: [armOf({ ask: { mode: 'text', parser: 'letter', rotations: 3 } })] });
    const choices = cellsOf(study)
      .slice(0, 3)
      .map((cell) => outcome(study, cell, said('A')));
    expect(choices).toEqual(['no', 'perhaps', 'yes'].map((choice) => ({ status: 'ok', choice })));
  });

  it('puts probabilities back into the item’s order, whatever the order shown', () => {
    const names = ['a', 'b', 'c', 'd'];
    const probabilities = fc.array(fc.double({ min: 1e-6, max: 0.25, noNaN: true }), {
      minLength: 4,
      maxLength: 4,
    });
    fc.assert(
      fc.property(probabilities, fc.integer({ min: 0, max: 3 }), (own, order) => {
        const shown = own.map((_, index) => own[(index + order) % 4] ?? 0);
        const found = scoredOutcome(names, order, scored(shown).optionLogProbs);
        found.probabilities?.forEach((p, index) => expect(p).toBeCloseTo(own[index] ?? 0, 12));
        expect(found.optionMass).toBeCloseTo(
          own.reduce((sum, p) => sum + p, 0),
          12,
        );
        const chosen = own[names.indexOf(found.choice ?? '')] ?? 0;
        expect(chosen).toBeCloseTo(Math.max(...own), 12);
      }),
    );
  });

  it('takes no mass at all for no answer', () => {
    expect(scoredOutcome(['a', 'b'], 0, [-Infinity, -Infinity])).toEqual({ status: 'unparsed' });
    expect(scoredOutcome(['a', 'b'], 0, undefined)).toEqual({ status: 'unparsed' });
  });
});

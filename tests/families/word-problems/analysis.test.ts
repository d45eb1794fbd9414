/** The part `grade` on results written down here: every figure is worked out by hand. */
import { canonicalJson, type Json } from '../../../domain/json.ts';
import { analyse, gradeResult, headline } from '../../../families/word-problems/analysis/analyse.ts';
import { costsOf } from '../../../families/word-problems/analysis/cost.ts';
import { gradedOf } from '../../../families/word-problems/analysis/graded.ts';
import { gradedCells, gradedRows } from '../../../families/word-problems/analysis/graded-cells.ts';
import type { GradeResult, MethodResult } from '../../../families/word-problems/analysis/result.ts';
import type { ProblemOutcome } from '../../../families/word-problems/outcome.ts';
import { specSchema } from '../../../families/word-problems/spec.ts';
import { COLUMNS } from '../../../families/word-problems/page/columns.ts';
import { exportTables } from '../../../families/word-problems/tables.ts';
import { misfits } from '../columns-fit.ts';
import { wilsonInterval } from '../../../methods/statistics/wilson.ts';
import { type Came, byHand, method, outcome, problem, solved } from './by-hand.ts';

function gradedBy(...given: Parameters<typeof byHand>): GradeResult {
  const { graded, results } = byHand(...given);
  return gradeResult(graded, results);
}

function methodOf(result: GradeResult, name: string): MethodResult {
  const found = result.methods.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(name);
  return found;
}

/** One method, one run, problems of the golds given. */
function single(golds: readonly string[], came: readonly Came[]): MethodResult {
  const problems = golds.map((gold, k) => problem(`p${k + 1}`, gold));
  return methodOf(gradedBy(problems, [method('m')], { m: [came] }), 'm');
}

describe('accuracy', () => {
  const golds = ['6', '9.33', '20', '7/2', '5', '8'];
  // Right by all; tolerant only; scale miss; published and exact and tolerant; published only; no answer.
  const came = [
    solved('6'),
    solved('28/3'),
    solved('1/5'),
    solved(3.5),
    solved(5.0004),
    outcome('underdetermined'),
  ];
  const result = single(golds, came);

  it('is reported by three standards, with Wilson intervals for one run', () => {
    expect(result.accuracy.published).toEqual({
      value: 3 / 6,
      interval: wilsonInterval(3, 6),
      by: 'wilson',
      right: 3,
      cells: 6,
      problems: 6,
    });
    expect(result.accuracy.exact.right).toBe(2);
    expect(result.accuracy.tolerant.right).toBe(3);
    expect(result.runDeviation).toBeNull();
  });

  it('stands against statuses, scale misses by themselves', () => {
    expect(result.statuses).toEqual([
      { status: 'solved', cells: 5, right: 3, scaleMiss: 1, wrong: 1, silent: 0, exact: 2, tolerant: 3 },
      {
        status: 'underdetermined',
        cells: 1,
        right: 0,
        scaleMiss: 0,
        wrong: 0,
        silent: 1,
        exact: 0,
        tolerant: 0,
      },
    ]);
  });

  it('counts calls and tokens, for each solved problem too', () => {
    expect(result.usage).toEqual({
      ...{ cells: 6, solved: 3, calls: 6, promptTokens: 600, completionTokens: 60 },
      perSolved: { calls: 2, promptTokens: 200, completionTokens: 20 },
    });
    expect(single(['6'], [solved('7')]).usage.perSolved).toBeNull();
  });

  it('of sections adds up to all, and is left out where there are none', () => {
    expect(result.sections).toEqual([]);
    const problems = [problem('a', '1', 'mixture'), problem('b', '2'), problem('c', '3', 'mixture')];
    const { sections } = methodOf(
      gradedBy(problems, [method('m')], { m: [[solved('1'), solved('2'), solved('9')]] }),
      'm',
    );
    expect(
      sections.map(({ section, accuracy: { published } }) => [section, published.right, published.cells]),
    )
      // In the order of the file; null is the problems without a section.
      .toEqual([
        ['mixture', 1, 2],
        [null, 1, 1],
      ]);
    expect(sections[0]?.accuracy.published.interval).toEqual(wilsonInterval(1, 2));
  });

  it('is not estimable where nothing is settled', () => {
    const none = single(['6', '7'], ['endpoint', null]);
    expect(none.accuracy.published).toMatchObject({ value: null, interval: null, cells: 0, problems: 0 });
    expect(none.bounds?.published).toEqual({ low: 0, high: 1 });
    expect(none.trust).toMatchObject({ signals: [], curve: [] });
  });
});

describe('missing cells', () => {
  const golds = ['1', '2', '3', '4', '5'];
  const result = single(golds, [solved('1'), 'endpoint', solved('9'), null, 'endpoint']);

  it('are never scored; their counts and classes are shown', () => {
    expect(result.accuracy.published).toMatchObject({ value: 1 / 2, cells: 2, problems: 2 });
    expect(result.cells).toEqual({ planned: 5, settled: 2, missing: 3 });
    expect(result.missingByClass).toEqual([
      { missingClass: 'endpoint', cells: 2 },
      { missingClass: 'not asked', cells: 1 },
    ]);
    expect(result.statuses.map(({ status }) => status)).toEqual(['solved']);
  });

  it('bound the accuracy: all of them wrong, all of them right', () => {
    expect(result.bounds?.published).toEqual({ low: 1 / 5, high: 4 / 5 });
    expect(single(['1'], [solved('1')]).bounds).toBeNull();
  });
});

describe('several answers', () => {
  it('where one was asked for are never right, whatever is among them', () => {
    const result = single(
      ['3', '3', '3', '20'],
      [
        outcome('ambiguous', ['-3', '3']),
        outcome('ambiguous', ['1', '2']),
        solved('3'),
        // A list of one under `ambiguous` is no single answer either.
        outcome('ambiguous', ['20']),
      ],
    );
    expect(result.ambiguous).toEqual({ cells: 3, among: 2 });
    expect(result.statuses).toMatchObject([
      { status: 'ambiguous', cells: 3, right: 0, scaleMiss: 0, wrong: 3, silent: 0, exact: 0, tolerant: 0 },
      { status: 'solved', right: 1 },
    ]);
  });

  it('are right where several golds are exactly these', () => {
    const result = single(
      ['-3;3', '3;5', '3;5', '3;5'],
      [outcome('ambiguous', ['-3', '3']), outcome('solved', ['5', '3']), solved('3'), outcome('unparsable')],
    );
    expect(result.ambiguous).toBeNull();
    expect(result.severalGold?.exact).toMatchObject({ right: 2, cells: 4 });
    expect(single(['3'], [solved('3')]).severalGold).toBeNull();
  });
});

describe('several runs a problem', () => {
  const problems = [problem('a', '1'), problem('b', '2'), problem('c', '3')];
  const result = gradedBy(problems, [method('m'), method('k')], {
    m: [
      [solved('1'), solved('2'), solved('9')],
      [solved('1'), solved('9'), 'endpoint'],
    ],
    k: [
      [solved('9'), solved('9'), solved('9')],
      [solved('1'), solved('9'), solved('9')],
    ],
  });
  const m = methodOf(result, 'm');

  it('give the mean over problems, whose interval resamples problems', () => {
    // a 2/2, b 1/2, c 0/1: the mean is 1/2, and not 3/5 of the cells.
    expect(m.accuracy.published).toMatchObject({
      value: 1 / 2,
      by: 'bootstrap',
      right: 3,
      cells: 5,
      problems: 3,
    });
    const [low = NaN, high = NaN] = m.accuracy.published.interval ?? [];
    // Three problems: the expanded percentile interval reaches draws of one problem alone.
    expect([low, high]).toEqual([0, 1]);
    expect(result.runs).toEqual([
      { seed: 1, replicate: 1 },
      { seed: 2, replicate: 1 },
    ]);
    // Runs: 2/3 and 1/2; their standard deviation is (1/6) / sqrt(2).
    expect(m.runDeviation).toBeCloseTo(1 / 6 / Math.SQRT2, 12);
    // With the missing run wrong, c has 0/2; with it right, 1/2.
    expect(m.bounds?.published).toEqual({ low: 1 / 2, high: 2 / 3 });
  });

  it('are compared by the difference of each problem', () => {
    // a 1 - 1/2, b 1/2 - 0, c 0 - 0.
    const [pair] = result.comparisons.published;
    expect(pair?.difference).toMatchObject({
      test: 'bootstrap',
      problems: 3,
      value: expect.closeTo(1 / 3, 12),
      discordant: null,
      pExact: null,
    });
    expect(pair?.detectable).toBeNull();
    expect(pair?.pHolm).toBe(pair?.difference.p);
  });

  it('are cut to precision by all trusted cells, runs together', () => {
    // Of m, 5 answers of one signal, 3 right.
    expect(m.trust.signals).toMatchObject([{ signal: 'solved', cells: 5, right: 3, precision: 3 / 5 }]);
  });
});

describe('comparisons with one run', () => {
  // 20 problems: both right 5, only m 8, only k 1, neither 6; and one that k lacks.
  const right = (k: number, yes: boolean): ProblemOutcome => solved(yes ? `${k}` : `${k + 0.5}`);
  const problems = Array.from({ length: 21 }, (_, k) => problem(`p${k}`, `${k}`));
  const result = gradedBy(problems, [method('m'), method('k'), method('j')], {
    m: [problems.map((_, k) => right(k, k < 13))],
    k: [problems.map((_, k) => (k === 20 ? 'endpoint' : right(k, k < 5 || k === 13)))],
    j: [problems.map((_, k) => (k === 0 ? right(k, true) : 'endpoint'))],
  });

  it('are McNemar tests over the problems that both have', () => {
    const pair = result.comparisons.published[0];
    expect([pair?.one, pair?.other]).toEqual(['m', 'k']);
    expect(pair?.difference).toMatchObject({
      test: 'mcnemar',
      problems: 20,
      value: 7 / 20,
      discordant: { one: 8, other: 1 },
    });
    // 2 (C(9,0) + C(9,1)) / 2^9 = 20/512; the mid-p is less by C(9,1) / 2^9.
    expect(pair?.difference.pExact).toBeCloseTo(20 / 512, 12);
    expect(pair?.difference.p).toBeCloseTo(11 / 512, 12);
    expect(pair?.difference.interval?.[0]).toBeGreaterThan(0);
    // psi = 9/20: d from 20 d^2 = (1.96 sqrt(.45) + .8416 sqrt(.45 - d^2))^2.
    const d = pair?.detectable ?? NaN;
    expect(20 * d * d).toBeCloseTo((1.959964 * Math.sqrt(0.45) + 0.841621 * Math.sqrt(0.45 - d * d)) ** 2, 4);
  });

  it('are adjusted over all pairs', () => {
    // p: 11/512, and 1 twice (one common problem, both right): Holm takes the least times 3.
    expect(result.comparisons.published.map(({ pHolm }) => pHolm)).toEqual([
      expect.closeTo(33 / 512, 12),
      1,
      1,
    ]);
    expect(result.comparisons.exact).toHaveLength(3);
  });

  it('without a common problem are not estimable and are no part of the adjustment', () => {
    const apart = gradedBy([problem('a', '1'), problem('b', '2')], [method('m'), method('k')], {
      m: [[solved('1'), 'endpoint']],
      k: [['endpoint', solved('2')]],
    });
    expect(apart.comparisons.published).toEqual([
      {
        ...{ one: 'm', other: 'k', pHolm: null, detectable: null },
        difference: {
          ...{ test: 'mcnemar', problems: 0, value: null, interval: null, p: null, pExact: null },
          discordant: { one: 0, other: 0 },
        },
      },
    ]);
  });

  it('say what all problems could detect', () => {
    expect(result.detectable.map(({ discordant }) => discordant)).toEqual([0.1, 0.2, 0.3, 0.4]);
    // 21 problems of which 3 in 10 are discordant do not detect even a difference of 30 points.
    expect(result.detectable.slice(0, 3).map(({ difference }) => difference)).toEqual([null, null, null]);
    expect(result.detectable[3]?.difference).toBeLessThan(0.4);
  });
});

describe('equal calls', () => {
  const problems = ['a', 'b', 'c', 'd', 'e'].map((id, k) =>
    problem(id, id === 'e' ? '1;2' : `${10 * (k + 1)}`),
  );
  const sampled = (answer: string | null, samples: readonly (number | null)[]): ProblemOutcome =>
    outcome(answer === null ? 'no-answer' : 'answered', answer === null ? [] : [answer], {
      samples,
      calls: 3,
    });
  const sc = method('sc', { kind: 'self-consistency' });
  const rows = {
    // a: 2 calls, right. b: 1 call, wrong. c: 5 calls, right. d: 2 calls, right. e: 2 calls, two golds.
    m: [
      [
        solved('10', { calls: 2 }),
        solved('9', { calls: 1 }),
        solved('30', { calls: 5 }),
        solved('40', { calls: 2 }),
        outcome('solved', ['1', '2'], { calls: 2 }),
      ],
    ],
    sc: [
      [
        // Cut to 2 samples: silence does not vote, so that the second counts.
        sampled('11', [null, 10, 11]),
        // Cut to 1: its first sample, although most say otherwise.
        sampled('9', [20, 9, 9]),
        // Never cut: 5 calls are more than 3 samples.
        sampled('30', [31, 30, 30]),
        // Cut to 2: a tie, and the earliest counts.
        sampled('40', [41, 40, 40]),
        // A sample keeps one answer only: not comparable when it is cut.
        outcome('answered', ['1', '2'], { samples: [1, 1, 2], calls: 3 }),
      ],
    ],
  };
  const result = gradedBy(
    problems,
    [
      method('m'),
      sc,
      method('other', { model: 'large' }),
      method('by-hand', { kind: 'written', model: null }),
    ],
    { ...rows, other: [problems.map(() => solved('9'))], 'by-hand': [problems.map(() => solved('9'))] },
  );

  it('cut self-consistency of the same model to the calls of each problem', () => {
    expect(result.equalCalls).toHaveLength(1);
    const [row] = result.equalCalls;
    expect([row?.method, row?.against]).toEqual(['m', 'sc']);
    // Over a to d: m 3 of 4 right. sc: a right by the cut, b right by its first, c right uncut, d wrong by the tie.
    expect(row?.accuracy).toMatchObject({ right: 3, cells: 4 });
    expect(row?.cut).toMatchObject({ right: 3, cells: 4 });
    expect(row?.difference.published).toMatchObject({
      problems: 4,
      value: 0,
      discordant: { one: 1, other: 1 },
      p: 1,
    });
    expect(row?.calls).toEqual({ method: 10 / 4, cut: 8 / 4 });
    expect(row?.short).toBe(1);
    expect(row?.pHolm).toBe(1);
  });

  it('leave two equally long self-consistencies to the comparison of all pairs, and cut the longer one', () => {
    const short = outcome('answered', ['20'], { samples: [20, 20], calls: 2 });
    const long = (first: number): ProblemOutcome =>
      outcome('answered', ['9'], { samples: [first, first, 9, 9, 9], calls: 5 });
    const { equalCalls } = gradedBy(
      [problem('a', '20'), problem('b', '20')],
      [sc, method('sc5', { kind: 'self-consistency' }), method('sc2', { kind: 'self-consistency' })],
      { sc: [[short, short]], sc5: [[long(20), long(9)]], sc2: [[short, short]] },
    );
    expect(equalCalls.map((row) => [row.method, row.against, row.cut.right])).toEqual([
      ['sc', 'sc5', 1],
      ['sc2', 'sc5', 1],
    ]);
  });

  it('need a record of the samples and calls to cut to', () => {
    const { equalCalls } = gradedBy([problem('a', '20')], [method('m'), sc], {
      m: [[solved('20', { calls: 0 })]],
      sc: [[sampled('20', [20, 20])]],
    });
    expect(equalCalls).toEqual([]);
  });
});

describe('trust', () => {
  it('is in answers, by status, doubts and repairs; coverage is of all settled cells', () => {
    const golds = Array.from({ length: 40 }, (_, k) => `${k + 1}`);
    const result = single(
      golds,
      golds.map((gold, k) => {
        // 20 solved, 19 right; 10 flagged, 2 right; 5 repaired, 5 right; 5 without an answer.
        if (k < 20) return solved(k === 0 ? '99' : gold, { lint: ['goal-not-last'] });
        if (k < 30) return solved(k < 28 ? '99' : gold, { lint: ['two-readings'] });
        if (k < 35) return solved(gold, { repairs: 1, firstStatus: 'unparsable' });
        return outcome('unparsable');
      }),
    );
    const { trust } = result;
    expect(trust.signals.map(({ signal, cells, right }) => [signal, cells, right])).toEqual([
      // (19 + .5) / 21 = .929, (5 + .5) / 6 = .917, (2 + .5) / 11 = .227.
      ['solved', 20, 19],
      ['solved, repaired', 5, 5],
      ['solved, flagged', 10, 2],
    ]);
    expect(trust.signals[0]?.interval).toEqual(wilsonInterval(19, 20));
    const at = (threshold: number): (typeof trust.rows)[number] | undefined =>
      trust.rows.find((row) => row.threshold === threshold);
    expect(at(0.9)?.signals).toEqual(['solved', 'solved, repaired']);
    expect(at(0.9)?.optimistic).toEqual({ trusted: 25, right: 24, coverage: 25 / 40, precision: 24 / 25 });
    expect(at(0.99)?.optimistic).toEqual({ trusted: 0, right: 0, coverage: 0, precision: null });
    // At .5 every fold's choice is the same: what is seen is what is there.
    expect(at(0.5)?.crossFitted).toEqual(at(0.5)?.optimistic);
    expect(at(0.5)?.precisionInterval).toEqual(wilsonInterval(24, 25));
    expect(at(0.99)?.precisionInterval).toBeNull();
    expect(trust.curve.map(({ signal, trusted, right }) => [signal, trusted, right])).toEqual([
      ['solved', 20, 19],
      ['solved, repaired', 25, 24],
      ['solved, flagged', 35, 26],
    ]);
    expect(trust.crossFittedCurve.at(-1)).toMatchObject({ trusted: 35, right: 26, coverage: 35 / 40 });
  });

  it('of samples is by how many agree', () => {
    const result = single(
      ['1', '1', '1', '1'],
      [
        outcome('answered', ['1'], { samples: [1, 1, 1, 1] }),
        outcome('answered', ['1'], { samples: [1, 1, null, 1] }),
        outcome('answered', ['1'], { samples: [1, 1, 2, 3] }),
        outcome('no-answer', [], { samples: [null, null] }),
      ],
    );
    expect(result.trust.signals.map(({ signal }) => signal).sort()).toEqual([
      'answered, all samples',
      'answered, fewer samples',
      'answered, most samples',
    ]);
  });
});

describe('repair', () => {
  it('gains what is right after it, against those cells without an answer', () => {
    const result = single(
      ['1', '2', '3', '4'],
      [
        solved('1', { repairs: 0 }),
        solved('2', { repairs: 1, firstStatus: 'unparsable' }),
        solved('9', { repairs: 2, firstStatus: 'unparsable' }),
        outcome('underdetermined', [], { repairs: 2, firstStatus: 'contradictory' }),
      ],
    );
    expect(result.repair).toMatchObject({
      ...{ cells: 3, rounds: 5, right: 1 },
      accuracy: { right: 2, cells: 4 },
      without: { right: 1, cells: 4 },
      transitions: [
        { from: 'unparsable', to: 'solved', cells: 2, right: 1 },
        { from: 'contradictory', to: 'underdetermined', cells: 1, right: 0 },
      ],
    });
  });

  it('is none where nothing was repaired', () => {
    expect(single(['1'], [solved('1', { repairs: 0 })]).repair).toBeNull();
  });
});

describe('a vote', () => {
  const problems = ['a', 'b', 'c', 'd'].map((id) => problem(id, '5'));
  const rows: Record<string, Came[][]> = {
    vote: [
      [outcome('agreed', ['5']), outcome('agreed', ['6']), outcome('escalated', ['5']), outcome('abstained')],
    ],
    one: [[solved('5'), solved('6'), solved('5'), solved('5')]],
    other: [[solved('5'), solved('6'), solved('4'), 'endpoint']],
  };

  it('has coverage, precision, escalations, and what any of its methods could', () => {
    const methods = [method('vote', { kind: 'vote', of: ['one', 'other'] }), method('one'), method('other')];
    const { vote } = methodOf(gradedBy(problems, methods, rows), 'vote');
    expect(vote).toMatchObject({
      ...{ cells: 4, agreed: 2, agreedRight: 1, escalated: 1, escalatedRight: 1, abstained: 1, other: 0 },
      coverage: { value: 3 / 4 },
      precision: { value: 2 / 3, right: 2, cells: 3 },
      // d is left out: one of its methods is missing there. a and c by one of them.
      anyRight: { right: 2, cells: 3 },
    });
  });

  it('says nothing on methods that have no cells of their own, nor on other methods', () => {
    const alone = gradedBy(
      problems,
      [method('vote', { kind: 'vote', of: ['one', 'gone'] }), method('one')],
      rows,
    );
    expect(methodOf(alone, 'vote').vote?.anyRight).toBeNull();
    expect(methodOf(alone, 'one').vote).toBeNull();
  });
});

describe('twins', () => {
  const problems = ['a', 'b', 'c', 'a~1', 'b~1', 'c~1'].map((id) => problem(id, '5'));

  it('are paired with their originals and are no part of any other figure', () => {
    const result = gradedBy(problems, [method('m')], {
      m: [[solved('5'), solved('5'), solved('9'), solved('5'), solved('9'), 'endpoint']],
    });
    const m = methodOf(result, 'm');
    expect([result.problems, result.twins]).toEqual([3, 3]);
    expect(m.accuracy.published).toMatchObject({ right: 2, cells: 3 });
    expect(m.cells).toEqual({ planned: 3, settled: 3, missing: 0 });
    expect(m.twins).toMatchObject({
      pairs: 2,
      original: { right: 2, cells: 2 },
      twin: { right: 1, cells: 2 },
      difference: { test: 'mcnemar', problems: 2, value: 1 / 2, discordant: { one: 1, other: 0 } },
    });
  });

  it('of one problem count together', () => {
    const several = ['a', 'b', 'a~1', 'a~2', 'b~1'].map((id) => problem(id, '5'));
    const { twins } = methodOf(
      gradedBy(several, [method('m')], {
        m: [[solved('5'), solved('5'), solved('5'), solved('9'), solved('9')]],
      }),
      'm',
    );
    // a 1 - 1/2, b 1 - 0.
    expect(twins).toMatchObject({ pairs: 2, difference: { test: 'bootstrap', value: 3 / 4 } });
  });

  it('are none without twins', () => expect(single(['1'], [solved('1')]).twins).toBeNull());
});

describe('the result as a whole', () => {
  const spec = specSchema.parse({
    family: 'word-problems',
    name: 'small',
    seed: 1,
    problems: { file: 'problems.csv' },
    models: [
      { name: 'small', endpoint: 'local', model: 'tiny' },
      { name: 'large', endpoint: 'far', model: 'huge' },
    ],
    methods: [
      { name: 'm', kind: 'declarative', model: 'small' },
      { name: 'k', kind: 'chain-of-thought', model: 'small' },
      { name: 'v', kind: 'vote', of: ['m', 'k'] },
      { name: 'w', kind: 'vote', of: ['m', 'k'], escalate: { model: 'large', method: 'k' } },
      { name: 'h', kind: 'written' },
    ],
  });
  const problems = ['a', 'b', 'c', 'a~1'].map((id) => problem(id, '5', 'motion'));
  const methods = spec.methods.map(({ name, kind }) => method(name, { kind }));
  const all = [solved('5'), solved('5'), solved('4'), solved('5')];
  const { graded, results } = byHand(problems, methods, {
    m: [[...all.slice(0, 2), 'endpoint', solved('5')]],
    k: [all],
    v: [[outcome('agreed', ['5']), outcome('agreed', ['5']), outcome('abstained'), outcome('agreed', ['5'])]],
    w: [[outcome('agreed', ['5']), outcome('escalated', ['5']), outcome('abstained'), null]],
    h: [[...all.slice(0, 3)]],
  });
  const study = { ...graded, spec };

  it('is the same whatever the order of settling, and has no figure that JSON has no word for', () => {
    const { result } = analyse(study, 'grade', { cells: results });
    const again = analyse(study, 'grade', { cells: [...results].reverse() });
    expect(canonicalJson(again.result)).toBe(canonicalJson(result));
    expect(canonicalJson(result)).not.toMatch(/[mM]icro|[dD]uration|latency/);
  });

  it('changes its hash with any graded row', () => {
    const hash = (cells: typeof results): string => gradeResult(gradedOf(study), cells).rowsHash;
    const changed = results.map((result) =>
      result.key === 'k/c/s1r1' ? { ...result, kind: 'settled' as const, outcome: solved('3') } : result,
    );
    // Wrong before and after: only the rows tell.
    expect(hash(changed)).not.toBe(hash(results));
  });

  it('names the model of a vote where it is one', () => {
    expect(gradedOf(study).methods.map(({ name, model, of }) => [name, model, of])).toEqual([
      ['m', 'small', null],
      ['k', 'small', null],
      ['v', 'small', ['m', 'k']],
      ['w', null, ['m', 'k']],
      ['h', null, null],
    ]);
  });

  it('has a headline on the first method, so far and at the end', () => {
    // Wilson, 2 of 2: .342 to 1.
    const line = 'm: solves 100.0\u00a0% (34.2 to 100.0 %) of 2 problems';
    expect(analyse(study, 'grade', { cells: results }).headline).toBe(line);
    expect(headline(study, results)).toBe(line);
    expect(headline(study, [])).toBe('');
    expect(headline({ ...study, methods: [] }, results)).toBe('');
    expect(gradeResult({ ...graded, methods: [] }, results)).toMatchObject({ primary: null, headline: '' });
  });

  it('has no other part', () => {
    expect(() => analyse(study, 'fit', { cells: results })).toThrow("no part 'fit'");
  });

  it('leaves out cells of problems that the study has not', () => {
    const cells = [{ key: 'm/z/s1r1', method: 'm', problem: 'z', seed: 1, replicate: 1 }];
    expect(gradedCells({ ...graded, cells }, results)).toEqual([]);
  });

  const costs = new Map([
    ['k/a/s1r1', { calls: 2, attributedMicroUsd: 30, paidCalls: 1, paidMicroUsd: 10 }],
    ['k/c/s1r1', { calls: 1, attributedMicroUsd: 30, paidCalls: 1, paidMicroUsd: 30 }],
    ['elsewhere', { calls: 9, attributedMicroUsd: 999, paidCalls: 9, paidMicroUsd: 999 }],
  ]);

  it('has costs beside it: attributed and paid, for each solved problem', () => {
    const [m, k] = costsOf(graded.methods, gradedCells(graded, results), costs);
    expect(m).toMatchObject({ cells: 0, attributedMicroUsd: 0, solved: 3 });
    // a, b and the twin of a are solved.
    expect(k).toMatchObject({
      ...{ cells: 2, calls: 3, attributedMicroUsd: 60, paidCalls: 2, paidMicroUsd: 40, solved: 3 },
      perSolved: { attributedMicroUsd: 20, paidMicroUsd: 40 / 3 },
    });
    const unsolved = gradedCells(
      { ...graded, cells: [...graded.cells].filter(({ problem: id }) => id === 'c') },
      results,
    );
    expect(costsOf(graded.methods, unsolved, costs)[1]?.perSolved).toBeNull();
  });

  it('is exported: a row a cell, and the figures', () => {
    const { result } = analyse(study, 'grade', { cells: results });
    const context = { cells: results, results: new Map<string, Json>([['grade', result]]), costs };
    const listedTables = (from: typeof context) =>
      new Map([...exportTables(study, from)].map(([name, rows]) => [name, [...rows]]));
    const tables = listedTables(context);
    expect(tables.get('answers')).toEqual([...gradedRows(gradedCells(gradedOf(study), results))]);
    expect(tables.get('answers')).toHaveLength(graded.cells.length);
    expect(tables.get('answers')?.find(({ cell }) => cell === 'k/c/s1r1')).toEqual({
      ...{
        cell: 'k/c/s1r1',
        problem_id: 'c',
        twin_of: null,
        section: 'motion',
        method: 'k',
        seed: 1,
        replicate: 1,
      },
      ...{ gold: '5', status: 'solved', missing_class: null, predicted: '4' },
      ...{ published: false, exact: false, tolerant: false, scale_miss: false },
      ...{ first_status: null, repairs: null, calls: 1, prompt_tokens: 100, completion_tokens: 10 },
    });
    expect(tables.get('answers')?.find(({ cell }) => cell === 'm/c/s1r1')).toMatchObject({
      ...{ status: 'missing', missing_class: 'endpoint', published: null, predicted: null },
    });
    // Every row of a table has the same columns, for CSV.
    for (const rows of tables.values()) {
      expect(rows.length).toBeGreaterThanOrEqual(0);
      for (const row of rows) expect(Object.keys(row).sort()).toEqual(Object.keys(rows[0] ?? {}).sort());
    }
    expect(misfits(tables, COLUMNS)).toEqual([]);
    expect(tables.get('problems')).toHaveLength(4);
    expect(tables.get('methods')?.[0]).toMatchObject({ method: 'm', published: 1, cells_missing: 1 });
    expect(tables.get('sections')).toHaveLength(5);
    expect(tables.get('comparisons')).toHaveLength(30);
    expect(tables.get('trust')).toHaveLength(35);
    expect(tables.get('costs')?.[1]).toMatchObject({ method: 'k', paid_micro_usd: 40 });
    const before = listedTables({ ...context, results: new Map() });
    expect(before.get('methods')).toEqual([]);
    expect(before.get('comparisons')).toEqual([]);
    expect(before.get('answers')).toHaveLength(graded.cells.length);
  });
});

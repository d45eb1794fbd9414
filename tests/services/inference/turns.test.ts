import fc from 'fast-check';
import { createTurns, LINES, type Line, type Party } from '../../../services/inference/turns.ts';

interface Item {
  readonly party: Party;
  readonly line: Line;
  readonly number: number;
}

const WEIGHTS = [0.5, 1, 1, 2, 3];
const parties = WEIGHTS.map((weight, index): Party => ({ name: `study ${index}`, weight }));
const item = (index: number, number: number, line: Line = 'new'): Item => ({
  party: parties[index % parties.length] ?? { name: '', weight: 1 },
  line,
  number,
});
const lines = fc.constantFrom<Line>(...LINES);

/** What one of them does: something comes, or the next is taken. */
const history = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ index: fc.nat(WEIGHTS.length - 1), line: lines }) },
    { weight: 2, arbitrary: fc.constant('take' as const) },
  ),
  { maxLength: 300 },
);

function addTo(turns: ReturnType<typeof createTurns<Item>>, added: Item): void {
  turns.add(added.party, added.line, added);
}

test('while all wait each has its share by weight after any number of turns, to within a turn or two', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(WEIGHTS.length - 1), { minLength: 1, maxLength: 5 }), (chosen) => {
      const present = [...new Set(chosen)];
      const turns = createTurns<Item>();
      // One after the other, hundreds each: who came first is not before the others.
      for (const index of present)
        for (let number = 0; number < 400; number++) addTo(turns, item(index, number));
      const whole = present.reduce((sum, index) => sum + (WEIGHTS[index] ?? 0), 0);
      const got = new Map<string, number>();
      for (let taken = 1; taken <= 400; taken++) {
        const { name } = turns.next()?.party ?? { name: 'nobody' };
        got.set(name, (got.get(name) ?? 0) + 1);
        for (const index of present) {
          const share = (taken * (WEIGHTS[index] ?? 0)) / whole;
          expect(Math.abs((got.get(`study ${index}`) ?? 0) - share)).toBeLessThanOrEqual(3);
        }
      }
    }),
  );
});

test('nobody starves: who waits has a turn within the round, whatever comes meanwhile', () => {
  fc.assert(
    fc.property(history, fc.nat(WEIGHTS.length - 1), (before, late) => {
      const turns = createTurns<Item>();
      for (const [number, step] of before.entries()) {
        if (step === 'take') turns.next();
        else addTo(turns, item(step.index, number, step.line));
      }
      const waiting = item(late, 1e6);
      // Nothing of its own stands before it.
      for (const line of LINES) while (turns.takeOf(waiting.party, line) !== undefined);
      addTo(turns, waiting);
      const round = WEIGHTS.reduce(
        (sum, weight) => sum + Math.ceil(2 * (weight / waiting.party.weight)) + 2,
        0,
      );
      for (let taken = 0; ; taken++) {
        expect(taken).toBeLessThanOrEqual(round);
        for (const index of WEIGHTS.keys())
          if (index !== late) addTo(turns, item(index, 2e6 + taken * 10 + index, 'again'));
        if (turns.next() === waiting) return;
      }
    }),
  );
});

test('of one party what is tried again goes first, then what was admitted, each in order; all come out once', () => {
  fc.assert(
    fc.property(history, (steps) => {
      const turns = createTurns<Item>();
      /** The same, written down plainly. */
      let model: Item[] = [];
      const check = (): void => {
        const taken = turns.next();
        expect(taken === undefined).toBe(model.length === 0);
        if (taken === undefined) return;
        const own = model.filter(({ party }) => party === taken.party);
        const first = LINES.map((line) => own.find((other) => other.line === line)).find(Boolean);
        expect(taken).toBe(first);
        model = model.filter((other) => other !== taken);
      };
      for (const [number, step] of steps.entries()) {
        if (step === 'take') check();
        else {
          const added = item(step.index, number, step.line);
          addTo(turns, added);
          model.push(added);
        }
        expect(turns.size).toBe(model.length);
      }
      while (model.length > 0) check();
      expect(turns.next()).toBeUndefined();
    }),
  );
});

test('who comes late or comes back has saved up nothing', () => {
  const turns = createTurns<Item>();
  for (let number = 0; number < 100; number++) addTo(turns, item(1, number));
  for (let taken = 0; taken < 50; taken++) turns.next();
  for (let number = 0; number < 100; number++) addTo(turns, item(2, number));
  const order = Array.from({ length: 20 }, () => turns.next()?.party.name);
  expect(order.filter((name) => name === 'study 2')).toHaveLength(10);
});

test('what was taken out is not given out', () => {
  const turns = createTurns<Item>();
  const items = Array.from({ length: 6 }, (_, number) => item(number, number));
  for (const added of items) addTo(turns, added);
  for (const gone of items.slice(0, 3)) turns.remove(gone.party, gone);
  expect(turns.size).toBe(3);
  const left = [turns.next(), turns.next(), turns.next()];
  expect(new Set(left)).toEqual(new Set(items.slice(3)));
  addTo(turns, item(0, 9));
  turns.clear();
  expect([turns.size, turns.next()]).toEqual([0, undefined]);
});

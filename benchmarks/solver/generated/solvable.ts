/** Linear systems with one solution. */
import { type RandomStream, shuffled } from '../../../domain/seeds.ts';
import { amount, chance, names, nonZero, oneOf, whole } from './draw.ts';
import { dot, fraction, plus, ZERO, type Fraction } from './fraction.ts';
import { exactly, type Drawn } from './problem.ts';
import { statements } from './statements.ts';
import { combination, regular, scaled } from './systems.ts';
import { equation, expression, style, type Row, type Style } from './write.ts';

export interface System {
  readonly names: readonly string[];
  readonly values: readonly Fraction[];
  readonly rows: readonly Row[];
}

/** One solution: as many rows as unknowns. */
export function regularSystem(stream: RandomStream, wanted: Partial<Style> = {}): Drawn {
  const system = drawSystem(stream, wanted);
  return solvedDrawn(stream, system, shuffled(stream, system.rows), style(stream, wanted));
}

/** One solution and more rows than it needs. */
export function redundantSystem(stream: RandomStream, wanted: Partial<Style> = {}): Drawn {
  const system = drawSystem(stream, wanted);
  const extra = Array.from({ length: whole(stream, 1, 2) }, () => combination(stream, system.rows).row);
  return solvedDrawn(stream, system, shuffled(stream, [...system.rows, ...extra]), style(stream, wanted));
}

/** Two to six names, their values, and as many rows. */
export function drawSystem(stream: RandomStream, { numerals }: Partial<Style> = {}): System {
  const list = names(stream, whole(stream, 2, 6));
  const values = list.map(() => amount(stream));
  // Rows in tenths or hundredths have decimals and percents in them.
  const rows = regular(stream, list, values).map((row) =>
    numerals === undefined ? row : scaled(row, fraction(1, oneOf(stream, [2, 4, 5, 10, 20, 50, 100]))),
  );
  return { names: list, values, rows };
}

/** Mostly asks for one name; sometimes for two, or for a sum. */
function solvedDrawn(stream: RandomStream, system: System, rows: readonly Row[], how: Style): Drawn {
  const equations = rows.map((row) => equation(stream, row, how));
  const goals = shuffled(stream, [...system.names.keys()]).slice(0, chance(stream, 0.15) ? 2 : 1);
  const units = unitsFor(stream, system);
  if (chance(stream, 0.15)) {
    const coefficients = system.names.map((_, i) =>
      goals.includes(i) ? fraction(nonZero(stream, 4)) : ZERO,
    );
    const goal = { names: system.names, coefficients, constant: fraction(whole(stream, 0, 9)) };
    const answers = [expression(stream, goal, { ...how, thousands: false })];
    const value = plus(dot(coefficients, system.values), goal.constant);
    const { text } = statements(stream, { names: system.names, ...units, equations, answers });
    return { text, expected: { status: 'solved', answers: [exactly(value)] } };
  }
  const answers = goals.map((goal) => nameAt(system, goal));
  const { text } = statements(stream, { names: system.names, ...units, equations, answers });
  return {
    text,
    expected: { status: 'solved', answers: answers.map((answer) => exactly(valueOf(system, answer))) },
  };
}

/** Sometimes `count` and `amount`, where the value allows it. */
function unitsFor(stream: RandomStream, system: System): { units?: ReadonlyMap<string, string> } {
  if (!chance(stream, 0.3)) return {};
  const units = new Map<string, string>();
  for (const name of system.names) {
    const value = valueOf(system, name);
    if (value.n < 0 || chance(stream, 0.3)) continue;
    units.set(name, value.d === 1 && chance(stream, 0.5) ? 'count' : 'amount');
  }
  return { units };
}

export function nameAt(system: System, i: number): string {
  return system.names[i] ?? '';
}

export function valueOf(system: System, name: string): Fraction {
  return system.values[system.names.indexOf(name)] ?? ZERO;
}

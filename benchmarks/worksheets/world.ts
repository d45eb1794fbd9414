/** Simulated experts whose truth is known: bias, noise and an effect of order are planted in them. */
import { randomStream } from '../../domain/seeds.ts';
import { reversalContrasts } from '../../methods/instruction/contrasts.ts';
import { emptyScores, type Persona, scoreIndex, type Scores } from '../../methods/instruction/scores.ts';

export interface World {
  readonly name: string;
  readonly materials: number;
  readonly items: number;
  /** Planted low minus high, in points. */
  readonly interaction: number;
  /** Standard deviation of the interaction between materials, and between items. */
  readonly ofMaterials: number;
  readonly ofItems: number;
  /** Standard deviation of one judgment. */
  readonly noise: number;
  /** Points that each further item of a conversation adds, under every condition. */
  readonly order: number;
  /** Points that the judge gives to worked sheets for their length, of whatever student. */
  readonly bias: number;
}

const LEVELS = [1, 2, 3, 4, 5];
const PERSONAS: readonly Persona[] = LEVELS.flatMap((a) => LEVELS.map((b): Persona => [a, b]));
const among =
  (levels: readonly number[]) =>
  ([a, b]: Persona): boolean =>
    levels.includes(a) && levels.includes(b);
/** Levels of both skills above the middle: -3 on average of low personas, 3 of high ones. */
const known = ([a, b]: Persona): number => a + b - 6;

/** The interaction of one run: one value for each pair of a material and an item. */
export function interactionOf(world: World, seed: number, run: number): Float64Array {
  const { materials, items } = world;
  const stream = randomStream(seed, 'worksheets', world.name, run);
  const ofMaterial = Array.from({ length: materials }, () => world.ofMaterials * stream.normal());
  const ofItem = Array.from({ length: items }, () => world.ofItems * stream.normal());
  const level = Array.from({ length: materials * items }, () => 50 + 10 * stream.normal());
  const scores = (isWorked: boolean): Scores => {
    const made = emptyScores(PERSONAS, materials, items);
    PERSONAS.forEach((persona, p) => {
      for (let m = 0; m < materials; m++)
        for (let i = 0; i < items; i++) {
          const own = world.interaction + (ofMaterial[m] ?? 0) + (ofItem[i] ?? 0);
          // From low to high personas the advantage of worked sheets falls by `own`.
          const effect = isWorked ? world.bias - (own * known(persona)) / 6 : 0;
          made.values[scoreIndex(made, p, m, i)] =
            (level[m * items + i] ?? 50) +
            4 * known(persona) +
            world.order * i +
            effect +
            world.noise * stream.normal();
        }
    });
    return made;
  };
  return reversalContrasts({ worked: scores(true), practice: scores(false) }, among([1, 2]), among([4, 5]))
    .interaction;
}

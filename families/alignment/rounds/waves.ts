/** Items in waves: which are asked first, and which only where the figure asks for more. */
import { UserError } from '../../../domain/errors.ts';
import { randomStream, shuffled } from '../../../domain/seeds.ts';
import { MIN_CLUSTERS } from '../../../methods/alignment/prepare.ts';
import type { Arm } from '../arms/arm.ts';
import type { Item } from '../responses/items.ts';
import type { AlignmentSpec } from '../spec/spec.ts';

/** Items or testlets that a wave must have: an interval over fewer says nothing. */
const FEWEST_UNITS = 10;

/**
 * The items cut into waves of about one size, by a draw of the seed: each wave is a random sample of the items, as the
 * interval takes them to be, and so are all waves up to it. Items of one testlet come together, since they are resampled
 * together.
 *
 * @returns ids by wave, in the order of the item file
 */
export function wavesOf(
  items: readonly Pick<Item, 'id' | 'testlet'>[],
  waves: number,
  seed: number,
): readonly (readonly string[])[] {
  const waveOf = new Map<string, number>();
  let placed = 0;
  for (const unit of shuffled(randomStream(seed, 'waves of items'), unitsOf(items))) {
    const wave = Math.min(waves - 1, Math.floor((placed * waves) / items.length));
    for (const id of unit) waveOf.set(id, wave);
    placed += unit.length;
  }
  return Array.from({ length: waves }, (_, wave) =>
    items.flatMap(({ id }) => (waveOf.get(id) === wave ? [id] : [])),
  );
}

function unitsOf(items: readonly Pick<Item, 'id' | 'testlet'>[]): string[][] {
  const units = new Map<string, string[]>();
  for (const { id, testlet } of items) {
    const name = JSON.stringify(testlet === null ? { id } : { testlet });
    const unit = units.get(name);
    if (unit === undefined) units.set(name, [id]);
    else unit.push(id);
  }
  return [...units.values()];
}

/** @throws UserError where the rule could never stop the study, or would change what is asked */
export function checkUntil(
  spec: AlignmentSpec,
  arms: readonly Arm[],
  primary: Arm,
  items: readonly Item[],
): void {
  const { until } = spec;
  if (until === undefined) return;
  const refuse = (message: string, remedy: string): never => {
    throw new UserError(message, { place: 'until', remedy });
  };
  const chained = arms.find((arm) => arm.spec.memory !== undefined);
  if (chained !== undefined) {
    refuse(
      `the arm '${chained.spec.name}' remembers its answers: items that come in waves would break its chains`,
      'Leave `memory` out, or `until`.',
    );
  }
  const clusters = new Set(primary.respondents.map(({ cluster }) => cluster)).size;
  if (clusters < MIN_CLUSTERS) {
    refuse(
      `the arm '${primary.spec.name}' has ${clusters} clusters: below ${MIN_CLUSTERS} there is no interval that could be narrow enough`,
      'Ask more personas (or models), or leave `until` out.',
    );
  }
  const units = unitsOf(items).length;
  if (units < FEWEST_UNITS * until.atMost) {
    refuse(
      `${units} items (or testlets) in ${until.atMost} waves: an interval over fewer than ${FEWEST_UNITS} says nothing`,
      'Lower `atMost`, or leave `until` out.',
    );
  }
}

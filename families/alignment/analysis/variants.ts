/** r under another choice: without a bootstrap, to stand beside the headline. */
import { UserError } from '../../../domain/errors.ts';
import { prepareArms } from '../../../methods/alignment/prepare.ts';
import type { AlignmentOptions, HumanSide, ModelSide } from '../../../methods/alignment/sides.ts';
import { pearson } from '../../../methods/statistics/correlation.ts';
import type { Variant } from './result.ts';

const NOTHING: Variant = { r: null, items: 0, dropped: [] };

/** r of the difficulties of one arm with the people's; null where fewer than two items can be estimated. */
export function variantOf(human: HumanSide, model: ModelSide | null, options: AlignmentOptions): Variant {
  if (model === null) return NOTHING;
  try {
    const prepared = prepareArms(human, [{ name: 'model', model }], options);
    const r = pearson(prepared.human.b, prepared.arms[0]?.b ?? []);
    return { r, items: prepared.items.length, dropped: prepared.dropped };
  } catch (error) {
    if (error instanceof UserError) return NOTHING;
    throw error;
  }
}

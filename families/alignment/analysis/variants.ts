/** r under another choice: without a bootstrap, to stand beside the headline. */
import { UserError } from '../../../domain/errors.ts';
import { informativeItems } from '../../../methods/alignment/informative-items.ts';
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
    const [arm] = prepared.arms;
    if (arm === undefined) return NOTHING;
    const on = informativeItems(prepared.human, arm);
    const at = (b: Float64Array): number[] => on.map((item) => b[item] ?? NaN);
    const r = on.length < 2 ? null : pearson(at(prepared.human.b), at(arm.b));
    const out = prepared.items.filter((_, item) => !on.includes(item));
    return { r, items: on.length, dropped: [...prepared.dropped, ...out] };
  } catch (error) {
    if (error instanceof UserError) return NOTHING;
    throw error;
  }
}

/** The conditions that an effect compares, and which of them controls vary. */
import type { Material, Problem } from '../materials/material.ts';
import { CONTROLS, type ControlName, STILL_CONTROLS, type WorksheetsSpec } from '../spec.ts';
import type { Format } from './layout.ts';

export type Effect = WorksheetsSpec['effect'];

export interface Condition {
  readonly name: string;
  readonly format: Format;
  readonly problems: (material: Material) => readonly Problem[];
}

const low = ({ low: problems }: Material): readonly Problem[] => problems;
const high = ({ high: problems }: Material): readonly Problem[] => problems;

/** By effect, in the order in which they are asked and shown. */
export const CONDITIONS: Readonly<Record<Effect, readonly Condition[]>> = {
  'expertise-reversal': [
    { name: 'practice', format: 'practice', problems: low },
    { name: 'worked', format: 'pairs', problems: low },
  ],
  variability: [
    { name: 'practice-low', format: 'practice', problems: low },
    { name: 'practice-high', format: 'practice', problems: high },
    { name: 'worked-low', format: 'worked', problems: low },
    { name: 'worked-high', format: 'worked', problems: high },
  ],
};

/** The condition with solutions that controls vary, and the one without. */
const BASES: Readonly<Record<Effect, { readonly worked: string; readonly practice: string }>> = {
  'expertise-reversal': { worked: 'worked', practice: 'practice' },
  variability: { worked: 'worked-high', practice: 'practice-high' },
};

export function conditionNamed(effect: Effect, name: string): Condition | undefined {
  return CONDITIONS[effect].find((condition) => condition.name === name);
}

/** What a control is compared with. Padding makes the shorter sheet as long as the other. */
export function baseOf(effect: Effect, control: ControlName): string {
  return control === 'padding' ? BASES[effect].practice : BASES[effect].worked;
}

/** The condition as long as which padding makes the base. */
export function paddedTo(effect: Effect): string {
  return BASES[effect].worked;
}

export function isControl(variant: string): variant is ControlName {
  return (CONTROLS as readonly string[]).includes(variant);
}

export function mustStayStill(control: ControlName): boolean {
  return (STILL_CONTROLS as readonly string[]).includes(control);
}

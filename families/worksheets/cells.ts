/** Cells: one judgment of one persona on one test item after one worksheet. */
import type { Cell } from '../../domain/dialogue.ts';
import type { Persona } from '../../methods/instruction/scores.ts';

export interface JudgmentCell extends Cell {
  readonly judge: string;
  readonly material: string;
  /** A condition or a control. */
  readonly variant: string;
  readonly persona: Persona;
  readonly item: string;
  /** From 1. */
  readonly replicate: number;
}

/** Frozen: keys of cells stand in stores. */
export function judgmentCell(cell: Omit<JudgmentCell, 'key'>): JudgmentCell {
  const { judge, material, variant, persona, item, replicate } = cell;
  return { ...cell, key: `${judge}/${material}/${variant}/${persona.join('-')}/${item}/r${replicate}` };
}

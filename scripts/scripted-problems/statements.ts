/** What is answered to those who ask for statements: good ones, and slips with what a request for repair brings. */
import { randomStream, type RandomStream } from '../../domain/seeds.ts';
import { cut, withConflict, withGap, withOtherNumber, withoutUnits, withSign } from './slips.ts';
import type { AnsweredProblem } from './source.ts';

/** How an answer ends, and what the next round of repair says. */
export interface Said {
  readonly kind: 'text' | 'refusal' | 'cut';
  readonly text: string;
  readonly repaired?: Said;
}

type Slip = 'gap' | 'number' | 'prose' | 'conflict' | 'refusal' | 'cut';
/** Chances of each slip; what is left over is a good answer. */
export type Slips = Readonly<Partial<Record<Slip, number>>>;

const SLIPS = {
  principles: { gap: 0.06, number: 0.06, prose: 0.04, conflict: 0.05, refusal: 0.02, cut: 0.02 },
  plain: { gap: 0.12, number: 0.08, prose: 0.08, conflict: 0.06, refusal: 0.02, cut: 0.02 },
  eight: { gap: 0.08, number: 0.12, conflict: 0.04 },
  oneStep: { number: 0.1, prose: 0.08, cut: 0.02 },
  better: { number: 0.03 },
} as const satisfies Record<string, Slips>;

const REFUSAL = 'I am sorry, I cannot help with that.';

/** @param seed of all slips; `form` names the way of asking, so that each has slips of its own */
export function statementsSaid(
  { id, section, statements, answer, expect, ours }: AnsweredProblem,
  form: keyof typeof SLIPS,
  seed: number,
): Said {
  const stream = randomStream(seed, 'slip', form, id);
  const brief = ours.oneStep.replaceAll('] [', ']\n[');
  const isFlawed = section === 'deliberate';
  const isBrief = form === 'oneStep' || (isFlawed && form === 'better');
  const written = isBrief ? brief : withoutUnits(statements);
  const hasTwoRoots = (expect === 'filtered' || expect === 'ambiguous') && typeof answer === 'string';
  // Hand-written flaws are made by the model too, and mended when it is told of them.
  if (isFlawed && !isBrief && !hasTwoRoots) return said(written, said(brief));
  const good = goodStatements(written, hasTwoRoots, stream);
  const last = good.repaired ?? good;
  switch (slipOf(SLIPS[form], stream.uniform())) {
    case 'gap':
      return said(withGap(written), last);
    case 'number':
      return said(withOtherNumber(written, stream));
    case 'prose':
      return said(ours.chain, good);
    case 'conflict':
      return said(withConflict(written, stream), said(withGap(written), last));
    case 'refusal':
      return { kind: 'refusal', text: REFUSAL };
    case 'cut':
      return { kind: 'cut', text: cut(written), repaired: good };
    case undefined:
      return good;
  }
}

/** Two roots fit: every other time it is thought of at once that one of them is meant. */
function goodStatements(written: string, hasTwoRoots: boolean, stream: RandomStream): Said {
  const isEarly = stream.uniform() < 0.5;
  if (!hasTwoRoots || written.includes('> 0')) return said(written);
  return isEarly ? said(withSign(written)) : said(written, said(withSign(written)));
}

function said(text: string, repaired?: Said): Said {
  return { kind: 'text', text, ...(repaired === undefined ? {} : { repaired }) };
}

function slipOf(slips: Slips, u: number): Slip | undefined {
  let sum = 0;
  for (const [slip, chance] of Object.entries(slips) as [Slip, number][]) {
    sum += chance;
    if (u < sum) return slip;
  }
  return undefined;
}

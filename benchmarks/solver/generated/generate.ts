/** Generated problems: one stream of draws each, so that a problem can be made again from seed and index alone. */
import { randomStream, type RandomStream } from '../../../domain/seeds.ts';
import { broken } from './broken.ts';
import { bothRoots, filteredRoots, noAdmissibleRoot, oneRoot } from './curves.ts';
import type { Drawn, Problem, ProblemClass } from './problem.ts';
import { chain, functions, reassignment, selfReference } from './sequences.ts';
import { redundantSystem, regularSystem } from './solvable.ts';
import { contradictorySystem, partlyDetermined, underdeterminedSystem } from './unsolvable.ts';

interface Maker {
  readonly class: ProblemClass;
  /** How many of a hundred problems. */
  readonly share: number;
  readonly tier: Problem['tier'];
  make(stream: RandomStream): Drawn;
}

const MAKERS: readonly Maker[] = [
  { class: 'regular', share: 15, tier: 'affine', make: regularSystem },
  { class: 'chain', share: 7, tier: 'affine', make: chain },
  { class: 'redundant', share: 10, tier: 'affine', make: redundantSystem },
  { class: 'contradictory', share: 10, tier: 'affine', make: contradictorySystem },
  { class: 'underdetermined', share: 10, tier: 'affine', make: underdeterminedSystem },
  { class: 'partly determined', share: 3, tier: 'affine', make: partlyDetermined },
  { class: 'two roots, no filter', share: 6, tier: 'nonlinear', make: bothRoots },
  { class: 'two roots, filter', share: 6, tier: 'nonlinear', make: filteredRoots },
  { class: 'one root', share: 2, tier: 'nonlinear', make: oneRoot },
  { class: 'no admissible root', share: 1, tier: 'nonlinear', make: noAdmissibleRoot },
  { class: 'decimals', share: 8, tier: 'affine', make: inStyle({ numerals: 'decimal' }) },
  { class: 'percents', share: 8, tier: 'affine', make: inStyle({ numerals: 'percent' }) },
  { class: 'implicit multiplication', share: 8, tier: 'affine', make: inStyle({ times: 'implicit' }) },
  { class: 'reassignment', share: 2, tier: 'affine', make: reassignment },
  { class: 'self-reference', share: 1, tier: 'affine', make: selfReference },
  { class: 'functions', share: 2, tier: 'affine', make: functions },
  { class: 'broken', share: 1, tier: 'affine', make: broken },
];

const HUNDRED = MAKERS.flatMap((maker) => Array.from({ length: maker.share }, () => maker));

/** The problem of this seed and index; classes come round every hundred problems, in the shares above. */
export function generate(seed: number, index: number): Problem {
  const maker = HUNDRED[index % HUNDRED.length];
  if (maker === undefined) throw new RangeError(`no class for problem ${index}`);
  for (let attempt = 0; ; attempt++) {
    try {
      const drawn = maker.make(randomStream(seed, 'generated-problem', index, attempt));
      return { index, class: maker.class, tier: maker.tier, ...drawn };
    } catch (error) {
      // Numbers beyond the safe integers: drawn anew.
      if (!(error instanceof RangeError) || attempt > 20) throw error;
    }
  }
}

/** Systems and chains, written in one way of writing. */
function inStyle(wanted: Parameters<typeof regularSystem>[1]): Maker['make'] {
  return (stream) => {
    const draw = stream.uniform();
    if (draw < 0.5) return regularSystem(stream, wanted);
    return draw < 0.75 ? redundantSystem(stream, wanted) : chain(stream, wanted);
  };
}

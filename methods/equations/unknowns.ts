/** Which character of a monomial stands for which name. */
import type { Polynomial, Unknown } from './polynomial.ts';
import { compare, toText, absolute, ONE, equals, ZERO } from './rational.ts';
import { TooLarge } from './work.ts';

/** Far more than statements within their limits ask for, and below the characters that come in pairs. */
const MAX_UNKNOWNS = 4000;

/** Names get their characters in the order they are first asked for. */
export class Unknowns {
  readonly #unknownOf = new Map<string, Unknown>();
  readonly #names: string[] = [];

  of(name: string): Unknown {
    const known = this.#unknownOf.get(name);
    if (known !== undefined) return known;
    const unknown = this.fresh(name);
    this.#unknownOf.set(name, unknown);
    return unknown;
  }

  /** An unknown of its own, which no name leads to. */
  fresh(label: string): Unknown {
    if (this.#names.length === MAX_UNKNOWNS) throw new TooLarge('there are too many names');
    this.#names.push(label);
    return String.fromCharCode(this.#names.length);
  }

  labelOf(unknown: Unknown): string {
    return this.#names[unknown.charCodeAt(0) - 1] ?? '?';
  }

  /** `x^2 - 2*x*y + 3`. */
  print(p: Polynomial): string {
    const terms = Array.from(p).sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1));
    const texts = terms.map(([monomial, value], i) => {
      const sign = compare(value, ZERO) < 0 ? (i === 0 ? '-' : ' - ') : i === 0 ? '' : ' + ';
      const factors = powersOf(monomial).map(([unknown, power]) =>
        power === 1 ? this.labelOf(unknown) : `${this.labelOf(unknown)}^${power}`,
      );
      const size = absolute(value);
      if (!equals(size, ONE) || factors.length === 0) factors.unshift(toText(size));
      return sign + factors.join('*');
    });
    return texts.length === 0 ? '0' : texts.join('');
  }
}

function powersOf(monomial: string): readonly (readonly [Unknown, number])[] {
  const powers = new Map<Unknown, number>();
  for (const unknown of monomial) powers.set(unknown, (powers.get(unknown) ?? 0) + 1);
  return Array.from(powers);
}

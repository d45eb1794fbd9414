/** Unsigned numerals as people write them: `1,000`, `.5`, `1.5e3`, `½`, `2½`. */
import { MAX_COEFFICIENT_BITS, MAX_NUMERAL_DIGITS } from './limits.ts';

/** n/d, not in lowest terms. */
export interface Quotient {
  readonly n: bigint;
  readonly d: bigint;
}

export interface Numeral {
  /** The offset after its last character. */
  readonly end: number;
  /** It has thousands commas. */
  readonly grouped: boolean;
  /** undefined: over the limit of digits or of size. */
  readonly value: Quotient | undefined;
}

const VULGAR: ReadonlyMap<string, Quotient> = new Map(
  (
    [
      ['½', 1, 2],
      ['⅓', 1, 3],
      ['⅔', 2, 3],
      ['¼', 1, 4],
      ['¾', 3, 4],
      ['⅕', 1, 5],
      ['⅖', 2, 5],
      ['⅗', 3, 5],
      ['⅘', 4, 5],
      ['⅙', 1, 6],
      ['⅚', 5, 6],
      ['⅐', 1, 7],
      ['⅛', 1, 8],
      ['⅜', 3, 8],
      ['⅝', 5, 8],
      ['⅞', 7, 8],
      ['⅑', 1, 9],
      ['⅒', 1, 10],
    ] as const
  ).map(([sign, n, d]) => [sign, { n: BigInt(n), d: BigInt(d) }]),
);

/** A power of ten that is surely over the limit of bits; more digits need not be read. */
const MAX_SCALE = Math.ceil(MAX_COEFFICIENT_BITS / Math.log2(10));

/** The numeral that starts at `at`; undefined where none does. Linear in its length. */
export function readNumeral(text: string, at: number): Numeral | undefined {
  const vulgar = VULGAR.get(text.charAt(at));
  if (vulgar !== undefined) return { end: at + 1, grouped: false, value: vulgar };
  const { digits: whole, end: afterWhole, grouped } = readWhole(text, at);
  const mixed = whole === '' ? undefined : VULGAR.get(text.charAt(afterWhole));
  if (mixed !== undefined) {
    const value = whole.length > MAX_NUMERAL_DIGITS ? undefined : plus(BigInt(whole), mixed);
    return { end: afterWhole + 1, grouped, value };
  }
  const decimals = text.charAt(afterWhole) === '.' ? readDigits(text, afterWhole + 1) : '';
  if (whole === '' && decimals === '') return undefined;
  const end = decimals === '' ? afterWhole : afterWhole + 1 + decimals.length;
  const exponent = readExponent(text, end);
  return { end: exponent.end, grouped, value: valueOf(whole, decimals, exponent.scale) };
}

export function isDigit(character: string): boolean {
  return character >= '0' && character <= '9';
}

function plus(whole: bigint, { n, d }: Quotient): Quotient {
  return { n: whole * d + n, d };
}

function readDigits(text: string, at: number): string {
  let end = at;
  while (isDigit(text.charAt(end))) end++;
  return text.slice(at, end);
}

/** Digits; or one to three, the first no 0, and groups of exactly three after commas. */
function readWhole(text: string, at: number): { digits: string; end: number; grouped: boolean } {
  let digits = readDigits(text, at);
  let end = at + digits.length;
  if (digits === '' || digits.length > 3 || digits.startsWith('0')) return { digits, end, grouped: false };
  let grouped = false;
  while (text.charAt(end) === ',' && isGroup(text, end + 1)) {
    digits += text.slice(end + 1, end + 4);
    end += 4;
    grouped = true;
  }
  return { digits, end, grouped };
}

function isGroup(text: string, at: number): boolean {
  return (
    isDigit(text.charAt(at)) &&
    isDigit(text.charAt(at + 1)) &&
    isDigit(text.charAt(at + 2)) &&
    !isDigit(text.charAt(at + 3))
  );
}

/** `e3`, `E-3`; nothing where no digit follows: `2e` is twice e. */
function readExponent(text: string, at: number): { end: number; scale: number } {
  const none = { end: at, scale: 0 };
  if (text.charAt(at) !== 'e' && text.charAt(at) !== 'E') return none;
  const sign = text.charAt(at + 1);
  const from = sign === '+' || sign === '-' ? at + 2 : at + 1;
  const digits = readDigits(text, from);
  if (digits === '') return none;
  return { end: from + digits.length, scale: (sign === '-' ? -1 : 1) * Number(digits) };
}

function valueOf(whole: string, decimals: string, scale: number): Quotient | undefined {
  if (whole.length + decimals.length > MAX_NUMERAL_DIGITS || Math.abs(scale) > MAX_SCALE) return undefined;
  const n = BigInt(whole + decimals);
  const shift = scale - decimals.length;
  return shift >= 0 ? { n: n * 10n ** BigInt(shift), d: 1n } : { n, d: 10n ** BigInt(-shift) };
}

/** Unsigned numerals in the spellings of texts: grouped by comma, point, space or apostrophe; a decimal point or comma. */
import { readNumeral } from '../equations/numeral.ts';
import { rational, type Rational } from '../equations/rational.ts';

/** What a comma and a space between digits may mean. */
export interface Spelling {
  /** `1,5` is one and a half; otherwise a comma without three digits behind it separates. */
  readonly decimalComma: boolean;
  /** `1 000 000` is one number; otherwise a space separates. */
  readonly spaceGroups: boolean;
}

/** What people and models write. */
export const PROSE: Spelling = { decimalComma: true, spaceGroups: true };
/** What programs print: English numerals, and what separates them. */
export const PRINTED: Spelling = { decimalComma: false, spaceGroups: false };

export interface Magnitude {
  readonly end: number;
  /** undefined: it is a numeral of no known spelling (`3.4.5`), or over the limits. */
  readonly value: Rational | undefined;
  /** Digits behind the decimal mark; undefined for what stands as a whole number or fraction. */
  readonly decimals: number | undefined;
}

interface Pattern {
  readonly written: RegExp;
  /** What only groups digits. */
  readonly groups: RegExp;
  readonly decimalMark: '.' | ',';
  readonly only?: keyof Spelling;
}

/**
 * In this order: the first that fits counts. Each takes digits from a fixed place on and has no repetition within a
 * repetition, so that a text is read in linear time.
 */
const PATTERNS: readonly Pattern[] = [
  // 12,34,567: lakh and crore.
  { written: /[1-9]\d?(?:,\d\d)+,\d{3}(?!\d)(?:\.\d+)?/y, groups: /,/g, decimalMark: '.' },
  { written: /[1-9]\d{0,2}(?:,\d{3})+(?!\d)(?:\.\d+)?/y, groups: /,/g, decimalMark: '.' },
  // 1.234,5 and 1.234.567: with one point alone, 1.234 is a decimal.
  { written: /[1-9]\d{0,2}(?:\.\d{3})+,\d+/y, groups: /\./g, decimalMark: ',' },
  { written: /[1-9]\d{0,2}(?:\.\d{3}){2,}(?!\d)/y, groups: /\./g, decimalMark: ',' },
  {
    written: /[1-9]\d{0,2}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)(?:[.,]\d+)?/y,
    groups: /[ \u00a0\u2009\u202f]/g,
    decimalMark: '.',
    only: 'spaceGroups',
  },
  { written: /[1-9]\d{0,2}(?:['\u2019]\d{3})+(?!\d)(?:[.,]\d+)?/y, groups: /['\u2019]/g, decimalMark: '.' },
  { written: /[1-9]\d{0,2}(?:_\d{3})+(?!\d)(?:\.\d+)?/y, groups: /_/g, decimalMark: '.' },
  { written: /\d+,\d+/y, groups: /(?!)/g, decimalMark: ',', only: 'decimalComma' },
];

/** Digits that go on after a numeral, as `3.4.5` does after `3.4`. */
const GOES_ON = /[.,]\d[\d.,]*/y;

/** The numeral that starts at `at`; undefined where none does. */
export function readMagnitude(text: string, at: number, spelling: Spelling): Magnitude | undefined {
  const plain = readPlain(text, at, spelling);
  if (plain === undefined) return undefined;
  // In what programs print (`3,4`) the comma separates.
  if (!spelling.decimalComma && text.charAt(plain.end) === ',') return plain;
  GOES_ON.lastIndex = plain.end;
  if (!GOES_ON.test(text)) return plain;
  return { end: GOES_ON.lastIndex, value: undefined, decimals: undefined };
}

function readPlain(text: string, at: number, spelling: Spelling): Magnitude | undefined {
  for (const { written, groups, decimalMark, only } of PATTERNS) {
    if (only !== undefined && !spelling[only]) continue;
    written.lastIndex = at;
    const found = written.exec(text)?.[0];
    if (found === undefined) continue;
    const ungrouped = found.replaceAll(groups, '').replace(decimalMark, '.').replace(',', '.');
    return withEnd(readNumeral(ungrouped, 0), ungrouped, written.lastIndex);
  }
  const numeral = readNumeral(text, at);
  return withEnd(numeral, text.slice(at, numeral?.end), numeral?.end ?? at);
}

function withEnd(
  numeral: ReturnType<typeof readNumeral>,
  written: string,
  end: number,
): Magnitude | undefined {
  if (numeral === undefined) return undefined;
  const { value } = numeral;
  const behind = /\.(\d*)/.exec(written)?.[1];
  const isDecimal = behind !== undefined || /\d[eE]/.test(written);
  return {
    end,
    value: value === undefined ? undefined : rational(value.n, value.d),
    decimals: isDecimal ? (behind ?? '').length : undefined,
  };
}

/** Python's tokens, as far as an expression has any. Follows the `tokenize` module of Python 3.11 and before. */

export type Token =
  | { readonly kind: 'number'; readonly numeral: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'operator'; readonly operator: string }
  | {
      /** `!` or `!!`, written right after its operand. */
      readonly kind: 'factorial';
      readonly double: boolean;
    };

const BLANKS = /[ \t\f]+/y;
const DIGITS = '[0-9](?:_?[0-9])*';
const EXPONENT = `[eE][-+]?${DIGITS}`;
const POINT = `(?:${DIGITS}\\.(?:${DIGITS})?|\\.${DIGITS})(?:${EXPONENT})?`;
const FLOAT = `(?:${POINT}|${DIGITS}${EXPONENT})`;
// A whole number cannot begin with 0: `05` is two numerals, 0 and 5, which then are multiplied.
const WHOLE = '0[xX](?:_?[0-9a-fA-F])+|0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0(?:_?0)*|[1-9](?:_?[0-9])*';
const NUMBER = new RegExp(`${FLOAT}[jJ]|${DIGITS}[jJ]|${FLOAT}|${WHOLE}`, 'y');
const NAME = /[\p{L}\p{Nl}_][\p{L}\p{N}_]*/uy;
const OPERATOR = /\*\*|\/\/|[-+*/%^<>()]/y;
const FACTORIAL = /!+/y;

/** @returns undefined where a character has no place in an expression: quotes, brackets, `$`, `&`, a newline ... */
export function tokensOf(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  let depth = 0;
  let afterBlank = true;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  while (at < text.length) {
    // A comment reaches to the end, where open parentheses then stay open.
    if (text[at] === '#') return depth === 0 ? tokens : undefined;
    if (match(BLANKS) !== undefined) {
      afterBlank = true;
      continue;
    }
    const factorial = match(FACTORIAL);
    const numeral = factorial === undefined ? match(NUMBER) : undefined;
    const name = numeral === undefined && factorial === undefined ? match(NAME) : undefined;
    if (factorial !== undefined) {
      // A blank before `!` becomes an operand of its own in SymPy's hands, and the equation is lost.
      if (afterBlank || factorial.length > 2) return undefined;
      tokens.push({ kind: 'factorial', double: factorial.length === 2 });
    } else if (numeral !== undefined) {
      tokens.push(...numeralTokens(numeral));
    } else if (name !== undefined) {
      tokens.push({ kind: 'name', name });
    } else {
      const operator = match(OPERATOR);
      if (operator === undefined) return undefined;
      depth += operator === '(' ? 1 : operator === ')' ? -1 : 0;
      tokens.push({ kind: 'operator', operator });
    }
    afterBlank = false;
  }
  return tokens;
}

/** `2j` is imaginary: 2 times `I`. */
function numeralTokens(numeral: string): Token[] {
  if (!/[jJ]$/.test(numeral)) return [{ kind: 'number', numeral }];
  return [
    { kind: 'number', numeral: numeral.slice(0, -1) },
    { kind: 'operator', operator: '*' },
    { kind: 'name', name: 'I' },
  ];
}

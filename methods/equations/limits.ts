/** What statements may not exceed. Above: `unparsable` where the text says so, `unsupported` where it shows in solving. */

export const MAX_STATEMENTS = 64;
/** Characters of one expression. */
export const MAX_EXPRESSION_LENGTH = 2000;
/** Parentheses, signs, powers and functions inside one another. */
export const MAX_DEPTH = 64;
export const MAX_NUMERAL_DIGITS = 40;
/** Bits of a numerator or denominator, in the text and on the way. */
export const MAX_COEFFICIENT_BITS = 4096;
export const MAX_NAME_LENGTH = 41;
/** Absolute. */
export const MAX_EXPONENT = 64;

/** Of the nonlinear rest. */
export const MAX_NONLINEAR_UNKNOWNS = 6;
export const MAX_NONLINEAR_DEGREE = 8;

/** Of a polynomial on the way. */
export const MAX_TERMS = 400;
export const MAX_DEGREE = 64;
/** Real roots are counted up to this degree. */
export const MAX_UNIVARIATE_DEGREE = 32;
/** Cases that are looked at: signs of absolute values, roots, factors that may be 0. */
export const MAX_CASES = 128;

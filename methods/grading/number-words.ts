/** Numbers in English words, as far as answers use them: `twelve`, `twenty-one`. */
const SMALL = [
  ...['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven'],
  ...['twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'],
];
const TENS = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const WORDS = [...SMALL, ...TENS, 'hundred', 'thousand', 'million', 'half', 'third', 'quarter', 'dozen'];
const LEADING = new RegExp(
  String.raw`^(?:an? )?((?:${WORDS.join('|')})(?:(?:-| | and )(?:${WORDS.join('|')}))*)\b`,
  'i',
);

/**
 * The number that a text begins with, in words.
 *
 * @returns undefined where it begins with none; 'unread' for words beyond 99, for parts, and for rows of words
 */
export function leadingNumberWord(text: string): number | 'unread' | undefined {
  const said = LEADING.exec(text)?.[1]?.toLowerCase();
  if (said === undefined) return undefined;
  const words = said.split(/[- ]/);
  const [first = '', second] = words;
  if (words.length > 2) return 'unread';
  const small = SMALL.indexOf(first);
  const tens = 10 * (TENS.indexOf(first) + 2);
  if (second === undefined) return small >= 0 ? small : tens >= 20 ? tens : 'unread';
  const unit = SMALL.indexOf(second);
  return tens >= 20 && unit >= 1 && unit <= 9 ? tens + unit : 'unread';
}

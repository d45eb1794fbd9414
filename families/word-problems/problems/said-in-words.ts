/** Numbers that a text says without digits, or that a unit brings along: statements hold them as if it had. */

const WORDS: readonly (readonly [value: string, words: RegExp])[] = [
  ['2', /\b(two|twice|doubl\w*|pairs?|couples?|both|half|halves|halv\w*|second|either|each other)\b/i],
  ['3', /\b(three|thrice|tripl\w*|thirds?|yards?)\b/i],
  ['4', /\b(four|quadrupl\w*|quarters?|fourths?|square|gallons?)\b/i],
  ['5', /\b(five|fifths?|nickels?)\b/i],
  ['6', /\b(six|sixths?|half a dozen)\b/i],
  ['7', /\b(seven|sevenths?|weeks?|weekly)\b/i],
  ['8', /\b(eight|eighths?)\b/i],
  ['9', /\b(nine|ninths?)\b/i],
  ['10', /\b(ten|tenths?|dimes?)\b/i],
  ['11', /\beleven\b/i],
  ['12', /\b(twelve|twelfths?|dozens?|years?|yearly|annual\w*|months?|monthly|feet|foot|inch|inches)\b/i],
  ['15', /\bfifteen\b/i],
  ['16', /\b(sixteen|pounds?|ounces?)\b/i],
  ['20', /\b(twenty|score)\b/i],
  ['24', /\b(days?|daily|hours?|hourly)\b/i],
  ['25', /\b(quarters?|twenty-five)\b/i],
  ['30', /\b(thirty|months?|monthly)\b/i],
  ['36', /\b(yards?|inch|inches)\b/i],
  ['50', /\b(fifty|half|halves)\b/i],
  ['52', /\b(years?|yearly|annual\w*|weeks?|weekly)\b/i],
  ['60', /\b(sixty|hours?|hourly|minutes?|seconds?)\b/i],
  ['100', /%|\b(hundreds?|percent\w*|cents?|dollars?|cent(i?met\w*)|cm)\b|\$/i],
  ['180', /\b(angles?|triangles?|degrees?)\b/i],
  ['360', /\b(angles?|circles?|degrees?)\b/i],
  ['365', /\b(years?|yearly|annual\w*|days?|daily)\b/i],
  ['1000', /\b(thousands?|kilo\w*|km|kg|grams?|millilit\w*|millimet\w*|ml|mm)\b/i],
];

/** Values, as `toText` writes them, that a statement may hold because of a word. */
export function saidInWords(text: string): ReadonlySet<string> {
  return new Set(WORDS.filter(([, words]) => words.test(text)).map(([value]) => value));
}

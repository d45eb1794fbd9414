/**
 * Everyday spellings of a statement, rewritten to the grammar. Only what the grammar refuses is rewritten, so that nothing
 * that it reads changes its meaning; what stays unreadable keeps the grammar's own message.
 */

/** What the statements around this one tell of its words. */
export interface Surroundings {
  /** Names that are declared, or that stand in statements which the grammar reads. */
  readonly names: ReadonlySet<string>;
  /** Rows of words (`total cost`) that stand in at least two statements: a name each. */
  readonly rows: ReadonlySet<string>;
}

/** Words that are no names: a statement with one of them says something else. */
const RESERVED = new Set([
  ...['if', 'then', 'else', 'for', 'while', 'and', 'or', 'not', 'in', 'is', 'are', 'the', 'to', 'of', 'mod'],
  ...['sqrt', 'abs', 'min', 'max', 'ceil', 'floor', 'round', 'where', 'when', 'since', 'so', 'because'],
]);
/** `x -= 4`, as in Python. */
const UPDATE = /^\s*([A-Za-z_]\w*)\s*([-+*/])=\s*(.+)$/s;
/** Two or more words of letters, a space between each two. */
const ROW = /(?<![\w.])[A-Za-z]{2,40}(?: [A-Za-z]{2,40}){1,5}(?![\w(])/g;

/**
 * The body of an equation or answer as the grammar has it.
 *
 * @returns undefined where it is a comment and nothing else
 */
export function rewritten(body: string, surroundings: Surroundings): string | undefined {
  const bare = withoutComment(plainLatex(body), surroundings).replace(/[\s;]+$/, '');
  // `a - b = ?` asks, and says nothing.
  if (bare.trim() === '' || /=\s*\?$/.test(bare)) return undefined;
  const stated = bare.replace(UPDATE, '$1 = $1 $2 ($3)');
  return rowsAsNames(withProportions(withShares(stated, surroundings)), surroundings);
}

/** The rows of words of a body that may be names. */
export function rowsIn(body: string): readonly string[] {
  return [...body.matchAll(ROW)]
    .map(([row]) => row)
    .filter((row) => row.split(' ').every((word) => !RESERVED.has(word)));
}

/** What only sets type, and other signs for operators. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/\\(?:times|cdot|ast)(?![A-Za-z])/g, '*'],
  [/\\div(?![A-Za-z])/g, '/'],
  [/\\leq?(?![A-Za-z])/g, '<='],
  [/\\geq?(?![A-Za-z])/g, '>='],
  [/\\(?:left|right|quad)(?![A-Za-z])|\\[,;! ]/g, ' '],
  [/\\(?=[%$])/g, ''],
  [/\{,\}/g, ''],
  [/\\[dtc]?frac ?(\d)(\d)/g, '(($1)/($2))'],
];

/** `\frac{a}{b}`, `\sqrt{a}` and other groups in braces, as parentheses. */
function plainLatex(body: string): string {
  if (!/[\\{}]/.test(body)) return body;
  return withoutBraces(SIGNS.reduce((text, [sign, plain]) => text.replaceAll(sign, plain), body));
}

/** Each group in braces is a parenthesis; of a fraction two of them, over one another. One pass. */
function withoutBraces(text: string): string {
  const closing: string[] = [];
  let out = '';
  for (let at = 0; at < text.length;) {
    const command = /^\\(?:([dtc]?frac)|(sqrt)) *\{/.exec(text.slice(at, at + 12));
    const between = closing.at(-1) === ')/(' ? /^\} *\{/.exec(text.slice(at, at + 12)) : null;
    if (command !== null) {
      out += command[1] === undefined ? 'sqrt(' : '((';
      closing.push(command[1] === undefined ? ')' : ')/(');
      at += command[0].length;
    } else if (between !== null) {
      out += ')/(';
      closing[closing.length - 1] = '))';
      at += between[0].length;
    } else {
      const character = text.charAt(at++);
      if (character === '{') closing.push(')');
      out += character === '{' ? '(' : character === '}' ? (closing.pop() ?? '}') : character;
    }
  }
  return out;
}

/** After `#`; after a `%` that stands apart and goes on with words: `5 % of the apples`, `72 % 24 hours in a day`. */
function withoutComment(body: string, { names }: Surroundings): string {
  const [code = ''] = body.split('#', 1);
  if (/^\s*%/.test(code)) return '';
  const mark = /\s%\s*(?=[A-Za-z]|\d+ [A-Za-z]+ [A-Za-z])/.exec(code);
  if (mark === null) return code;
  const after = code.slice(mark.index + mark[0].length);
  const share = /^of (?:[\d($]|([A-Za-z_]\w*))/.exec(after);
  const isShare = share !== null && (share[1] === undefined || names.has(share[1]));
  return isShare ? code : code.slice(0, mark.index);
}

/** `25% of 80`, `1/2 of x`: a product, where what it is of is a number, a name or a parenthesis. */
function withShares(body: string, { names }: Surroundings): string {
  return body.replaceAll(
    /(?<=[\d%)])\s+of\s+(?=(?:[\d($]|([A-Za-z_]\w*)))/g,
    (of, name: string | undefined) => (name === undefined || names.has(name) ? ' * ' : of),
  );
}

/** `x : y = 2 : 3`: quotients that are equal; `a : b : c = 2 : 3 : 5` one after the other. */
function withProportions(body: string): string {
  if (!body.includes(':') || body.includes(':=')) return body;
  const sides = body.split('=').map((side) => side.split(':').map((part) => part.trim()));
  const [left = [], right = []] = sides;
  if (sides.length !== 2 || left.length !== right.length || left.length < 2 || left.length > 4) return body;
  if ([...left, ...right].includes('')) return body;
  // All ratios to the first: a/b = 2/3 and a/c = 2/5 are one chain a/2 = b/3 = c/5.
  return left.map((part, index) => `(${part})/(${right[index] ?? ''})`).join(' = ');
}

/** `total cost` as `total_cost`; behind a number, where nobody else uses them, words are a unit: `3 dollars per hour`. */
function rowsAsNames(body: string, { rows, names }: Surroundings): string {
  return body
    .replaceAll(ROW, (row) => (rows.has(row) ? row.replaceAll(' ', '_') : row))
    .replaceAll(/(?<=\d )[A-Za-z]{2,40}(?: [A-Za-z]{2,40}){1,5}(?![\w(])/g, (row) =>
      row.split(' ').some((word) => RESERVED.has(word) || names.has(word)) ? row : '',
    );
}

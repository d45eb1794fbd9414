/** What people's answers in a response file are: choices, scores, letters; and what an item file without options would list. */
import { UserError } from '../../domain/errors.ts';
import { listed } from '../../families/csv.ts';
import type { Item } from '../../families/alignment/responses/items.ts';
import { looksMissing } from '../../families/alignment/responses/score.ts';

/** How the cells of a response file are read. */
export interface Choices {
  /** Options of all items that list none; undefined where each lists its own, or none needs any. */
  readonly options?: readonly string[];
  /** Of each choice, in [0, 1]; undefined where every item has a key. */
  readonly scores?: Readonly<Record<string, number>>;
  /** Codes for missing answers that were found. */
  readonly missing: readonly string[];
  readonly letters: boolean;
  readonly cells: 'choices' | 'scores';
  /** What was taken for granted, in words. */
  readonly assumed: readonly string[];
}

/** Pairs whose order everybody knows. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['no', 'yes'],
  ['false', 'true'],
  ['disagree', 'agree'],
  ['wrong', 'right'],
];
/** Numbers of a rating scale at most. */
const LONGEST_SCALE = 11;

/**
 * @param cells distinct answers by item
 * @param told options in the order of the instrument, and codes for missing answers, where the user names them
 * @throws UserError where only the user knows: naming the flag
 */
export function choicesOf(
  items: readonly Item[],
  cells: ReadonlyMap<string, ReadonlySet<string>>,
  told: {
    readonly options?: readonly string[] | undefined;
    readonly missing?: readonly string[] | undefined;
  },
): Choices {
  const isListed = ({ options }: Item): boolean => options.length > 0;
  const answered = (item: Item): string[] => [...(cells.get(item.id) ?? [])];
  const missing = told.missing ?? codesIn(items, answered);
  const given = (item: Item): string[] => answered(item).filter((text) => !missing.includes(text));
  const bare = items.filter((item) => !isListed(item) && item.key === null);
  const found = [...new Set(bare.flatMap(given))];
  const isScored = (some: readonly string[]): boolean =>
    some.length > 0 && some.every((text) => Number(text) === 0 || Number(text) === 1);
  const own = items.filter(isListed);
  const options = bare.length === 0 ? undefined : (told.options ?? scaleIn(found));
  const all = [...own.flatMap(given), ...found];
  const known = new Set([...own.flatMap(({ options: some }) => some), ...(options ?? [])]);
  const areScores = isScored(all) && all.every((text) => !known.has(text));
  const letters =
    !areScores && own.length > 0 && all.every((text) => /^[A-Z]$/.test(text) && !known.has(text));
  const unkeyed = [...new Set(items.filter(({ key }) => key === null).flatMap((item) => item.options))];
  const ordered = options ?? unkeyed;
  return {
    ...(options === undefined ? {} : { options }),
    ...(ordered.length === 0 ? {} : { scores: evenly(ordered, unkeyed) }),
    ...{ missing, letters, cells: areScores ? 'scores' : 'choices' },
    assumed: [
      ...(options === undefined || told.options !== undefined
        ? []
        : [`the options are ${options.join(', ')}`]),
      ...(ordered.length === 0 ? [] : ['choices score from 0 for the first to 1 for the last']),
      ...(told.missing === undefined && missing.length > 0
        ? [`${missing.join(', ')} ${missing.length === 1 ? 'stands' : 'stand'} for a missing answer`]
        : []),
      ...(areScores ? ['cells are scores, 0 and 1, not choices'] : []),
      ...(letters ? ['cells are letters of the options, A for the first'] : []),
    ],
  };
}

/** What looks like a code for a missing answer and is no option. */
function codesIn(items: readonly Item[], answered: (item: Item) => readonly string[]): string[] {
  const codes = items.flatMap((item) =>
    answered(item).filter((text) => looksMissing(text) && !item.options.includes(text)),
  );
  return [...new Set(codes)];
}

/** A rating scale from its lowest to its highest number, or a pair of words. @throws UserError where neither */
function scaleIn(found: readonly string[]): string[] {
  const pair = PAIRS.find((words) => found.every((text) => words.includes(text.toLowerCase())));
  if (pair !== undefined && found.length === 2)
    return [...found].sort((a, b) => pair.indexOf(a.toLowerCase()) - pair.indexOf(b.toLowerCase()));
  const numbers = found.map(Number);
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const isScale =
    found.length > 1 &&
    numbers.every(Number.isInteger) &&
    most - least < LONGEST_SCALE &&
    (least !== 0 || most > 1);
  if (isScale) return Array.from({ length: most - least + 1 }, (_, index) => String(least + index));
  throw new UserError('The items list no options, and their order is not to be told from the answers.', {
    remedy:
      `Name them in the order of the instrument: --options 'no,perhaps,yes' (people answered ${listed(found)}). ` +
      'Where each item has options of its own, list them in the item file: options (a|b|c), and a key where one is right.',
  });
}

/** Evenly from 0 to 1; choices of single items beside the common ones are for the user to score. */
function evenly(options: readonly string[], others: readonly string[]): Record<string, number> {
  const scores = options.map((option, index): [string, number] => [
    option,
    options.length === 1 ? 1 : Number((index / (options.length - 1)).toFixed(4)),
  ]);
  const rest = others
    .filter((option) => !options.includes(option))
    .map((option): [string, number] => [option, 0]);
  return Object.fromEntries([...scores, ...rest]);
}

/** People's data as a study shows them before it uses them: a plan and a page read it, whichever family made it. */

export interface ItemOverview {
  readonly id: string;
  /** Persons who answered it, and who did not. */
  readonly n: number;
  readonly missing: number;
  /** Mean score, weighted. */
  readonly share: number | null;
  /** How often each choice was made; empty where the file holds scores only. */
  readonly choices: Readonly<Record<string, number>>;
  /** Correlation with the mean of the other answers; null where it cannot be told. */
  readonly itemRest: number | null;
}

export interface DataOverview {
  readonly people: number;
  readonly items: readonly ItemOverview[];
  /** Cronbach's alpha over people without a missing answer; null where it cannot be told. */
  readonly alpha: number | null;
  /** People with one answer, who say nothing of how items compare, and with none. */
  readonly withOneAnswer: number;
  readonly withoutAnswer: number;
}

/** What is worth a second look, in words. */
export function remarksOn({ items, withOneAnswer, withoutAnswer }: DataOverview): string[] {
  const named = (what: string, some: readonly ItemOverview[]): string[] =>
    some.length === 0 ? [] : [`${what}: ${some.map(({ id }) => id).join(', ')}`];
  const isAlike = ({ n, share }: ItemOverview): boolean => n > 0 && (share === 0 || share === 1);
  return [
    ...named(
      'nobody answered',
      items.filter(({ n }) => n === 0),
    ),
    ...named('all answered alike', items.filter(isAlike)),
    ...named(
      'run against the other items (is a key wrong, or an item worded the other way round?)',
      items.filter(({ itemRest }) => itemRest !== null && itemRest < 0),
    ),
    ...(withOneAnswer > 0 ? [`people with one answer only: ${withOneAnswer}`] : []),
    ...(withoutAnswer > 0 ? [`people without an answer: ${withoutAnswer}`] : []),
  ];
}

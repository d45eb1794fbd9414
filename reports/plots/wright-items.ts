/** The item side of a Wright map: a tick at each difficulty, a leader, and the item's name. */
import { GROUP_COLOURS, INK, LINE, MUTED } from './colours.ts';
import { shorten, spreadOut } from './labels.ts';
import { type Range, pixel } from './scale.ts';

/** One item and its difficulty for either group, in logits of that group's scale; null where it is not estimable. */
export interface WrightItem {
  readonly id: string;
  readonly first: number | null;
  readonly second: number | null;
  /** With more than 60 items only the named ones have their name beside their tick. */
  readonly isNamed?: boolean;
}

const ITEM_WIDTH = 170;
const LABEL_GAP = 12.5;
const LEAST_HEIGHT = 460;
const ALL_NAMED_UP_TO = 60;

/** The height at which all names find room below one another, in pixels. */
export function mapHeight(items: readonly WrightItem[]): number {
  return Math.max(LEAST_HEIGHT, namedOf(items).length * LABEL_GAP + 20);
}

function namedOf(items: readonly WrightItem[]): readonly WrightItem[] {
  return items.length <= ALL_NAMED_UP_TO ? items : items.filter((item) => item.isNamed === true);
}

/** The panel of one group's items, as a Vega-Lite view; the second group's is the mirror image. */
export function itemPanel(items: readonly WrightItem[], side: 0 | 1, range: Range, height: number): object {
  const mirror = (x: number): number => (side === 0 ? x : ITEM_WIDTH - x);
  const across = (field: string): object => inPixels(field, ITEM_WIDTH);
  const down = (field: string): object => inPixels(field, height);
  const ticks = placesOf(items, side, range, height).map(({ at }) => ({
    at,
    edge: mirror(0),
    tick: mirror(8),
  }));
  const named = placesOf(namedOf(items), side, range, height);
  const levels = spreadOut(
    named.map((item) => item.at),
    LABEL_GAP,
    6,
    height - 6,
  );
  const labels = named.map((item, index) => ({
    name: shorten(item.id, 22),
    at: item.at,
    label: levels[index] ?? item.at,
    tick: mirror(8),
    text: mirror(28),
  }));
  return {
    width: ITEM_WIDTH,
    height,
    layer: [
      {
        data: { values: [{ x: mirror(0), top: 0, bottom: height }] },
        mark: { type: 'rule', color: LINE },
        encoding: { x: across('x'), y: down('top'), y2: { field: 'bottom' } },
      },
      {
        data: { values: ticks },
        mark: { type: 'rule', color: GROUP_COLOURS[side], strokeWidth: 2 },
        encoding: { x: across('edge'), x2: { field: 'tick' }, y: down('at') },
      },
      {
        data: { values: labels },
        mark: { type: 'rule', color: MUTED, opacity: 0.6, strokeWidth: 0.75 },
        encoding: { x: across('tick'), x2: { field: 'text' }, y: down('at'), y2: { field: 'label' } },
      },
      {
        data: { values: labels },
        mark: {
          type: 'text',
          align: side === 0 ? 'left' : 'right',
          baseline: 'middle',
          dx: side === 0 ? 3 : -3,
          fontSize: 11,
          color: INK,
        },
        encoding: { x: across('text'), y: down('label'), text: { field: 'name' } },
      },
    ],
  };
}

/** Where the items stand, in pixels from the top, from the hardest down; ties by id. */
function placesOf(
  items: readonly WrightItem[],
  side: 0 | 1,
  range: Range,
  height: number,
): readonly { readonly id: string; readonly at: number }[] {
  return items
    .flatMap((item) => {
      const difficulty = side === 0 ? item.first : item.second;
      return difficulty === null ? [] : [{ id: item.id, at: height - pixel(difficulty, range, height) }];
    })
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** A channel that takes pixels as they are, from the left or from the top. */
function inPixels(field: string, length: number): object {
  return {
    field,
    type: 'quantitative',
    scale: { domain: [0, length], range: [0, length], nice: false, zero: false },
    axis: null,
  };
}

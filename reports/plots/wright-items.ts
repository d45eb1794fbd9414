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

const LABEL_GAP = 12.5;
/** Of a name in pixels, at most; a panel above `ROOMY` has long leaders. */
const CHARACTER = 6.2;
const ROOMY = 140;
const LEAST_HEIGHT = 460;
const ALL_NAMED_UP_TO = 60;

/** In pixels; up to so many names are led to one point. */
const SAME_POINT = 1.5;
const MOST_AT_ONE_POINT = 4;

interface Place {
  readonly id: string;
  readonly at: number;
}

/** The height at which all names find room below one another, in pixels. */
export function mapHeight(items: readonly WrightItem[]): number {
  return Math.max(LEAST_HEIGHT, namedOf(items).length * LABEL_GAP + 20);
}

function namedOf(items: readonly WrightItem[]): readonly WrightItem[] {
  return items.length <= ALL_NAMED_UP_TO ? items : items.filter((item) => item.isNamed === true);
}

/** The panel of one group's items, as a Vega-Lite view; the second group's is the mirror image. */
export function itemPanel(
  items: readonly WrightItem[],
  side: 0 | 1,
  range: Range,
  { width, height }: { readonly width: number; readonly height: number },
): object {
  const mirror = (x: number): number => (side === 0 ? x : width - x);
  const across = (field: string): object => inPixels(field, width);
  const leader = width > ROOMY ? 28 : 18;
  const down = (field: string): object => inPixels(field, height);
  const ticks = placesOf(items, side, range, height).map(({ at }) => ({
    at,
    edge: mirror(0),
    tick: mirror(8),
  }));
  const named = together(placesOf(namedOf(items), side, range, height));
  const levels = spreadOut(
    named.map((item) => item.at),
    LABEL_GAP,
    6,
    height - 6,
  );
  const labels = named.map((item, index) => ({
    name: shorten(item.id, Math.floor((width - leader - 3) / CHARACTER)),
    at: item.at,
    label: levels[index] ?? item.at,
    tick: mirror(8),
    text: mirror(leader),
  }));
  return {
    width,
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

/**
 * Items that stand at one point, as where an arm tells none apart, share one label: names that all lead to it say no more
 * than their number.
 */
function together(places: readonly Place[]): readonly Place[] {
  const points: Place[][] = [];
  for (const place of places) {
    const last = points.at(-1);
    if (last?.[0] !== undefined && place.at - last[0].at <= SAME_POINT) last.push(place);
    else points.push([place]);
  }
  return points.flatMap((point) => {
    const [first] = point;
    return first === undefined || point.length <= MOST_AT_ONE_POINT
      ? point
      : [{ id: `${point.length} items`, at: first.at }];
  });
}

/** Where the items stand, in pixels from the top, from the hardest down; ties by id. */
function placesOf(items: readonly WrightItem[], side: 0 | 1, range: Range, height: number): readonly Place[] {
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

/** Labels that do not lie on one another, by fixed rules: the same marks give the same places. */
import { cleanText } from '../text.ts';

export interface LabelPoint {
  /** Pixels from the left and from the top. */
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

export interface PlacedLabel {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly align: 'left' | 'right' | 'center';
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const HEIGHT = 13;
const CHARACTER_WIDTH = 6.4;

/** About how wide a text of 11 to 12 pixels is; Vega without a canvas guesses half as much again. */
export function textWidth(text: string): number {
  return [...text].length * CHARACTER_WIDTH;
}

/** Up to this width a drawing has fewer ticks and shorter names. */
export const NARROW = 400;

/** A row's name with its figure, the name shortened to what room the width leaves it. */
export function beside(name: string, figure: string, width: number): string {
  const room = Math.floor(width / CHARACTER_WIDTH) - [...figure].length - 2;
  return `${shorten(name, Math.max(room, 8))}: ${figure}`;
}

/** The text, or its beginning and an ellipsis. */
export function shorten(text: string, characters: number): string {
  const all = [...cleanText(text)];
  return all.length <= characters
    ? all.join('')
    : `${all
        .slice(0, characters - 1)
        .join('')
        .trimEnd()}…`;
}

/**
 * A label beside each of its points: the first of eight places where it stays inside the frame and off the points and
 * the labels before it; where there is none, the place that overlaps least.
 */
export function placeLabels(
  points: readonly LabelPoint[],
  obstacles: readonly { readonly x: number; readonly y: number }[],
  frame: { readonly width: number; readonly height: number },
): readonly PlacedLabel[] {
  const taken: Box[] = obstacles.map(({ x, y }) => ({
    left: x - 4,
    right: x + 4,
    top: y - 4,
    bottom: y + 4,
  }));
  return points.map((point) => {
    const candidates = placesAround(point).map((label) => {
      const box = boxOf(label);
      const overlap = taken.reduce((sum, other) => sum + overlapOf(box, other), 0) + outside(box, frame) * 10;
      return { label, box, overlap };
    });
    const best = candidates.reduce((least, next) => (next.overlap < least.overlap ? next : least));
    taken.push(best.box);
    return best.label;
  });
}

function placesAround({ x, y, text }: LabelPoint): readonly PlacedLabel[] {
  const place = (dx: number, dy: number, align: PlacedLabel['align']): PlacedLabel => ({
    text,
    x: x + dx,
    y: y + dy,
    align,
  });
  return [
    place(8, 0, 'left'),
    place(-8, 0, 'right'),
    place(0, -13, 'center'),
    place(0, 13, 'center'),
    place(7, -11, 'left'),
    place(7, 11, 'left'),
    place(-7, -11, 'right'),
    place(-7, 11, 'right'),
    place(14, -24, 'left'),
    place(14, 24, 'left'),
    place(-14, -24, 'right'),
    place(-14, 24, 'right'),
  ];
}

function boxOf({ x, y, text, align }: PlacedLabel): Box {
  const width = textWidth(text);
  const left = align === 'left' ? x : align === 'right' ? x - width : x - width / 2;
  return { left, right: left + width, top: y - HEIGHT / 2, bottom: y + HEIGHT / 2 };
}

function overlapOf(a: Box, b: Box): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return width > 0 && height > 0 ? width * height : 0;
}

function outside(box: Box, frame: { readonly width: number; readonly height: number }): number {
  return (
    Math.max(0, -box.left) +
    Math.max(0, box.right - frame.width) +
    Math.max(0, -box.top) +
    Math.max(0, box.bottom - frame.height)
  );
}

/**
 * Places along one axis at least `gap` apart, as near to the wished ones as the least sum of squares allows
 * (isotonic regression of the places less their rank times the gap), moved inside [low, high] when they fit.
 *
 * @param wished places in increasing order
 */
export function spreadOut(
  wished: readonly number[],
  gap: number,
  low: number,
  high: number,
): readonly number[] {
  const blocks: { sum: number; count: number }[] = [];
  wished.forEach((place, rank) => {
    let block = { sum: place - rank * gap, count: 1 };
    for (let last = blocks.at(-1); last !== undefined; last = blocks.at(-1)) {
      if (last.sum / last.count <= block.sum / block.count) break;
      block = { sum: last.sum + block.sum, count: last.count + block.count };
      blocks.pop();
    }
    blocks.push(block);
  });
  const levels = blocks.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count));
  const highest = high - (wished.length - 1) * gap;
  return levels.map((level, rank) => Math.max(low, Math.min(level, Math.max(low, highest))) + rank * gap);
}

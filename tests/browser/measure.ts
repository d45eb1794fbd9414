/**
 * What stands where on a page. As in `inspect.ts`, these functions run in the page and use nothing from outside
 * themselves.
 */

interface Rect {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
}

interface MeasuredElement {
  readonly localName: string;
  readonly textContent: string;
  readonly scrollWidth: number;
  readonly clientWidth: number;
  readonly children: Iterable<MeasuredElement>;
  readonly style: Record<string, string>;
  getAttribute(name: string): string | null;
  querySelector(selector: string): MeasuredElement | null;
  getBoundingClientRect(): Rect;
  getClientRects(): Iterable<Rect>;
  checkVisibility(): boolean;
}

declare const document: {
  readonly body: MeasuredElement;
  readonly documentElement: MeasuredElement;
  querySelectorAll(selector: string): Iterable<MeasuredElement>;
};
declare function getComputedStyle(element: MeasuredElement): { readonly display: string };

export interface Box {
  readonly name: string;
  /** Of the box, and of what is in it. */
  readonly width: number;
  readonly content: number;
  readonly role: string | null;
  readonly tabindex: string | null;
  /** Whether it is said that it scrolls. */
  readonly isTold: boolean;
}

/** The boxes of all tables that can be seen. */
export function tableBoxes(): readonly Box[] {
  return [...document.querySelectorAll('.scroll')]
    .filter((box) => box.checkVisibility())
    .map((box) => {
      const hint = box.querySelector('.hint');
      return {
        name: box.getAttribute('aria-label') ?? '',
        width: box.clientWidth,
        content: box.scrollWidth,
        role: box.getAttribute('role'),
        tabindex: box.getAttribute('tabindex'),
        isTold: hint !== null && getComputedStyle(hint).display !== 'none',
      };
    });
}

/** Each plot that can be seen: where it ends, and how small its smallest text is, in pixels of the screen. */
export function plotsSeen(): readonly {
  readonly right: number;
  readonly smallestText: number;
  readonly scrolls: boolean;
}[] {
  return [...document.querySelectorAll('.plot-box')]
    .filter((box) => box.checkVisibility())
    .map((box) => {
      const plot = [...box.children].find((one) => getComputedStyle(one).display !== 'none');
      const { right = 0, width = 0 } = plot?.getBoundingClientRect() ?? {};
      const drawn = Number(plot?.getAttribute('width') ?? 1);
      return {
        right,
        // Texts of a plot have 11 pixels at least as it is drawn.
        smallestText: (11 * width) / drawn,
        scrolls: box.scrollWidth > box.clientWidth,
      };
    });
}

/** The tops of the key figures, each once. */
export function figureTops(): readonly number[] {
  const tops = [...document.querySelectorAll('.figures > div')].map((one) => one.getBoundingClientRect().top);
  return [...new Set(tops.map(Math.round))];
}

/** What is on no paper: tables, plots, turns and summaries that cannot be seen, by their first words. */
export function unseen(): readonly string[] {
  return [...document.querySelectorAll('table, svg.plot.wide, .said, summary, .raw')]
    .filter((element) => !element.checkVisibility() || element.getBoundingClientRect().height === 0)
    .map((element) => `${element.localName}: ${element.textContent.trim().slice(0, 40)}`);
}

/**
 * How full each page is when the page is set in columns of that size, which break as pages do: the share of its height
 * down to the lowest text or picture.
 */
export function pageFills([width, height]: readonly [number, number]): readonly number[] {
  document.documentElement.style['width'] = `${width}px`;
  Object.assign(document.body.style, {
    width: `${width}px`,
    height: `${height}px`,
    columnWidth: `${width}px`,
    columnGap: '0px',
    columnFill: 'auto',
  });
  const lowest: number[] = [];
  for (const element of document.querySelectorAll('p, tr, svg.plot.wide, h1, h2, h3, .said, dd, summary')) {
    for (const rect of element.getClientRects()) {
      const at = Math.floor((rect.left + 1) / width);
      lowest[at] = Math.max(lowest[at] ?? 0, rect.bottom);
    }
  }
  return Array.from(lowest, (bottom: number | undefined) => (bottom ?? 0) / height);
}

/**
 * What the browser is asked about a page. These functions run in the page: they may use nothing from outside themselves.
 * The little of the DOM that they use is declared here, so that its types reach no file that runs without a page.
 */

interface PageElement {
  readonly localName: string;
  readonly namespaceURI: string;
  readonly textContent: string;
  readonly parentElement: PageElement | null;
  readonly childNodes: Iterable<{ readonly nodeType: number; readonly textContent: string }>;
  readonly attributes: Iterable<{ readonly name: string }>;
  open?: boolean;
  src?: string;
  getAttribute(name: string): string | null;
  closest(selector: string): PageElement | null;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  getBoundingClientRect(): { readonly right: number };
  append(...children: readonly PageElement[]): void;
}

interface Style {
  readonly color: string;
  readonly fill: string;
  readonly backgroundColor: string;
  readonly fontSize: string;
}

declare const document: {
  readonly title: string;
  readonly body: PageElement;
  readonly documentElement: PageElement & { readonly clientWidth: number; readonly scrollWidth: number };
  createElement(name: string): PageElement & { textContent: string };
  getElementById(id: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
};
declare function getComputedStyle(element: PageElement): Style;

/** Text whose contrast against what lies behind it is below WCAG's AA (4.5; 3 for large text): `text: ratio`. */
export function lowContrast(): readonly string[] {
  const channel = (value: number): number =>
    value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((part) =>
      channel(Number(part) / 255),
    );
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const background = (element: PageElement): string => {
    for (let at: PageElement | null = element; at !== null; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (colour !== 'rgba(0, 0, 0, 0)' && colour !== 'transparent') return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const bad: string[] = [];
  for (const element of document.querySelectorAll('body *')) {
    const hasText = [...element.childNodes].some(
      (node) => node.nodeType === 3 && node.textContent.trim() !== '',
    );
    if (!hasText || ['script', 'style', 'title', 'desc'].includes(element.localName)) continue;
    const style = getComputedStyle(element);
    const isSvg = element.namespaceURI === 'http://www.w3.org/2000/svg';
    const [one, other] = [luminance(isSvg ? style.fill : style.color), luminance(background(element))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < (parseFloat(style.fontSize) >= 24 ? 3 : 4.5)) {
      bad.push(`${element.textContent.trim().slice(0, 40)}: ${ratio.toFixed(2)}`);
    }
  }
  return bad;
}

/** Colours of the paper and of the ink. */
export function paperAndInk(): readonly [string, string] {
  const style = getComputedStyle(document.body);
  return [style.backgroundColor, style.color];
}

/** The colour in which the first mark of the first group is filled, in the plot of that id. */
export function firstGroupFill(plotId: string): string | undefined {
  const mark = document.getElementById(plotId)?.querySelector('.plot-box [fill="var(--first)"]');
  return mark === null || mark === undefined ? undefined : getComputedStyle(mark).fill;
}

/** Levels of the headings in order of the document. */
export function headingLevels(): readonly number[] {
  return [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((heading) =>
    Number(heading.localName.slice(1)),
  );
}

/** Captions and headings without a scope, a table each. */
export function tableNames(): readonly { readonly caption: string; readonly unscoped: number }[] {
  return [...document.querySelectorAll('table')].map((table) => ({
    caption: table.querySelector('caption')?.textContent.trim() ?? '',
    unscoped: [...table.querySelectorAll('th:not([scope])')].length,
  }));
}

/** Links within the page that lead nowhere. */
export function brokenLinks(): readonly string[] {
  return [...document.querySelectorAll('a[href^="#"]')]
    .map((link) => link.getAttribute('href')?.slice(1) ?? '')
    .filter((id) => document.getElementById(id) === null);
}

/** Opens every closed part. */
export function openAll(): void {
  for (const one of document.querySelectorAll('details')) one.open = true;
}

/** How wide the page is, in pixels, with what sticks out. */
export function pageWidth(): number {
  return document.documentElement.scrollWidth;
}

/** Elements that reach beyond the window and are not inside a box that scrolls: `name.class`. */
export function overflowing(): readonly string[] {
  const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll('body *')]
    .filter((element) => element.closest('.scroll, .plot-box, .skip') === null)
    .filter((element) => element.getBoundingClientRect().right > width + 1)
    .map((element) => `${element.localName}.${element.getAttribute('class') ?? ''}`);
}

/** Names of all elements and attributes in the body, to see that no text became one. */
export function vocabulary(): {
  readonly elements: readonly string[];
  readonly attributes: readonly string[];
} {
  const elements = new Set<string>();
  const attributes = new Set<string>();
  for (const element of document.querySelectorAll('body *')) {
    elements.add(element.localName);
    for (const { name } of element.attributes) attributes.add(name);
  }
  return { elements: [...elements].sort(), attributes: [...attributes].sort() };
}

/** Texts (or an attribute) of all elements that the selector finds. */
export function textsOf([selector, attribute]: readonly [string, string?]): readonly (string | null)[] {
  return [...document.querySelectorAll(selector)].map((element) =>
    attribute === undefined ? element.textContent : element.getAttribute(attribute),
  );
}

/** Does what an injected text would try: runs a script and asks the network for a picture. */
export function attack(): void {
  const script = document.createElement('script');
  script.textContent = 'document.title = "taken over"';
  const image = document.createElement('img');
  image.src = 'http://127.0.0.1:9/x.png';
  document.body.append(script, image);
}

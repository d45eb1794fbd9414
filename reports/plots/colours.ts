/** Colours of plots: variables of the page's style sheet, so that a plot follows light and dark as text does. */
export const INK = 'var(--ink)';
export const MUTED = 'var(--muted)';
export const LINE = 'var(--line)';
export const GRID = 'var(--grid)';
export const PAPER = 'var(--paper)';
export const MARK = 'var(--mark)';

/** The two groups that a report compares: people first, the model second. */
export const GROUP_COLOURS = ['var(--first)', 'var(--second)'] as const;

/** Up to eight categories, told apart by lightness as well as by hue. */
export const CATEGORY_COLOURS = [1, 2, 3, 4, 5, 6, 7, 8].map((index) => `var(--c${index})`);

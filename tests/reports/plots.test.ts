import fc from 'fast-check';
import { Fault } from '../../domain/errors.ts';
import { plotCoverageCurve } from '../../reports/plots/coverage-curve.ts';
import { plotGroupedIntervals } from '../../reports/plots/grouped-intervals.ts';
import { plotIntervalAxis } from '../../reports/plots/interval-axis.ts';
import { placeLabels, shorten, spreadOut } from '../../reports/plots/labels.ts';
import { plotResidualForest } from '../../reports/plots/residual-forest.ts';
import { cut, rangeOf } from '../../reports/plots/scale.ts';
import { plotScatter } from '../../reports/plots/scatter.ts';
import { plotScoreDistribution } from '../../reports/plots/score-distribution.ts';
import { plotShareGrid } from '../../reports/plots/share-grid.ts';
import { plotStatusBars } from '../../reports/plots/status-bars.ts';
import { plotWrightMap } from '../../reports/plots/wright-map.ts';
import { HOSTILE } from './sample.ts';

const text = { id: 'p', title: 'Title', description: 'What is to be seen.' };
const nothingKnown = { value: null, interval: null };
/** Markup without the white space that only lays it out. */
const squeeze = (markup: { toString(): string }): string =>
  markup
    .toString()
    .replace(/\s+/g, ' ')
    .replace(/ ?([<>]) ?/g, '$1');
const svgOf = (markup: { toString(): string }): string =>
  /<svg class="plot[^]*?<\/svg>/.exec(markup.toString())?.[0] ?? '';

/** Every plot, drawn with one row of the given name. */
const draw = {
  scatter: (name: string) =>
    plotScatter(
      [{ id: name, x: { value: 0, interval: [-1, 1] }, y: { value: 1, interval: null }, isNamed: true }],
      {
        ...text,
        title: name,
        xTitle: name,
        yTitle: name,
        link: { intercept: 0, slope: 1, label: name },
      },
    ),
  wright: (name: string) =>
    plotWrightMap([{ id: name, first: 0, second: 1 }], {
      ...text,
      axisTitle: name,
      persons: [
        { name, thetas: [0, 1] },
        { name: 'b', thetas: [0.5], weights: [2] },
      ],
    }),
  intervals: (name: string) =>
    plotIntervalAxis([{ label: name, kind: 'study', estimate: { value: 0.5, interval: [0.1, 3] } }], {
      ...text,
      axisTitle: name,
      ceiling: { label: name, estimate: { value: 0.9, interval: null } },
    }),
  forest: (name: string) =>
    plotResidualForest([{ id: name, text: name, residual: { value: 1, interval: [0, 2] } }], {
      ...text,
      axisTitle: name,
      overLabel: name,
      underLabel: name,
    }),
  statuses: (name: string) =>
    plotStatusBars([{ label: name, counts: { [name]: 3 } }], { ...text, statuses: [name, 'b'] }),
  grouped: (name: string) =>
    plotGroupedIntervals(
      [{ label: name, estimates: [{ value: 0.5, interval: [0.1, 3] }, nothingKnown], remark: name }],
      { ...text, axisTitle: name, series: [name, 'b'], intervalLabel: name },
    ),
  grid: (name: string) =>
    plotShareGrid(
      [
        {
          label: name,
          counts: [
            { right: 1, of: 2 },
            { right: 0, of: 0 },
          ],
        },
      ],
      {
        ...text,
        rowHeading: name,
        columns: [name, 'b'],
      },
    ),
  coverage: (name: string) =>
    plotCoverageCurve(
      {
        crossFitted: [{ label: name, coverage: 0.5, precision: { value: 0.9, interval: [0.7, 1] } }],
        optimistic: [{ label: name, coverage: 0.4, precision: { value: 1, interval: null }, isNamed: true }],
      },
      { ...text, names: [name, 'b'] },
    ),
  scores: (name: string) =>
    plotScoreDistribution([{ score: 0, first: 0.5, second: 1 }], {
      ...text,
      groups: [name, 'b'],
      axisTitle: name,
    }),
};

describe.each(Object.entries(draw))('%s', (_, plot) => {
  test('the picture is one image with a name and a description, coloured by the page', async () => {
    const svg = svgOf(await plot('name'));
    expect(svg).toMatch(
      /^<svg class="plot[^"]*" role="img" aria-labelledby="p-title" aria-describedby="p-desc"/,
    );
    expect(svg).toMatch(/<title id="p-title">[^<]+<\/title><desc id="p-desc">What is to be seen.<\/desc>/);
    expect(svg).toContain('var(--');
    expect(svg.replace(/"(?:none|transparent|var\(--[a-z0-9]+\))"/g, '')).not.toMatch(/(?:fill|stroke)="/);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
  });

  test('names are text, whatever they hold', async () => {
    const markup = (await plot(HOSTILE)).toString();
    for (const bad of ['<script', '<img', '<!--', '\u001b', '\u202e', '\u0000'])
      expect(markup).not.toContain(bad);
  });

  test('it is drawn twice as once', async () => {
    expect((await plot('name')).toString()).toBe((await plot('name')).toString());
  });
});

test('plots of nothing are drawn, with tables that say so', async () => {
  const drawn = await Promise.all([
    plotScatter([], { ...text, xTitle: 'x', yTitle: 'y' }),
    plotScatter([{ id: 'a', x: nothingKnown, y: nothingKnown }], { ...text, xTitle: 'x', yTitle: 'y' }),
    plotWrightMap([{ id: 'a', first: null, second: null }], {
      ...text,
      axisTitle: 'x',
      persons: [
        { name: 'a', thetas: [] },
        { name: 'b', thetas: [] },
      ],
    }),
    plotIntervalAxis([], { ...text, axisTitle: 'x' }),
    plotIntervalAxis([{ label: 'a', kind: 'study', estimate: nothingKnown }], { ...text, axisTitle: 'x' }),
    plotResidualForest([{ id: 'a', text: 'b', residual: nothingKnown }], {
      ...text,
      axisTitle: 'x',
      overLabel: 'o',
      underLabel: 'u',
    }),
    plotStatusBars([], { ...text, statuses: ['ok'] }),
    plotGroupedIntervals([], { ...text, axisTitle: 'x', series: ['a'] }),
    plotGroupedIntervals([{ label: 'a', estimates: [] }], { ...text, axisTitle: 'x', series: [] }),
    plotShareGrid([], { ...text, rowHeading: 'a', columns: [] }),
    plotShareGrid([{ label: 'a', counts: [] }], { ...text, rowHeading: 'a', columns: ['b'] }),
    plotCoverageCurve({ crossFitted: [], optimistic: [] }, { ...text, names: ['a', 'b'] }),
    plotCoverageCurve(
      { crossFitted: [{ label: 'a', coverage: 0, precision: nothingKnown }], optimistic: [] },
      { ...text, names: ['a', 'b'] },
    ),
    plotStatusBars([{ label: 'a', counts: {} }], { ...text, statuses: ['ok'] }),
    plotScoreDistribution([], { ...text, groups: ['a', 'b'], axisTitle: 'x' }),
  ]);
  for (const markup of drawn) expect(svgOf(markup)).not.toMatch(/NaN|Infinity|undefined/);
});

test('an item without a figure stands in the table and is counted, and is not drawn at zero', async () => {
  const markup = squeeze(
    await plotScatter(
      [
        { id: 'known', x: { value: 1, interval: null }, y: { value: 1, interval: null } },
        { id: 'lost', x: nothingKnown, y: nothingKnown },
      ],
      {
        ...text,
        xTitle: 'x',
        yTitle: 'y',
      },
    ),
  );
  expect(markup).toContain('1 of 2 items are not estimable');
  expect(markup).toContain('>lost</th><td class="end">not estimable</td>');
});

test('a row of several figures says them in the order of the series, with their intervals in the table', async () => {
  const markup = squeeze(
    await plotGroupedIntervals(
      [
        {
          label: 'a',
          estimates: [
            { value: 0.5, interval: [0.4, 0.6] },
            { value: 0.25, interval: null },
          ],
        },
        { label: 'b', estimates: [{ value: 0.5, interval: null }, nothingKnown] },
      ],
      { ...text, axisTitle: 'x', series: ['first', 'second'] },
    ),
  );
  expect(markup).toContain('>a: 50.0 / 25.0 %<');
  expect(markup).toContain('>b: 50.0 % / not estimable<');
  expect(markup).toContain('>40.0 to 60.0 %</td>');
});

test('four series have four shapes, so that colour is not needed to tell them apart', async () => {
  const series = ['a', 'b', 'c', 'd'];
  const markup = (await plotGroupedIntervals([], { ...text, axisTitle: 'x', series })).toString();
  const symbols = [...markup.matchAll(/<li><svg[^>]*>(<\w+ [^>]*>)/g)].map((match) => match[1] ?? '');
  expect(new Set(symbols.map((symbol) => symbol.replace(/fill="[^"]*"/, ''))).size).toBe(series.length);
});

test('a grid says how many of how many, and a cell without any is no zero', async () => {
  const markup = squeeze(
    await plotShareGrid(
      [
        {
          label: 'a',
          counts: [
            { right: 5, of: 8 },
            { right: 0, of: 0 },
            { right: 0, of: 3 },
          ],
        },
      ],
      {
        ...text,
        rowHeading: 'Section',
        columns: ['one', 'two', 'three'],
      },
    ),
  );
  expect(markup).toContain('>5/8<');
  expect(markup).toContain('>·<');
  expect(markup).toContain(
    '>62.5 % (5 of 8)</td><td class="end">none</td><td class="end">0.0 % (0 of 3)</td>',
  );
  expect(markup).toContain('Columns: 1 one; 2 two; 3 three.');
});

test('both curves of coverage stand in the table, and only named steps in the picture', async () => {
  const markup = squeeze(
    await plotCoverageCurve(
      {
        crossFitted: [{ label: 'hidden', coverage: 0.5, precision: { value: 0.8, interval: [0.7, 0.9] } }],
        optimistic: [
          { label: 'shown', coverage: 0.4, precision: { value: 0.9, interval: null }, isNamed: true },
        ],
      },
      { ...text, names: ['crossed', 'same'] },
    ),
  );
  const svg = svgOf(markup);
  expect(svg).toContain('>shown<');
  expect(svg).not.toContain('>hidden<');
  expect(markup).toContain(
    '>hidden</td><td class="end">50.0 %</td><td class="end">80.0 % (70.0 to 90.0 %)</td>',
  );
});

test('the forest is sorted by residual, ties by id, and names the ends', async () => {
  const rows = [0.5, -2, 0.5, 1, -0.1, 0].map((value, index) => ({
    id: `i${5 - index}`,
    text: `text ${index}`,
    residual: { value, interval: null },
  }));
  const options = { ...text, axisTitle: 'x', overLabel: 'Over', underLabel: 'Under', top: 2 };
  const markup = squeeze(await plotResidualForest(rows, options));
  const ids = (caption: string): string[] => {
    const part = markup.slice(markup.lastIndexOf(`<caption><span class="name">${caption}`));
    return [...part.slice(0, part.indexOf('</table>')).matchAll(/<th scope="row"[^>]*>(\w+)/g)].map(
      (match) => match[1] ?? '',
    );
  };
  expect(ids('Title')).toEqual(['i2', 'i3', 'i5', 'i0', 'i1', 'i4']);
  expect(ids('Over')).toEqual(['i2', 'i3']);
  expect(ids('Under')).toEqual(['i4', 'i1']);
  expect(squeeze(await plotResidualForest(rows.toReversed(), options))).toBe(markup);
});

test('an id of a plot is ours', async () => {
  await expect(plotStatusBars([], { ...text, id: 'a"b', statuses: [] })).rejects.toThrow(Fault);
});

test('labels spread out keep their order and their gap, and move no more than they must', () => {
  const places = fc
    .array(fc.double({ min: 0, max: 300, noNaN: true }), { maxLength: 20 })
    .map((list) => list.sort((a, b) => a - b));
  fc.assert(
    fc.property(places, (wished) => {
      const spread = spreadOut(wished, 12, -400, 700);
      spread.forEach((place, rank) => {
        if (rank > 0) expect(place - (spread[rank - 1] ?? 0)).toBeGreaterThanOrEqual(12 - 1e-9);
      });
      const apart = wished.every((place, rank) => rank === 0 || place - (wished[rank - 1] ?? 0) >= 12);
      if (apart) spread.forEach((place, rank) => expect(place).toBeCloseTo(wished[rank] ?? NaN, 6));
    }),
  );
  expect(spreadOut([10, 10, 10], 12, 0, 100)).toEqual([0, 12, 24]);
  expect(spreadOut([50, 50], 12, 0, 100)).toEqual([44, 56]);
});

test('a label takes a free place beside its point', () => {
  const frame = { width: 100, height: 100 };
  expect(placeLabels([{ x: 50, y: 50, text: 'a' }], [], frame)).toEqual([
    { text: 'a', x: 58, y: 50, align: 'left' },
  ]);
  expect(placeLabels([{ x: 95, y: 50, text: 'abc' }], [], frame)[0]?.align).toBe('right');
  expect(placeLabels([{ x: 50, y: 50, text: 'a' }], [{ x: 60, y: 50 }], frame)[0]?.align).toBe('right');
});

test('one hopeless interval does not flatten the others', () => {
  const [low, high] = rangeOf([-1, 1], [[-50, 50]]);
  expect([low, high].map((bound) => Math.round(bound * 100) / 100)).toEqual([-2.16, 2.16]);
  expect(cut([-50, 0], [low, high])).toEqual([low, 0]);
  expect(cut([5, 6], [-1, 1])).toBeNull();
  expect(rangeOf([])).toEqual([-1, 1]);
});

test('a long name is cut by characters, not through one', () => {
  expect(shorten('short', 5)).toBe('short');
  expect(shorten('a longer name', 9)).toBe('a longer…');
  expect(shorten('🙂🙂🙂', 2)).toBe('🙂…');
});

test('items at one point share one label, and a few keep theirs', async () => {
  const map = (count: number): Promise<{ toString(): string }> =>
    plotWrightMap(
      Array.from({ length: count }, (_, index) => ({ id: `i${index}`, first: index, second: 0.5 })),
      {
        ...text,
        axisTitle: 'x',
        persons: [
          { name: 'a', thetas: [0, 1] },
          { name: 'b', thetas: [0] },
        ],
      },
    );
  expect(svgOf(await map(12))).toContain('>12 items<');
  expect(svgOf(await map(4))).not.toContain(' items<');
});

test('every plot is drawn once for a wide screen and once for a phone, on which nothing is wider', async () => {
  for (const one of Object.values(draw)) {
    const markup = (await one('name')).toString();
    const widths = [...markup.matchAll(/<svg class="plot (wide|phone)"[^>]*? width="([\d.]+)"/g)];
    expect(widths.map(([, screen]) => screen)).toEqual(['wide', 'phone']);
    expect(Number(widths[0]?.[2])).toBeLessThanOrEqual(710);
    expect(Number(widths[1]?.[2])).toBeLessThanOrEqual(358);
  }
});

test('chance is a spread without a mark', async () => {
  const markup = (
    await plotIntervalAxis(
      [{ label: 'a coin', kind: 'chance', estimate: { value: null, interval: [-0.4, 0.4] }, remark: 'x' }],
      { ...text, axisTitle: 'r' },
    )
  ).toString();
  expect(markup).toContain('a coin: −0.40 to 0.40');
  expect(markup).toContain('spread of chance');
  expect(markup).not.toContain('not estimable');
});

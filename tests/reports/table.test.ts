import { countColumn, numberColumn, table, textColumn } from '../../reports/table.ts';

/** Markup without the white space that only lays it out. */
const squeeze = (markup: { toString(): string }): string =>
  markup
    .toString()
    .replace(/\s+/g, ' ')
    .replace(/ ?([<>]) ?/g, '$1');

interface Row {
  readonly name: string;
  readonly b: number | null;
  readonly n: number;
}

const columns = [
  textColumn<Row>('Item', (row) => row.name),
  numberColumn<Row>('b', (row) => row.b, { unit: 'logits' }),
  countColumn<Row>('n', (row) => row.n),
];

test('a table has a caption, scoped headings, and figures at the end', () => {
  const markup = squeeze(
    table({
      caption: 'Items <1>',
      columns,
      rows: [{ name: '<b>', b: -1.5, n: 1200 }],
    }),
  );
  expect(markup).toBe(
    '<div class="scroll" role="region" aria-label="Items &lt;1&gt;" tabindex="0">' +
      '<p class="hint" aria-hidden="true">This table scrolls sideways.</p>' +
      '<table><caption><span class="name">Items &lt;1&gt;</span></caption><thead><tr>' +
      '<th scope="col" class="start">Item</th><th scope="col" class="end">b<span class="unit">(logits)</span></th><th scope="col" class="end">n</th>' +
      '</tr></thead><tbody><tr>' +
      '<th scope="row" class="start">&lt;b&gt;</th><td class="end">−1.50</td><td class="end">1,200</td>' +
      '</tr></tbody></table></div>',
  );
});

test('what is not estimable says so in the cell', () => {
  expect(squeeze(table({ caption: 'x', columns, rows: [{ name: 'i', b: null, n: 0 }] }))).toContain(
    '<td class="end">not estimable</td>',
  );
});

test('the column that names rows need not be the first', () => {
  const markup = squeeze(
    table({
      caption: 'x',
      columns: [
        countColumn<Row>('n', (row) => row.n),
        { heading: 'Item', isRowHeader: true, cell: (row: Row) => row.name },
      ],
      rows: [{ name: 'i', b: null, n: 3 }],
    }),
  );
  expect(markup).toContain('<tr><td class="end">3</td><th scope="row" class="start">i</th></tr>');
});

test('an empty table says that it is empty', () => {
  expect(squeeze(table({ caption: 'x', columns, rows: [], empty: 'No item.' }))).toContain(
    '<td colspan="3">No item.</td>',
  );
});

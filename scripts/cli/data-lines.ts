/** People's data as lines of text, for `plan` and `data check`. */
import { type DataOverview, remarksOn } from '../../families/data-overview.ts';
import { columns } from './output.ts';

/** Choices that a line names. */
const MOST_CHOICES = 6;

export function dataLines(overview: DataOverview): string[] {
  const { people, items, alpha } = overview;
  const figure = (value: number | null): string => (value === null ? '-' : value.toFixed(2));
  return [
    `${people} people, ${items.length} items, alpha ${alpha === null ? 'not to be told' : alpha.toFixed(2)}`,
    columns([
      ['ITEM', 'N', 'MISSING', 'SHARE', 'ITEM-REST', 'CHOICES'],
      ...items.map(({ id, n, missing, share, itemRest, choices }) => [
        ...[id, String(n), String(missing), figure(share), figure(itemRest)],
        choicesOf(choices),
      ]),
    ]),
    ...remarksOn(overview),
  ];
}

function choicesOf(choices: Readonly<Record<string, number>>): string {
  const all = Object.entries(choices);
  const shown = all.slice(0, MOST_CHOICES).map(([choice, count]) => `${choice} ${count}`);
  return [...shown, ...(all.length > MOST_CHOICES ? [`and ${all.length - MOST_CHOICES} more`] : [])].join(
    ', ',
  );
}

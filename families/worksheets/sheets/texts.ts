/** Texts of controls: ours, and about nothing that a test of this kind asks. */

export const EMPTY_PAGE = '(The page is empty.)';

/** An off-topic worksheet: it is read, and it teaches nothing about the test. */
export const OFF_TOPIC = [
  'Read this text about tides.',
  'Twice a day the sea comes in over the flats and goes out again. The moon pulls at the water, and the water heaps up on the side that faces it and on the side that does not. The sun pulls too. When both pull along one line, the tides are high; when they pull across, they are low.',
  'Birds know the hours. They follow the edge of the water as it falls, and pick worms out of the wet sand. When the sea comes back they rise in one cloud and wait on the meadows behind the dike.',
  'Describe in your own words what you would see on the flats at low water.',
].join('\n\n');

/** They say something about the page and nothing about its problems. */
export const NEUTRAL_SENTENCES: readonly string[] = [
  'Write your name at the top of this page.',
  'This page is printed on both sides.',
  'You may use a pencil or a pen, whichever you like better.',
  'Keep the page flat on the table while you write.',
  'There is room for notes in the margin on the left.',
  'If the page is torn or stained, ask for another one.',
  'The letters on this page are large enough to be read without strain.',
  'The lines below each problem are for your own writing.',
  'Do not fold the page before it has been collected.',
  'Pages are collected in the order in which people sit.',
];

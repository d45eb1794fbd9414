/** Five more worked examples, for the methods that show eight. Our own problems and words. */
import type { Example } from './example.ts';
import { THREE_EXAMPLES } from './three-examples.ts';

const FIVE_MORE: readonly Example[] = [
  {
    question:
      'Tomas has 5 stamps more than 2 times as many as Lena. Together they have 98 stamps. How many stamps does Tomas ' +
      'have?',
    answer: 67,
    declarative: [
      'Let l be the number of Lena’s stamps [[var l]].',
      'Let t be the number of Tomas’s stamps [[var t]].',
      'Tomas has 5 more than 2 times as many as Lena [[eq t = 2 * l + 5]].',
      'Together they have 98 [[eq t + l = 98]].',
      'The answer is the value of t [[answer t]].',
    ].join('\n'),
    chain:
      'Without the 5 extra stamps they would have 98 - 5 = 93 stamps, 3 times as many as Lena has. So Lena has ' +
      '93 / 3 = 31 and Tomas has 98 - 31 = 67. The answer is 67.',
  },
  {
    question:
      'A train covers 255 kilometres in 3 hours. At the same speed, how many kilometres does it cover in 5 hours?',
    answer: 425,
    declarative: [
      'Let v be the kilometres that it covers in an hour [[var v]].',
      'In 3 hours it covers 255 kilometres [[eq 3 * v = 255]].',
      'Let k be the kilometres that it covers in 5 hours [[var k]].',
      'It goes on at the same speed [[eq k = 5 * v]].',
      'The answer is the value of k [[answer k]].',
    ].join('\n'),
    chain:
      'In one hour the train covers 255 / 3 = 85 kilometres. In 5 hours it covers 5 * 85 = 425. The answer is 425.',
  },
  {
    question:
      'A library had 320 books. It gave away 45 of them and then bought 28 new ones. How many books does it have now?',
    answer: 303,
    declarative: [
      'Let a be the number of books after some were given away [[var a]].',
      'It had 320 books and gave away 45 [[eq a = 320 - 45]].',
      'Let n be the number of books now [[var n]].',
      'Then it bought 28 new ones [[eq n = a + 28]].',
      'The answer is the value of n [[answer n]].',
    ].join('\n'),
    chain:
      'After giving away 45 books the library had 320 - 45 = 275. With 28 new ones it has 275 + 28 = 303. The answer ' +
      'is 303.',
  },
  {
    question:
      'A school has 72 pupils. 1/4 of them walk to school and 30 come by bus. The others cycle. How many pupils cycle?',
    answer: 24,
    declarative: [
      'Let w be the number of pupils who walk [[var w]].',
      'They are 1/4 of the 72 pupils [[eq w = 1/4 * 72]].',
      'Let c be the number of pupils who cycle [[var c]].',
      'Those who walk, the 30 who come by bus and those who cycle are all 72 pupils [[eq w + 30 + c = 72]].',
      'The answer is the value of c [[answer c]].',
    ].join('\n'),
    chain:
      'Of the 72 pupils 72 / 4 = 18 walk. Then 72 - 18 - 30 = 24 pupils are left, and they cycle. The answer is 24.',
  },
  {
    question:
      'A garden is a rectangle that is 3 metres longer than it is wide. The fence around it is 46 metres long. How ' +
      'many metres wide is the garden?',
    answer: 10,
    declarative: [
      'Let w be the width of the garden [[var w]].',
      'Let l be its length [[var l]].',
      'It is 3 metres longer than wide [[eq l = w + 3]].',
      'The fence goes along 2 lengths and 2 widths and is 46 metres long [[eq 2 * l + 2 * w = 46]].',
      'The answer is the value of w [[answer w]].',
    ].join('\n'),
    chain:
      'Half of the fence, 46 / 2 = 23 metres, is one length and one width. Without the 3 extra metres, 20 metres are ' +
      'two widths, so the garden is 20 / 2 = 10 metres wide. The answer is 10.',
  },
];

export const EIGHT_EXAMPLES: readonly Example[] = [...THREE_EXAMPLES, ...FIVE_MORE];

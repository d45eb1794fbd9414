/**
 * The three worked examples of every method: sums of products, two unknowns, a percentage. Of the same kinds as those
 * of arXiv 2304.09102, with problems and words of our own, so that no test set knows them.
 */
import type { FullExample } from './example.ts';

export const THREE_EXAMPLES: readonly FullExample[] = [
  {
    question:
      'Nadia waters 14 tomato plants and 9 pepper plants. Each tomato plant takes 3 litres of water and each pepper ' +
      'plant takes 2 litres. How many litres of water does she need?',
    answer: 60,
    declarative: [
      'Let t be the litres for the tomato plants [[var t]].',
      'The 14 tomato plants take 3 litres each [[eq t = 14 * 3]].',
      'Let p be the litres for the pepper plants [[var p]].',
      'The 9 pepper plants take 2 litres each [[eq p = 9 * 2]].',
      'Let w be the litres that Nadia needs [[var w]].',
      'She needs the water for both kinds of plants [[eq w = t + p]].',
      'The answer is the value of w [[answer w]].',
    ].join('\n'),
    chain:
      'The 14 tomato plants take 14 * 3 = 42 litres. The 9 pepper plants take 9 * 2 = 18 litres. Together that is ' +
      '42 + 18 = 60 litres. The answer is 60.',
    oneStep: '[[var w]] [[eq w = 14 * 3 + 9 * 2]] [[answer w]]',
    program: [
      'tomato_litres = 14 * 3',
      'pepper_litres = 9 * 2',
      'litres = tomato_litres + pepper_litres',
      'print(litres)',
    ].join('\n'),
  },
  {
    question:
      'A carpenter made 26 seats, some of them stools with 3 legs and the others chairs with 4 legs. He used 89 legs ' +
      'in all. How many chairs did he make?',
    answer: 11,
    declarative: [
      'Let s be the number of stools [[var s]].',
      'Let c be the number of chairs [[var c]].',
      'There are 26 seats in all [[eq s + c = 26]].',
      'A stool has 3 legs, a chair has 4 legs, and 89 legs were used [[eq 3 * s + 4 * c = 89]].',
      'The answer is the value of c [[answer c]].',
    ].join('\n'),
    chain:
      'If all 26 seats were stools, there would be 26 * 3 = 78 legs. There are 89 - 78 = 11 legs more than that. Each ' +
      'chair has 1 leg more than a stool, so there are 11 chairs. The answer is 11.',
    oneStep: '[[var c]] [[eq 3 * (26 - c) + 4 * c = 89]] [[answer c]]',
    program: [
      'seats = 26',
      'legs = 89',
      'legs_if_all_were_stools = 3 * seats',
      'chairs = (legs - legs_if_all_were_stools) // (4 - 3)',
      'print(chairs)',
    ].join('\n'),
  },
  {
    question:
      'In the sale a jacket costs 20% less than before. It now costs 68 dollars. How many dollars did it cost before?',
    answer: 85,
    declarative: [
      'Let p be the price before the sale [[var p]].',
      'Let d be the discount [[var d]].',
      'The discount is 20% of the price before [[eq d = 20 / 100 * p]].',
      'The price before less the discount is 68 dollars [[eq p - d = 68]].',
      'The answer is the value of p [[answer p]].',
    ].join('\n'),
    chain:
      'In the sale the jacket costs 100% - 20% = 80% of the price before. So the price before is 68 / 0.8 = 85 ' +
      'dollars. The answer is 85.',
    oneStep: '[[var p]] [[eq p - 20 / 100 * p = 68]] [[answer p]]',
    program: [
      'remaining_percent = 100 - 20',
      'price_before = 68 * 100 / remaining_percent',
      'print(price_before)',
    ].join('\n'),
  },
];

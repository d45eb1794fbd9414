#!/usr/bin/env node
/**
 * Makes experiments/alignment/planted.json, the script of the demo's planted population: difficulties with a known
 * relation to the people's MAP difficulties. Run it again only when the items or the data change:
 *   node scripts/make-planted.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { plantDifficulties } from '../families/alignment/planted/plant.ts';
import { readItems } from '../families/alignment/responses/items.ts';
import { readResponses } from '../families/alignment/responses/read.ts';
import { personsSide } from '../families/alignment/analysis/sides.ts';
import { fitIrt } from '../methods/irt/fit.ts';

const FOLDER = new URL('../experiments/alignment/', import.meta.url);
const DATA = new URL('../.setup/verbal-aggression.csv', import.meta.url);
/** Items of middling difficulty, so that displacement is not mistaken for the floor or the ceiling. */
const DISPLACED = [
  { id: 'S1DoScold', direction: 1 },
  { id: 'S4WantShout', direction: -1 },
  { id: 'S3DoCurse', direction: 1 },
] as const;

const items = readItems(readFileSync(new URL('verbal-items.csv', FOLDER), 'utf8'), {
  file: 'verbal-items.csv',
});
const people = readResponses(readFileSync(DATA, 'utf8'), {
  file: 'verbal-aggression.csv',
  covariates: ['anger', 'gender'],
  scoreMap: { no: 0, perhaps: 1, yes: 1 },
});
const fit = fitIrt(personsSide(people, items).responses, { model: 'rasch', estimation: 'map' });
const difficulties = plantDifficulties(
  fit.items.map((item) => item.b ?? 0),
  {
    rho: 0.8,
    spread: 0.6,
    displaced: DISPLACED.map(({ id, direction }) => ({
      item: items.findIndex((item) => item.id === id),
      direction,
    })),
    seed: 2407,
  },
);
const script = {
  seed: 2407,
  models: ['planted'],
  rules: [
    {
      when: { model: 'planted' },
      reply: {
        kind: 'planted',
        respondent: 'Respondent ',
        sd: Number(Math.sqrt(fit.latent.variance ?? 1).toFixed(4)),
        items: items.map((item, index) => ({
          match: item.text,
          difficulty: Number((difficulties[index] ?? 0).toFixed(4)),
        })),
        yes: 'C. yes',
        no: 'A. no',
      },
    },
  ],
};
writeFileSync(new URL('planted.json', FOLDER), `${JSON.stringify(script, null, 2)}\n`);

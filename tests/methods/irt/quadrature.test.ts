/** The grid over the latent variable: what it adds up to, and that its spacing is no part of a figure. */
import fc from 'fast-check';
import { fitIrt } from '../../../methods/irt/fit.ts';
import { doubledCount, quadrature } from '../../../methods/irt/quadrature.ts';
import { simulate } from './samples.ts';

const odd = fc.integer({ min: 20, max: 400 }).map((half) => 2 * half + 1);

test('weights and their moments are those of a standard normal', () => {
  fc.assert(
    fc.property(odd, (count) => {
      const { z, logWeight } = quadrature(count);
      const moment = (k: number): number =>
        z.reduce((sum, node, q) => sum + node ** k * Math.exp(logWeight[q] as number), 0);
      expect(moment(0)).toBeCloseTo(1, 12);
      expect(moment(1)).toBeCloseTo(0, 12);
      expect(moment(2)).toBeCloseTo(1, 10);
    }),
  );
});

test('the log-likelihood of 20,000 persons does not follow the spacing of the nodes', () => {
  const { responses } = simulate(7, 200, 30, 0.3);
  const many = { ...responses, weights: new Float64Array(responses.persons).fill(100) };
  const at = (nodes: number): number =>
    fitIrt(many, { model: '2pl', nodes, verifyNodes: false }).logLikelihood;
  expect(Math.abs(at(doubledCount(75)) - at(75))).toBeLessThan(1e-7);
});

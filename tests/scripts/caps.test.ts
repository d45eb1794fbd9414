import { capsInForce } from '../../scripts/cli/store-experiment.ts';

describe('the caps that an experiment is run again with', () => {
  const carried = { wallMs: 1, caps: { calls: 500, tokens: 9 } };

  test('what `budget` set stays in force', () => {
    expect(capsInForce({ calls: 100 }, { caps: { calls: 100 }, carried })).toEqual({ calls: 500, tokens: 9 });
  });

  test('a cap that the spec changed since counts, also one that it dropped', () => {
    expect(capsInForce({ calls: 1_000 }, { caps: { calls: 100 }, carried })).toEqual({
      calls: 1_000,
      tokens: 9,
    });
    expect(capsInForce({}, { caps: { calls: 100 }, carried })).toEqual({ tokens: 9 });
  });

  test('the spec alone counts where nothing was carried over', () => {
    expect(capsInForce({ calls: 1 }, { caps: { calls: 7 } })).toEqual({ calls: 1 });
  });
});

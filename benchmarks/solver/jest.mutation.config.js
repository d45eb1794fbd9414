/** The solver's tests as mutants are tried against them: without the long ones, which would make a day of it. */
import base from '../../jest.config.js';

export default {
  ...base,
  rootDir: '../..',
  roots: ['<rootDir>/tests/methods/equations'],
  testPathIgnorePatterns: ['hostile\\.test', 'fuzz\\.test', 'generated\\.test'],
};

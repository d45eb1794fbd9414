/** Counts, tokens and micro-dollars are whole numbers: one database would round what the other keeps. */
import { Fault } from '../../domain/errors.ts';

/** @throws Fault naming the first of them that is no whole number from 0 up */
export function checkWhole(numbers: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(numbers)) {
    if (!Number.isSafeInteger(value) || value < 0)
      throw new Fault(`${name} must be a whole number, not ${value}`);
  }
}

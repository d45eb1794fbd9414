/** What an experiment uses up, each once: its name, its cap in a spec and on the command line, and how it is printed. */
import type { CapName, Caps, Spend } from './experiment.ts';
import { count, duration, money } from './figures.ts';

export interface Meter {
  readonly cap: CapName;
  /** In a sentence: `money`. */
  readonly label: string;
  /** Its field in a spec's `budget`, and how much of the meter one of that is. */
  readonly spec: {
    readonly field: 'calls' | 'tokens' | 'usd' | 'hours' | 'sandboxMinutes';
    readonly of: number;
  };
  /** The option of `holdfast budget`, as its values are named, and how much of the meter one of that is. */
  readonly option: {
    readonly field: 'calls' | 'tokens' | 'usd' | 'minutes' | 'sandboxMinutes';
    readonly of: number;
  };
  /** What was used, and what perhaps was: a cap counts both. @param wallMs time used, without pauses and standstills */
  readonly used: (spend: Spend, wallMs: number) => number;
  /** An amount as people read it, without the unit where that is a word. */
  readonly text: (amount: number) => string;
  /** That word, '' where `text` has its unit. */
  readonly unit: string;
}

const CALLS: Meter = {
  ...{ cap: 'calls', label: 'calls', unit: 'calls', text: count },
  spec: { field: 'calls', of: 1 },
  option: { field: 'calls', of: 1 },
  used: ({ calls, unanswered }) => calls + (unanswered?.calls ?? 0),
};

const TOKENS: Meter = {
  ...{ cap: 'tokens', label: 'tokens', unit: 'tokens', text: count },
  spec: { field: 'tokens', of: 1 },
  option: { field: 'tokens', of: 1 },
  used: ({ promptTokens, completionTokens, unanswered }) =>
    promptTokens + completionTokens + (unanswered?.promptTokens ?? 0) + (unanswered?.completionTokens ?? 0),
};

const MONEY: Meter = {
  ...{ cap: 'costMicroUsd', label: 'money', unit: '', text: money },
  spec: { field: 'usd', of: 1e6 },
  option: { field: 'usd', of: 1e6 },
  used: ({ costMicroUsd, unanswered }) => costMicroUsd + (unanswered?.costMicroUsd ?? 0),
};

const WALL_TIME: Meter = {
  ...{ cap: 'wallMs', label: 'wall time', unit: '', text: duration },
  spec: { field: 'hours', of: 3_600_000 },
  option: { field: 'minutes', of: 60_000 },
  used: (_, wallMs) => wallMs,
};

const SANDBOX_TIME: Meter = {
  ...{ cap: 'sandboxMs', label: 'sandbox time', unit: 'in the sandbox', text: duration },
  spec: { field: 'sandboxMinutes', of: 60_000 },
  option: { field: 'sandboxMinutes', of: 60_000 },
  used: ({ programs }) => programs?.sandboxMs ?? 0,
};

const BY_CAP: Readonly<Record<CapName, Meter>> = {
  calls: CALLS,
  tokens: TOKENS,
  costMicroUsd: MONEY,
  wallMs: WALL_TIME,
  sandboxMs: SANDBOX_TIME,
};

/** In the order in which they are printed. */
export const METERS: readonly Meter[] = Object.values(BY_CAP);

export function meterOf(cap: CapName): Meter {
  return BY_CAP[cap];
}

/** An amount with its unit: `1,200 calls`, `$1.20`, `3 h`. */
export function amountText({ text, unit }: Meter, amount: number): string {
  return unit === '' ? text(amount) : `${text(amount)} ${unit}`;
}

/** Caps by what a spec or the command line gives for each meter; absent ones are none. */
export function capsBy(given: (meter: Meter) => number | undefined): Caps {
  return Object.fromEntries(
    METERS.flatMap((meter) => {
      const amount = given(meter);
      return amount === undefined ? [] : [[meter.cap, amount] as const];
    }),
  );
}

/** The caps that are set, each with its meter. */
export function setCaps(caps: Caps): readonly (readonly [Meter, number])[] {
  return METERS.flatMap((meter) => {
    const limit = caps[meter.cap];
    return limit === undefined ? [] : [[meter, limit] as const];
  });
}

/** What programs used, in words; none where there were none. */
export function programsText({ programs }: Pick<Spend, 'programs'>): string[] {
  if (programs === undefined || programs.run + programs.recalled === 0) return [];
  const { run, recalled, sandboxMs } = programs;
  return [
    `${count(run)} programs run (${duration(sandboxMs)} in the sandbox), ${count(recalled)} from the store`,
  ];
}

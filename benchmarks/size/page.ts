/** The page that `bench:size` writes. */
export interface SizeRow {
  readonly cells: number;
  readonly plan: { readonly seconds: number; readonly peakMiB: number };
  /** From `run` to the first call: the command, and the worker that collects. */
  readonly begin: { readonly seconds: number; readonly commandMiB: number; readonly workerMiB: number };
  /** null where it was not tried: a store of this size takes an hour to fill. */
  readonly store: {
    readonly collectMicros: number;
    readonly analyseMicros: number;
    readonly peakMiB: number;
  } | null;
}

/** A store of settled calls: of each, the bytes of its file and the characters of its question as it is kept. */
export interface SettledCalls {
  readonly calls: number;
  readonly bytesEach: number;
  readonly charactersEach: number;
}

const MOST_BYTES = 1000;
const MOST_SECONDS = 20;
const MOST_MIB = 600;
/** How much more a cell may take in the largest store than in the smallest. */
const FLAT = 1.5;

export function sizePage(
  rows: readonly SizeRow[],
  calls: SettledCalls,
  machine: string,
  command: string,
): string {
  const largest = rows.at(-1);
  const filled = rows.flatMap(({ cells, store }) => (store === null ? [] : [{ cells, ...store }]));
  const [least, most] = [filled[0], filled.at(-1)];
  const memory = Math.max(
    ...rows.flatMap(({ plan, begin }) => [plan.peakMiB, begin.commandMiB, begin.workerMiB]),
  );
  const growth = (of: (row: (typeof filled)[number]) => number): number =>
    least === undefined || most === undefined ? NaN : of(most) / of(least);
  const targets = [
    ['Plan of the largest', `< ${MOST_SECONDS} s`, largest?.plan.seconds ?? NaN, MOST_SECONDS, 's'],
    [
      'Begin of the largest, until the first call',
      `< ${MOST_SECONDS} s`,
      largest?.begin.seconds ?? NaN,
      MOST_SECONDS,
      's',
    ],
    ['Most memory of any process', `< ${MOST_MIB} MiB`, memory, MOST_MIB, 'MiB'],
    [
      `A settled call in the store, its question of ${calls.charactersEach.toFixed(0)} characters`,
      `< ${MOST_BYTES} bytes`,
      calls.bytesEach,
      MOST_BYTES,
      'bytes',
    ],
    [
      'Collecting a cell, largest store against smallest',
      `< ${FLAT} x`,
      growth((row) => row.collectMicros),
      FLAT,
      'x',
    ],
    [
      'Reading a cell for the analysis, the same',
      `< ${FLAT} x`,
      growth((row) => row.analyseMicros),
      FLAT,
      'x',
    ],
  ] as const;
  return `# Size: what many cells cost

A vocabulary study: children x words, two arms, two orders of the options each. \`plan\` and \`run\` are the commands as a user starts
them; a study begins when its first call arrives at the scripted endpoint. Collecting and reading are measured in a store that holds every
cell, without models and fits: the last 100,000 cells are told, looked up and written shard by shard as a worker does it, on top of all others;
then all cells are read into columns and scores. A settled call is what the file of a store of ${calls.calls.toLocaleString('en')} calls has for each:
question, answer, ledger, cell and every index, written one by one.

- Machine: ${machine}
- Date: ${new Date().toISOString().slice(0, 10)}
- Command: \`${command}\`

| What | Target | Found | |
| --- | --- | --- | --- |
${targets.map(([what, target, found, limit, unit]) => `| ${what} | ${target} | ${found.toFixed(1)} ${unit} | ${found < limit ? 'met' : 'not met'} |`).join('\n')}

| Cells | plan, s | plan, MiB | begin, s | run, MiB | worker, MiB | collecting, µs a cell | reading, µs a cell | reading, MiB |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.map(rowText).join('\n')}
`;
}

function rowText({ cells, plan, begin, store }: SizeRow): string {
  const figures = [
    cells.toLocaleString('en'),
    plan.seconds.toFixed(1),
    plan.peakMiB.toFixed(0),
    begin.seconds.toFixed(1),
    begin.commandMiB.toFixed(0),
    begin.workerMiB.toFixed(0),
    store?.collectMicros.toFixed(1) ?? '-',
    store?.analyseMicros.toFixed(1) ?? '-',
    store?.peakMiB.toFixed(0) ?? '-',
  ];
  return `| ${figures.join(' | ')} |`;
}

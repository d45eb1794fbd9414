/** The page that `bench:embedded` writes. */
export interface Compared {
  readonly what: string;
  readonly unit: string;
  /** Units a second in each round: the backend's, and the plain loop's beside it. */
  readonly rounds: readonly { readonly ours: number; readonly plain: number }[];
  /** Why it is no faster, where that is so. */
  readonly because: string;
}

export interface Batched {
  readonly what: string;
  readonly oneByOneMs: number;
  readonly atOnceMs: number;
}

export interface EmbeddedFigures {
  readonly compared: readonly Compared[];
  readonly batched: readonly Batched[];
  /** Tokens of the demo's prompts, and those whose state was kept from a prompt before. */
  readonly demo: { readonly promptTokens: number; readonly reused: number };
  readonly machine: string;
  readonly threads: number;
  readonly load: string;
  readonly command: string;
}

const TARGET = 2;

export function embeddedPage(figures: EmbeddedFigures): string {
  const { compared, batched, demo, machine, threads, load, command } = figures;
  const reused = ((100 * demo.reused) / demo.promptTokens).toFixed(0);
  return `# The embedded model: what it answers a second

SmolLM2-135M-Instruct (Q4_1) in this process, on the processor, asked through the embedded backend, and in the same run through
a plain loop over the same weights: node-llama-cpp as its examples use it, with its own settings, one prompt after another, each read from its
beginning. Both take turns, with prompts that neither has seen. The backend's answers are the same bits whatever was asked before. Cells
are asked of the backend alone, without workflow and store.

- Machine: ${machine}
- Threads: ${threads}
- Date: ${new Date().toISOString().slice(0, 10)}
- Command: \`${command}\`
- Load: ${load}

| What | Embedded backend | Plain loop | Ratio (of each round) | >= ${TARGET} | Why not |
| --- | ---: | ---: | --- | --- | --- |
${compared.map(comparedRow).join('\n')}

Of the ${demo.promptTokens} prompt tokens of the demo's cells here, ${reused} % were not read again: their state was kept from a prompt before.

Requests do not share a batch. It would change the last bits of their answers, and gives little on a processor:

| In each of four sequences | One after the other | In one batch | Ratio |
| --- | ---: | ---: | ---: |
${batched
  .map(
    ({ what, oneByOneMs, atOnceMs }) =>
      `| ${what} | ${oneByOneMs.toFixed(0)} ms | ${atOnceMs.toFixed(0)} ms | ${(oneByOneMs / atOnceMs).toFixed(2)} |`,
  )
  .join('\n')}
`;
}

function comparedRow({ what, unit, rounds, because }: Compared): string {
  const rate = (side: 'ours' | 'plain'): number => median(rounds.map((round) => round[side]));
  const ratios = rounds.map(({ ours, plain }) => ours / plain);
  const ratio = median(ratios);
  const isMet = ratio >= TARGET;
  return `| ${what} | ${figure(rate('ours'))} ${unit}/s | ${figure(rate('plain'))} ${unit}/s | ${ratio.toFixed(2)} (${ratios.map((one) => one.toFixed(2)).join(', ')}) | ${isMet ? 'met' : 'not met'} | ${isMet ? '' : because} |`;
}

function figure(rate: number): string {
  return rate < 10 ? rate.toFixed(2) : rate.toFixed(0);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

/** The figures of a run as a page of the docs. */

/** How a benchmark was run. */
interface Ran {
  readonly machine: string;
  readonly date: string;
  readonly command: string;
}

/** What was measured, and whether it is what was asked for. */
export interface Row {
  readonly what: string;
  readonly target: string;
  readonly found: string;
  readonly met: boolean;
}

export interface Figures extends Ran {
  readonly calls: number;
  readonly concurrency: number;
  readonly latencyMs: number;
  readonly seconds: number;
  readonly bareSeconds: number;
  readonly events: number;
  readonly peakBytes: number;
  readonly smallPeakBytes: number;
  readonly smallCalls: number;
}

const THROUGHPUT_AT_LEAST = 0.95;
const EVENTS_BELOW = 2000;
const MEMORY_AT_MOST = 1.1;

export function collectionPage(figures: Figures): { text: string; isMet: boolean } {
  const {
    calls,
    concurrency,
    latencyMs,
    seconds,
    bareSeconds,
    events,
    peakBytes,
    smallPeakBytes,
    smallCalls,
  } = figures;
  const throughput = bareSeconds / seconds;
  const memory = peakBytes / smallPeakBytes;
  const rows: Row[] = [
    {
      what: `Throughput, as a share of a bare client loop with as many calls at once`,
      target: `>= ${100 * THROUGHPUT_AT_LEAST} %`,
      found: `${(100 * throughput).toFixed(1)} % (${(calls / seconds).toFixed(0)} against ${(calls / bareSeconds).toFixed(0)} calls a second)`,
      met: throughput >= THROUGHPUT_AT_LEAST,
    },
    {
      what: 'Events of the history',
      target: `< ${EVENTS_BELOW}`,
      found: String(events),
      met: events < EVENTS_BELOW,
    },
    {
      what: `Peak memory of the worker, against ${smallCalls} calls`,
      target: `<= ${MEMORY_AT_MOST} x`,
      found: `${memory.toFixed(3)} x (${megabytes(peakBytes)} against ${megabytes(smallPeakBytes)})`,
      met: memory <= MEMORY_AT_MOST,
    },
  ];
  const text = [
    '# Collecting: what durability costs',
    '',
    `${calls} calls to the scripted endpoint, which answers after ${latencyMs} ms, ${concurrency} at a time (start and`,
    'maximum). The time is taken from the first request that the endpoint saw to its last answer, so that warm-up is in',
    'it; every answer is committed to the store and acknowledged before its cell counts. The bare loop sends as many',
    'requests with the same client to the same endpoint, in the same run, and keeps nothing.',
    '',
    ...ranLines(figures),
    ...table(rows),
    '',
  ].join('\n');
  return { text, isMet: rows.every(({ met }) => met) };
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}

function ranLines({ machine, date, command }: Ran): string[] {
  return [`- Machine: ${machine}`, `- Date: ${date}`, `- Command: \`${command}\``];
}

function table(rows: readonly Row[]): string[] {
  return [
    '',
    '| What | Target | Found | |',
    '| --- | --- | --- | --- |',
    ...rows.map(
      ({ what, target, found, met }) => `| ${what} | ${target} | ${found} | ${met ? 'met' : 'not met'} |`,
    ),
  ];
}

/** A section of the page, with its heading. */
export function sectionOf(
  heading: string,
  rows: readonly Row[],
  { load, ...ran }: Ran & { readonly load: string },
): string {
  return [`## ${heading}`, '', ...ranLines(ran), `- Load: ${load}`, ...table(rows), ''].join('\n');
}

/** All sections of a page, as they stand after its first part. */
export function sectionsOf(page: string): string {
  const at = page.indexOf('\n## ');
  return at < 0 ? '' : page.slice(at);
}

/** The page with this section, in the place of the one of that heading. */
export function withSection(page: string, heading: string, section: string): string {
  const [first = '', ...sections] = page.split(/\n(?=## )/);
  const others = sections.filter((one) => !one.startsWith(`## ${heading}\n`));
  return [first.trimEnd(), ...others.map((one) => one.trimEnd()), section].join('\n\n');
}

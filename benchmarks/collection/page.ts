/** The figures of a run as a page of the docs. */

export interface Figures {
  readonly calls: number;
  readonly concurrency: number;
  readonly latencyMs: number;
  readonly seconds: number;
  readonly bareSeconds: number;
  readonly events: number;
  readonly peakBytes: number;
  readonly smallPeakBytes: number;
  readonly smallCalls: number;
  readonly machine: string;
  readonly date: string;
  readonly command: string;
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
  const rows = [
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
    `- Machine: ${figures.machine}`,
    `- Date: ${figures.date}`,
    `- Command: \`${figures.command}\``,
    '',
    '| What | Target | Found | |',
    '| --- | --- | --- | --- |',
    ...rows.map(
      ({ what, target, found, met }) => `| ${what} | ${target} | ${found} | ${met ? 'met' : 'not met'} |`,
    ),
    '',
  ].join('\n');
  return { text, isMet: rows.every(({ met }) => met) };
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}

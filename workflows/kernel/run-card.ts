/** The run card: what the Temporal UI shows of a running experiment, in Markdown. */
import { isOpen, type Progress, type Start } from '../../domain/experiment.ts';
import { count, duration, money, percent } from '../../domain/figures.ts';
import { amountText, programsText, setCaps } from '../../domain/meters.ts';
import { minuteOf } from '../../domain/minute.ts';
import { leftText } from '../../domain/time-left.ts';
import { reasonsText } from '../../domain/unanswered.ts';

/**
 * @param book lines on what it is about: a run that continues another has lost its summary and details, and has only the card
 * @param wallMs time used, without pauses and standstills
 * @param at now, epoch milliseconds: a card that nobody renews says how old it is
 */
export function runCard(
  { title, experiment }: Pick<Start, 'title' | 'experiment'>,
  progress: Progress,
  book: readonly string[],
  wallMs: number,
  at: number,
): string {
  return [
    `### ${title}`,
    `${standing(progress)} · ${minuteOf(at)}`,
    '',
    ...(progress.headline === undefined
      ? []
      : [`- **${progress.state === 'completed' ? 'Figure' : 'Figure so far'}** ${progress.headline}`]),
    `- **Progress** ${progressLine(progress)}`,
    ...leftLines(progress),
    `- **Spend** ${spendLine(progress)}`,
    ...unansweredLines(progress),
    `- **Time** ${duration(wallMs)} (without pauses)`,
    ...capLines(progress, wallMs),
    ...book,
    ...(progress.blocked === undefined ? [] : ['', '#### What blocks', progress.blocked]),
    ...endLines(experiment, progress),
  ].join('\n');
}

/** The state alone where it has ended: the phase is what came last. */
function standing({ phase, state }: Progress): string {
  return isOpen(state) ? `**${phase}** · ${state}` : `**${state}**`;
}

function leftLines({ etaMs, etaRangeMs: [lowMs, highMs] = [0, 0] }: Progress): string[] {
  return etaMs === undefined ? [] : [`- **Left to collect** ${leftText({ ms: etaMs, lowMs, highMs })}`];
}

function endLines(experiment: Start['experiment'], { state, ended }: Progress): string[] {
  switch (state) {
    case 'completed':
      return [`- **Report** \`./holdfast report ${experiment}\``];
    case 'stopped':
      return [
        '',
        '#### It was stopped',
        `${ended ?? ''}\nRun its spec again to go on with what is settled; \`./holdfast report ${experiment}\` shows what there was.`.trim(),
      ];
    case 'failed':
      return ['', '#### Why it failed', ended ?? ''];
    case 'running':
    case 'paused':
    case 'blocked':
    case 'stopping':
      return [];
  }
}

function progressLine({ settled, cells, missing, shardsDone, shards }: Progress): string {
  const lost = missing === 0 ? '' : `, ${count(missing)} missing`;
  return `${count(settled)} of ${count(cells)} cells (${percent(settled, cells)})${lost}; ${count(shardsDone)} of ${count(shards)} shards`;
}

function spendLine({ spend }: Progress): string {
  const parts = [
    `${count(spend.calls)} calls`,
    `${count(spend.promptTokens + spend.completionTokens)} tokens`,
    money(spend.costMicroUsd),
    `${count(spend.memoHits)} from the memo`,
  ];
  if (spend.callsSentAnew > 0) parts.push(`${count(spend.callsSentAnew)} sent anew`);
  return [...parts, ...programsText(spend)].join(', ');
}

/** Not paid for certain, and charged to the caps all the same. */
function unansweredLines({ spend: { unanswered } }: Progress): string[] {
  if (unanswered === undefined || unanswered.calls === 0) return [];
  const tokens = count(unanswered.promptTokens + unanswered.completionTokens);
  return [
    `- **Sent and unanswered** ${count(unanswered.calls)} calls (${reasonsText(unanswered)}), perhaps paid: ${tokens} tokens, ${money(unanswered.costMicroUsd)}`,
  ];
}

function capLines({ caps, spend }: Progress, wallMs: number): string[] {
  const lines = setCaps(caps).map(
    ([meter, limit]) => `${meter.text(meter.used(spend, wallMs))} of ${amountText(meter, limit)}`,
  );
  return lines.length === 0 ? [] : [`- **Caps** ${lines.join('; ')}`];
}

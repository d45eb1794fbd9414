/** The run card: what the Temporal UI shows of a running experiment, in Markdown. */
import type { Progress } from '../../domain/experiment.ts';
import { count, duration, money, percent } from '../../domain/figures.ts';
import { amountText, programsText, setCaps } from '../../domain/meters.ts';
import { reasonsText } from '../../domain/unanswered.ts';

/** @param wallMs time used, without pauses and standstills */
export function runCard(title: string, progress: Progress, wallMs: number): string {
  return [
    `### ${title}`,
    `**${progress.phase}** · ${progress.state}`,
    '',
    ...(progress.headline === undefined ? [] : [`- **Figure so far** ${progress.headline}`]),
    `- **Progress** ${progressLine(progress)}`,
    ...(progress.etaMs === undefined ? [] : [`- **Left** about ${duration(progress.etaMs)}`]),
    `- **Spend** ${spendLine(progress)}`,
    ...unansweredLines(progress),
    `- **Time** ${duration(wallMs)} (without pauses)`,
    ...capLines(progress, wallMs),
    ...(progress.blocked === undefined ? [] : ['', '#### What blocks', progress.blocked]),
  ].join('\n');
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

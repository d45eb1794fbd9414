/** Figures as people read them. No locale: the same text on every machine. */

/** 12,345 */
export function count(n: number): string {
  return Math.round(n)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Millionths of a dollar as $1,234.56; below a cent with all that is there. */
export function money(microUsd: number): string {
  if (microUsd > 0 && microUsd < 10_000) return `$${(microUsd / 1e6).toFixed(6).replace(/0+$/, '')}`;
  const cents = Math.round(microUsd / 1e4);
  return `$${count(Math.floor(cents / 100))}.${(cents % 100).toString().padStart(2, '0')}`;
}

/** 40 s, 5 min, 3 h 20 min, 2 d 4 h. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 24 * 60) return withRest(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(minutes / 60);
  return withRest(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** A share as a percentage; 100 % only when all is there. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '0 %';
  return `${part >= whole ? 100 : Math.min(99, Math.floor((100 * part) / whole))} %`;
}

function withRest(whole: number, unit: string, rest: number, smaller: string): string {
  return rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${smaller}`;
}

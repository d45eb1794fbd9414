/** A moment as cards, reports and lists say it: `2026-11-28 13:00 UTC`. @param at epoch milliseconds */
export function minuteOf(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

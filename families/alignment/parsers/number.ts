/** An answer that is a number. */

const NUMBER = /^[-−+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?$/;

/** `42`, `-3.5`, `1,234`, `42 %`, `42.`: the number alone (a percentage as it is written), or null. */
export function readNumber(text: string): number | null {
  const said = text.trim().replace(/\s*%$/, '').replace(/\.$/, '');
  if (!/\d/.test(said) || !NUMBER.test(said)) return null;
  const number = Number(said.replaceAll(',', '').replace('−', '-'));
  return Number.isFinite(number) ? number : null;
}

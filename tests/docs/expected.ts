/** Output as documents show it, against output as it is. */

/**
 * Lines that are shown but did not come. Shown lines must come in their order, with others between; white space
 * counts once, `…` stands for anything, and a number agrees when it rounds to the digits shown.
 */
export function missingLines(shown: string, came: string): string[] {
  const lines = came.split('\n');
  let from = 0;
  return shown
    .split('\n')
    .filter((line) => line.trim() !== '')
    .filter((line) => {
      const at = lines.findIndex((candidate, index) => index >= from && agrees(line, candidate));
      if (at >= 0) from = at + 1;
      return at < 0;
    });
}

/** Where JSON that is shown differs from JSON that came: shown members must be there, and lists may be cut short. */
export function differences(shown: unknown, came: unknown, at = '$'): string[] {
  if (typeof shown === 'number' && typeof came === 'number') {
    return Math.abs(shown - came) <= 0.001 * Math.max(1, Math.abs(came))
      ? []
      : [`${at}: ${shown} shown, ${came} came`];
  }
  if (Array.isArray(shown) && Array.isArray(came)) {
    return shown.flatMap((member, index) => differences(member, came[index] as unknown, `${at}[${index}]`));
  }
  if (isRecord(shown) && isRecord(came)) {
    return Object.entries(shown).flatMap(([name, member]) =>
      differences(member, came[name], `${at}.${name}`),
    );
  }
  return shown === came ? [] : [`${at}: ${JSON.stringify(shown)} shown, ${JSON.stringify(came)} came`];
}

const NUMBER = /-?\d+(?:\.\d+)?/g;

function agrees(shown: string, came: string): boolean {
  const wanted = oneSpaced(shown);
  const numbers = [...wanted.matchAll(NUMBER)].map(([text]) => text);
  const pattern = wanted
    .split(/(…|-?\d+(?:\.\d+)?)/)
    .map((part) => (part === '…' ? '.*?' : /^-?\d/.test(part) ? '(-?\\d+(?:\\.\\d+)?)' : escaped(part)))
    .join('');
  const found = new RegExp(`^${pattern}$`).exec(oneSpaced(came));
  return found !== null && numbers.every((text, index) => rounds(text, found[index + 1] ?? ''));
}

function rounds(shown: string, came: string): boolean {
  const digits = shown.split('.')[1]?.length ?? 0;
  return Math.abs(Number(shown) - Number(came)) <= (digits === 0 ? 0 : 1.5 * 10 ** -digits);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function oneSpaced(line: string): string {
  return line.trim().replace(/\s+/g, ' ');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

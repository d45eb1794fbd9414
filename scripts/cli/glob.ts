/** Patterns over names, as `void` and `show` take them. */

/** `*` is any text, `?` one character; everything else stands for itself. */
export function globOf(pattern: string): (text: string) => boolean {
  const parts = [...pattern].map((sign) =>
    sign === '*' ? '.*' : sign === '?' ? '.' : sign.replace(/[\\^$.|+()[\]{}/]/u, String.raw`\$&`),
  );
  const whole = new RegExp(`^${parts.join('')}$`, 'su');
  return (text) => whole.test(text);
}

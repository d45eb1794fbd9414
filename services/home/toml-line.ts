/** The line of a setting in a TOML file. The parser keeps none, so it is looked for in the text. */

/**
 * The line of the setting at `path`, or else of the nearest table around it that has a header, or else 1. Settings in
 * inline tables and under dotted keys are found by the line that begins their table.
 *
 * @param text TOML that parses
 * @returns a line, from 1
 */
export function tomlLine(text: string, path: readonly PropertyKey[]): number {
  const wanted = path.map(String);
  let table: readonly string[] = [];
  let best = { line: 1, depth: 0 };
  text.split('\n').forEach((line, index) => {
    const header = /^\s*\[+([^[\]]+)\]+\s*(?:#.*)?$/.exec(line);
    if (header?.[1] !== undefined) table = keysOf(header[1]);
    const key = header === null ? /^\s*([\w."'\- ]+?)\s*=/.exec(line)?.[1] : undefined;
    if (header === null && key === undefined) return;
    const here = key === undefined ? table : [...table, ...keysOf(key)];
    const isAround = here.length <= wanted.length && here.every((part, at) => part === wanted[at]);
    if (isAround && here.length > best.depth) best = { line: index + 1, depth: here.length };
  });
  return best.line;
}

/** `endpoints."my model"` as its parts. */
function keysOf(dotted: string): string[] {
  return [...dotted.matchAll(/"([^"]*)"|'([^']*)'|([^.\s"']+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  );
}

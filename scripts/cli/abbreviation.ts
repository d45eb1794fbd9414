/** How a person may shorten an experiment's id. */

/**
 * Whether the parts of the reference begin parts of the id that follow one another: `kill/f886/null` is short for
 * `alignment/kill-nine/f886d2c01b3a/null-arm`, as `f886` and `alignment/kill` are.
 */
export function abbreviates(reference: string, id: string): boolean {
  const [wanted, parts] = [reference.split('/'), id.split('/')];
  return parts.some((_, from) =>
    wanted.every((part, index) => parts[from + index]?.startsWith(part) === true),
  );
}

/** Whether the parts of the reference are parts of the id, whole and one after the other: `alignment/demo` names no `demo-flat`. */
export function namesParts(reference: string, id: string): boolean {
  return `/${id}/`.includes(`/${reference}/`);
}

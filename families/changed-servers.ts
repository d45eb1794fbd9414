/** The notice of a report on servers that became others while they were asked. */
import type { Notice } from '../reports/blocks.ts';

/** @param changes sentences, as `PageContext` has them */
export function changedServers(changes: readonly string[]): Notice[] {
  if (changes.length === 0) return [];
  return [
    {
      kind: 'warning',
      title: 'A server became another while it was asked',
      body: `${changes.join('. ')}. The figures mix the answers of all of them; \`strict: true\` in a spec stops a study there.`,
    },
  ];
}

import type { Study } from '../../families/family.ts';

/** What somebody must know of a study before it is trusted, a line each. */
export function noticeLines({ notices = [] }: Pick<Study, 'notices'>): string[] {
  return notices.map(({ title, body }) => `note: ${title}. ${body}`);
}

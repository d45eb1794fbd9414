/** The one list of workflows: each family's protocol under its family's name. */
export { alignment } from './alignment.ts';
export { episode } from './episode.ts';
export { preflight } from './preflight.ts';
export { scheduled } from './scheduled.ts';
export { wordProblems } from './word-problems.ts';
export { worksheets } from './worksheets.ts';

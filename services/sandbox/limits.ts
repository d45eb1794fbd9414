/** What the sandbox itself allows and takes, whatever a program's own limits are. */

/** The program's own folder for files, `/tmp` inside: it lies in memory and is gone with the program. */
export const SCRATCH_BYTES = 16 * 1024 * 1024;

/** Where a sandbox has not begun the program by then, the machine is in trouble, and the program is not judged. */
export const START_SECONDS = 30;

/** What is read and thrown away above the output limit; from then on the program's writes fail. */
export const DISCARDED_BYTES = 64 * 1024 * 1024;

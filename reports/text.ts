/** Text from models and files, made fit to be shown: no terminal control sequences, no invisible reordering. */

/* eslint-disable no-control-regex -- control characters are what this file takes out */

/** ECMA-48 sequences: operating-system commands up to their terminator, and control sequences with parameters. */
const ANSI_SEQUENCE =
  /(?:\u001b\]|\u009d)[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?/g;

/** C0 and C1 controls but tab and line feed, and DEL. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** Unicode bidirectional formatting characters (UAX 9) and the deprecated ones beside them. */
const BIDI_CONTROL = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f]/g;

/**
 * The text without ANSI sequences, control characters and bidirectional controls; line ends become `\n`, lone
 * surrogates U+FFFD. Idempotent, and linear in the length of the text.
 */
export function cleanText(text: string): string {
  return text
    .replace(ANSI_SEQUENCE, '')
    .replace(/\r\n?/g, '\n')
    .replace(CONTROL, '')
    .replace(BIDI_CONTROL, '')
    .toWellFormed();
}

/** Whether `cleanText` would take something out of the text that a reader should be told of (line ends do not count). */
export function hasHiddenCharacters(text: string): boolean {
  return cleanText(text) !== text.replace(/\r\n?/g, '\n').toWellFormed();
}

/** The beginning of a text, by whole code points, and how many UTF-16 units are left. */
export function cutText(text: string, longest: number): { readonly text: string; readonly left: number } {
  if (text.length <= longest) return { text, left: 0 };
  const start = text.slice(0, longest);
  const whole = /[\ud800-\udbff]$/.test(start) ? start.slice(0, -1) : start;
  return { text: whole, left: text.length - whole.length };
}

/** An answer that declines to answer. */

const REFUSALS = [
  /\bI(?:['’]m| am) (?:sorry|unable|not able|not comfortable)\b/i,
  /\bI (?:can(?:['’]t|not)|won['’]t|will not|must decline|decline)\b/i,
  /\bas an? (?:AI|artificial|language model|large language)\b/i,
  /^(?:sorry|unfortunately)\b/i,
];

/** Whether a text that holds no answer refuses to give one. */
export function isRefusal(text: string): boolean {
  return REFUSALS.some((pattern) => pattern.test(text.trim()));
}

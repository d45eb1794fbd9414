/** What a model wrote, made safe to print: control characters and bidirectional overrides are shown, not obeyed. */
export function visible(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what it is about
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    },
  );
}

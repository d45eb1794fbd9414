/** Words of foreign origin (error messages, reasons) as both databases can hold them: PostgreSQL knows no U+0000. */
export function plainText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

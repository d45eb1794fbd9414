/** A picture as PDF: vectors and text, with the font in it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import svgToPdf from 'svg-to-pdfkit';

/** Latin, Greek, Cyrillic and the signs of mathematics; what it lacks stands as an empty box. */
const FONT = 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf';
/** A pixel of a page is 1/96 inch, a unit of PDF 1/72. */
const POINTS = 0.75;

/**
 * One page as large as the picture. The same picture and date give the same bytes.
 *
 * @param svg with `width` and `height` in pixels at its root
 * @throws RangeError where it has none
 */
export async function pdfOf(svg: string, title: string, madeAt: Date): Promise<Uint8Array> {
  const [width, height] = sizeOf(svg);
  const document = new PDFDocument({
    size: [width * POINTS, height * POINTS],
    margin: 0,
    info: { Title: title, Creator: 'Holdfast', CreationDate: madeAt },
  });
  const chunks: Uint8Array[] = [];
  document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  const ended = new Promise((resolve) => document.on('end', resolve));
  document.registerFont('text', readFileSync(createRequire(import.meta.url).resolve(FONT)));
  svgToPdf(document, svg, 0, 0, {
    width: width * POINTS,
    height: height * POINTS,
    fontCallback: () => 'text',
  });
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

function sizeOf(svg: string): readonly [width: number, height: number] {
  const found = /^<svg[^>]*? width="([\d.]+)" height="([\d.]+)"/.exec(svg);
  if (found === null) throw new RangeError('a picture without a size');
  return [Number(found[1]), Number(found[2])];
}

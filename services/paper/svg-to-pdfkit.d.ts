/** The part of `svg-to-pdfkit` that is used; the package has no types of its own. */
declare module 'svg-to-pdfkit' {
  function svgToPdf(
    document: unknown,
    svg: string,
    x: number,
    y: number,
    options: {
      readonly width: number;
      readonly height: number;
      /** The name of a registered font for each text. */
      readonly fontCallback: () => string;
    },
  ): void;
  // eslint-disable-next-line no-restricted-exports -- it is how the package exports it
  export default svgToPdf;
}

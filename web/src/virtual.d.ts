declare module "virtual:emoji" {
  /** Character, Japanese name, search words, group of Unicode's list. */
  const rows: [emoji: string, label: string, words: string, group: number][];
  export default rows;
}

declare module "virtual:pdf-parts" {
  /** Where pdf.js finds its tables and fonts. */
  const place: string;
  export default place;
}

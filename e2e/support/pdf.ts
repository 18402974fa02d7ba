/** PDFs made by hand, of which none has a font of its own in it. */

/** What a page draws, and what else stands in the file. */
interface Wanted {
  pages: string[];
  /** Entries of the catalog. */
  catalog?: string;
  /** Entries of the first page. */
  first?: string;
  /** Entries of the trailer. */
  trailer?: string;
}

/** So many pages hang on one branch of the tree. */
const BRANCH = 100;

/** A file of pages, each with its own words: F1 is a Latin font that every reader has, F2 a Japanese one that none has to have. */
export function pdf({ pages, catalog = "", first = "", trailer = "" }: Wanted): Buffer {
  const objects: string[] = [];
  const add = (text: string) => objects.push(text);
  const branches = Math.ceil(pages.length / BRANCH);
  // Numbers are known before the objects are: catalog, tree, fonts, then branches, then a page and its words in turn.
  const [fontsAt, branchesAt] = [3, 6];
  const pagesAt = branchesAt + branches;
  const pageAt = (page: number) => pagesAt + 2 * page;
  const kids = (count: number, at: (index: number) => number) => Array.from({ length: count }, (_, index) => `${at(index)} 0 R`).join(" ");
  add(`<< /Type /Catalog /Pages 2 0 R ${catalog} >>`);
  add(`<< /Type /Pages /Count ${pages.length} /MediaBox [0 0 595 842] /Resources << /Font << /F1 ${fontsAt} 0 R /F2 ${fontsAt + 1} 0 R >> >> /Kids [${kids(branches, (index) => branchesAt + index)}] >>`);
  add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  add(`<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiMin-W3 /Encoding /90ms-RKSJ-H /DescendantFonts [${fontsAt + 2} 0 R] >>`);
  add("<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiMin-W3 /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /HeiseiMin-W3 /Flags 6 /FontBBox [-123 -257 1001 910] /ItalicAngle 0 /Ascent 709 /Descent -241 /CapHeight 709 /StemV 69 >> >>");
  for (let branch = 0; branch < branches; branch += 1) {
    const count = Math.min(BRANCH, pages.length - branch * BRANCH);
    add(`<< /Type /Pages /Parent 2 0 R /Count ${count} /Kids [${kids(count, (index) => pageAt(branch * BRANCH + index))}] >>`);
  }
  pages.forEach((words, page) => {
    add(`<< /Type /Page /Parent ${branchesAt + Math.floor(page / BRANCH)} 0 R /Contents ${pageAt(page) + 1} 0 R ${page === 0 ? first : ""} >>`);
    add(`<< /Length ${words.length} >>\nstream\n${words}\nendstream`);
  });
  let text = "%PDF-1.7\n";
  const places = objects.map((object, index) => {
    const place = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return place;
  });
  const table = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("")}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] ${trailer} >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(text, "latin1");
}

/** Words in the Latin font. */
export const latin = (words: string) => `BT /F1 40 Tf 72 700 Td (${words}) Tj ET`;

/** Words in the Japanese font, by their bytes in CP932. */
export const japanese = (cp932: string) => `BT /F2 40 Tf 72 600 Td <${cp932}> Tj ET`;

export interface Someone {
  staff_number: string;
  name: string;
  title: string | null;
}

/** A list that lets people go into a unit, as Excel writes it. */
export function listOf(people: readonly Someone[], unit: string): { name: string; mimeType: string; buffer: Buffer } {
  const lines = people.map(({ staff_number, name, title }) => `${staff_number},${name},${unit},${title ?? ""},本務\r\n`);
  return { name: "発令.csv", mimeType: "text/csv", buffer: Buffer.from(`\uFEFF職員番号,氏名,所属,職名,本務兼務区分\r\n${lines.join("")}`, "utf8") };
}

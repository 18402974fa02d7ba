import { expect, test } from "vitest";
import { columnName, MOST_COLUMNS, MOST_ROWS, separatorOf, tableOf } from "./csv.ts";

test("quotes keep separators, line breaks and quotes", () => {
  const { rows, columns, more, wider } = tableOf('氏名,備考\r\n"佐藤, 花子","一行目\n二行目"\n"彼は""はい""と","" \n');
  expect(rows).toEqual([["氏名", "備考"], ["佐藤, 花子", "一行目\n二行目"], ['彼は"はい"と', " "]]);
  expect({ columns, more, wider }).toEqual({ columns: 2, more: false, wider: false });
});

test("rows of unlike length, empty rows and a last line without an end are kept", () => {
  expect(tableOf("a,b,c\n\nd\n,").rows).toEqual([["a", "b", "c"], [""], ["d"], ["", ""]]);
  expect(tableOf("").rows).toEqual([]);
  expect(tableOf('"').rows).toEqual([[""]]);
  expect(tableOf('a"b,c').rows).toEqual([['a"b', "c"]]);
});

test("a quote that never ends takes the rest of the file, and nothing hangs", () => {
  const { rows } = tableOf(`"${"a,\n".repeat(100_000)}`);
  expect(rows).toHaveLength(1);
});

test("what parts the fields is seen in the first line, outside of quotes", () => {
  expect(separatorOf("a\tb\tc,d")).toBe("\t");
  expect(separatorOf('"a;b;c",d\n;;;;')).toBe(",");
  expect(separatorOf("a;b")).toBe(";");
  expect(separatorOf("一列だけ")).toBe(",");
});

test("very long and very wide tables are read up to where they are looked at", () => {
  const long = tableOf("1,2\n".repeat(MOST_ROWS + 1));
  expect([long.rows.length, long.more]).toEqual([MOST_ROWS, true]);
  expect(tableOf("1,2\n".repeat(MOST_ROWS)).more).toBe(false);
  const wide = tableOf(Array.from({ length: MOST_COLUMNS + 5 }, (_, at) => at).join(","));
  expect([wide.columns, wide.wider]).toEqual([MOST_COLUMNS, true]);
});

test("columns are called as sheets call them", () => {
  expect([0, 25, 26, 51, 52, 701, 702].map(columnName)).toEqual(["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
});

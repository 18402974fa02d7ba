import type { Column } from "../../../design/export/ExportButton.tsx";

const HEAD = ["職員番号", "氏名", "フリガナ", "所属", "職名", "本務兼務区分", "退職日", "休業区分", "休業開始日", "休業終了日", "復職日", "休業中の利用"] as const;

// Each line shows one thing that a list can say. The columns bear the names that the server looks for, in every language of the screen.
const LINES: readonly (readonly string[])[] = [
  ["1001", "佐藤 花子", "サトウ ハナコ", "総務部/総務課", "係長", "本務", "", "", "", "", "", ""],
  ["1001", "佐藤 花子", "サトウ ハナコ", "総務部/財政課", "", "兼務", "", "", "", "", "", ""],
  ["1002", "鈴木 健", "スズキ ケン", "", "", "", "2027-03-31", "", "", "", "", ""],
  ["1003", "高橋 葵", "タカハシ アオイ", "", "", "", "", "育休", "2027-04-01", "2028-03-31", "", "見るだけ"],
  ["1004", "伊藤 誠", "イトウ マコト", "", "", "", "", "復職", "", "", "2027-04-01", ""],
];

/** The columns of the example of a list. */
export const exampleColumns: readonly Column<readonly string[]>[] = HEAD.map((name, place) => [name, (line) => line[place] ?? ""]);

/** Its lines. */
export async function* examplePages(): AsyncIterable<readonly (readonly string[])[]> {
  yield await Promise.resolve(LINES);
}

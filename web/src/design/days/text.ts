import { texts } from "../../platform/texts.ts";

const ja = {
  calendar: "カレンダーから選ぶ",
  pickDay: "日を選ぶ",
  previousMonth: "前の月",
  nextMonth: "次の月",
  today: "今日",
  time: "時刻",
  timeMissing: "時刻を入れてください。",
  closed: "閉庁日",
  closedMark: "休",
  closedLegend: "休 = 閉庁日",
  keys: "矢印キーで日、PageUp・PageDownで月、Enterで選択",
  unknown: "日付として読めません。R8.4.1、令和8年4月1日、2026-04-01、4/1 のように書いてください。",
  no_such_day: "その日はありません。年・月・日を確かめてください。",
  unclear_year: "年が令和か西暦か分かりません。R8.4.1 か 2026.4.1 のように書いてください。",
  before_era: "その元号はまだ始まっていない日です。年・月・日を確かめてください。",
  tooEarly: (day: string) => `${day}以降の日を選んでください。`,
  tooLate: (day: string) => `${day}以前の日を選んでください。`,
};

export const t = texts(ja, () => import("./text.en.ts"));
export type Texts = typeof ja;

import { texts } from "../../platform/texts.ts";

const ja = {
  title: "時間外の発信",
  hint: "閉庁日と、開庁日の8時30分より前・17時15分以降に送られたメッセージの数です。送ったときの本務の部署で数え、だれが送ったかは記録しません。交替勤務の人の勤務時間は区別しません。先月までの12か月です。",
  few: "係は課に、5人に満たない部署は上の部署に含めて数えます。ほかの部署を含む行は5件単位です。それでも5人に満たないときは表に出しません。",
  measure: "数えるもの",
  said: "送ったメッセージ",
  called: "うち、人を呼んだもの",
  calledHint: "「人を呼んだもの」は、名前・部署・全員を指定したメッセージと、ダイレクトのメッセージです。",
  unit: "部署",
  above: "上の部署",
  rest: "そのほかの小さな部署",
  sum: "計",
  total: "合計",
  year: (year: string) => `${year}年`,
  month: (month: number) => `${month}月`,
  column: (month: string, measure: string) => `${month} ${measure}`,
  print: "印刷",
  printed: (who: string, when: string) => `出力者 ${who} ・ ${when}`,
  empty: "表に出せる部署がありません。",
  emptyHint: "5人以上いる部署が、担当する範囲の中にあると、ここに出ます。",
};

export type OffHoursTexts = typeof ja;
export const t = texts(ja, () => import("./text.offhours.en.ts"));

import { texts } from "../../platform/texts.ts";
import type { Item, Source, State } from "./model.ts";

const SOURCES: Record<Source, string> = { request: "職あて・取次", task: "タスク", room: "ルーム", thread: "続いている話", outsider: "ゲスト・ボット", share: "管理の分担", own: "そのほかの引継ぎ事項" };
const STATES: Record<State | "untouched", string> = { untouched: "未着手", draft: "作成中", handed: "提出済み", taken_over: "引継ぎ済み", confirmed: "確認済み" };
const ACTS = { begun: "作成を始めました", handed_in: "提出しました", taken_back: "提出を取り消しました", taken_over: "引き継ぎました", confirmed: "確認しました" };
const KINDS: Record<string, string> = { unit: "部署のルーム", rule: "条件のルーム", open: "公開ルーム", private: "非公開ルーム" };
const GUESTS: Record<string, string> = { bot: "ボット", seconded: "出向者・派遣", business: "事業者", resident: "住民", municipality: "他自治体・関係機関", other: "その他のゲスト" };
const FUNCTIONS: Record<string, string> = { people: "人", units: "組織", rooms: "ルーム", transfers: "人事異動", barriers: "連絡の制限", sign_in: "サインインの決まり", systems: "外部連携", audit: "監査", settings: "設定", broadcasts: "一斉連絡" };
const VERBS: Record<string, string> = { see: "見る", change: "変える", release: "発令する" };

/** What is known of a line, in words. */
const facts = ({ source, name, codes, count }: Pick<Item, "source" | "name" | "codes" | "count">, at: string, until: string): string => {
  const parts: (string | false)[] = [];
  if (source === "request") parts.push(codes.includes("desk") ? "取次" : "職あて", name && `${name}さんから`, at, codes.includes("claimed") && "自分が引き受け中");
  if (source === "task") parts.push(codes.includes("post") && "職のタスク", name && `${name}さんから`, until && `期限 ${until}`);
  if (source === "room") parts.push(KINDS[codes[0] ?? ""] ?? "", `${count ?? 0}人`, codes.includes("alone") ? "管理者は自分だけ" : codes.includes("owner") && "管理者");
  if (source === "thread") parts.push(name, `返信${count ?? 0}件`, at && `最後は${at}`);
  if (source === "outsider") parts.push(GUESTS[codes[0] ?? ""] ?? "", name, until && `${until}まで`);
  if (source === "share") parts.push(VERBS[codes[1] ?? ""] ?? "", until && `${until}まで`);
  return parts.filter(Boolean).join(" ・ ");
};

const ja = {
  title: "引継ぎ",
  document: "引継書",
  documentOf: (post: string) => `引継書 — ${post}`,
  hint: "異動・退職・休業の30日前になると、引継書がひとりでに作られます。担当している職あての用件やルームなどが入っています。申し送りを書き足して提出すると、後任の人に届きます。",
  waiting: "件待っています",
  mine: "自分が引き継ぐもの",
  noneMine: "いま引き継ぐものはありません",
  noneMineHint: "異動などが決まると、ここに出ます。担当替えなどのときは、下から自分で始められます。",
  toMe: "自分に引き継がれるもの",
  noneToMe: "自分あての引継書はありません",
  noneToMeHint: "前任の人が提出すると、ここに出ます。",
  begin: (post: string) => `${post}の引継書を作る`,
  beginTitle: "自分で始める",
  lastDay: (day: string) => `${day}まで`,
  noDay: "日は決まっていません",
  from: (name: string) => `前任 ${name}`,
  state: (state: State | "untouched") => STATES[state],
  source: (source: Source) => SOURCES[source],
  facts,
  share: (codes: readonly string[]) => FUNCTIONS[codes[0] ?? ""] ?? codes[0] ?? "",
  residents: (count: number) => `住民 ${count}人`,
  back: "引継ぎの一覧へ",
  predecessor: "前任者",
  successor: "後任者",
  head: "所属長",
  witness: "立会人(所属長)",
  vacant: "まだ決まっていません。後からこの職に就いた人が見つけられます。",
  vacantShort: "(未定)",
  named: "後任者を指定する",
  namedHint: "指定しなければ、この職に次に就く人に渡します。",
  preface: "全般",
  prefaceHint: "仕事の流れ、年間の予定、大切な相手先など",
  note: "申し送り",
  ask: "相手先・聞く人",
  due: "期限",
  leaveOut: "引き継がない",
  leftOut: "引き継ぎません",
  settled: "片付いています",
  subject: "件名",
  noSubject: "(件名なし)",
  add: "項目を追加",
  added: "項目を追加しました",
  removeItem: (title: string) => `${title || "この項目"}を削除`,
  up: (title: string) => `${title}を上へ`,
  down: (title: string) => `${title}を下へ`,
  moved: (title: string) => `${title}を動かしました`,
  refresh: "新しく拾い直す",
  refreshed: "拾い直しました。書いた内容はそのままです。",
  preview: "印刷・プレビュー",
  handIn: "提出する",
  handInAsk: "提出すると、後任の人と所属長が読めるようになります。後任の人が引き継ぐまでは、取り消して書き直せます。",
  handedIn: "提出しました",
  takeBack: "提出を取り消して書き直す",
  takenBack: "書き直せるようになりました",
  takeOver: "引き継ぐ",
  takeOverAsk: "読んで確かめましたか。引き継ぐと、前任の人と所属長に知らされ、内容は変わらなくなります。",
  takenOver: "引き継ぎました",
  confirm: "確認する",
  confirmed: "確認しました",
  question: "前任の人に聞く",
  remove: "この引継書を削除",
  removeAsk: "書いた内容も消えます。",
  removed: "削除しました",
  saving: "保存しています…",
  saved: (time: string) => `${time}に保存しました`,
  unsaved: "まだ保存していません…",
  saveFailed: "保存できていません。書いた内容はこの画面に残っています。しばらくして、もう一度試します。",
  elsewhere: "ほかの画面で変更されています。",
  keepMine: "この画面の内容で保存",
  takeTheirs: "ほかの画面の内容を読み込む",
  tooLong: "長すぎる項目があります。短くすると保存できます。",
  partial: "前任の人は提出していません。この職と部署に残っているものだけを出しています。",
  partialHead: "前任の人は提出していません。この職と部署に残っているものは、後任の人だけが見られます。",
  empty: "引き継ぐ項目はありません。",
  history: "これまでの動き",
  step: (act: keyof typeof ACTS, name: string | null) => (name ? `${name}さんが${ACTS[act]}` : "ひとりでに作られました"),
  versionOf: (number: number) => `第${number}版`,
  earlier: (number: number) => `第${number}版を見る`,
  newerStands: "前に提出した版です。",
  reasonLeave: "休業に入る前の引継ぎです。理由は、ほかの人には出ません。",
  open: "開く",
  print: "印刷する",
  printedBy: (name: string, at: string) => `${name} が ${at} に印刷`,
  number: "番号",
  content: "件名・内容",
  date: "引継年月日",
  post: "職",
  seal: "印",
  statement: "上記のとおり引き継ぎます。",
  waits: "引継書ができました。",
  arrived: "引継書が届きました。",
  wasTakenOver: "引継書が引き継がれました。",
  show: "見る",
  admin: "引継書",
  adminHint: "だれが引継書を出したかが分かります。内容は、前任者・後任者・所属長だけが読めます。",
  search: "名前・職員番号・職で探す",
  stage: "状態",
  everything: "すべて",
  notDone: "まだ引き継がれていないもの",
  person: "人",
  unit: "部署・職",
  day: "最終日",
  handedAt: "提出",
  takenAt: "引継ぎ",
  none: "引継書はまだありません",
  noneHint: "異動・退職・休業が決まると、30日前にここに出ます。",
  nothingFound: "当てはまるものはありません。",
};

export const t = texts(ja, () => import("./text.en.ts"));
export type HandoverTexts = typeof ja;

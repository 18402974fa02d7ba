import { texts } from "../../platform/texts.ts";

/** What each kind of job does; a kind without words is shown as it is. */
const ja = {
  "chat.empty_forwards": "取り消されたメッセージを、転送先からも消す",
  "chat.send_planned": "予約したメッセージの送信",
  "chat.catch_up": "予約した送信とリマインドの取りこぼしの点検",
  "chat.carry_out_order": "まとめて作るルームの作成・取消し",
  "chat.lay_pages": "ひな形のノートの作成",
  "chat.remind": "あとで見るメッセージのリマインド",
  "chat.carry_over": "共有ルームに書かれたことを相手に届ける",
  "chat.follow_share": "共有ルームのメンバーの反映",
  "chat.close_inspection": "閲覧の申請の期限",
  "directory.follow_posts": "異動に合わせたルームのメンバーの入れ替え",
  "files.check_files": "ファイルのウイルスの検査",
  "files.clear_files": "使われなくなったファイルの片付け",
  "handovers.follow_departures": "引継書の作成・更新のやり直し",
  "directory.remind_missing": "今日の居場所を入れていない人への催促",
  "directory.turn_duties": "当番表による当番・非番の切り替え",
  "directory.settle_participation": "利用の範囲の反映",
  "ldap.carry_people": "ディレクトリの人の取り込み",
  "ldap.follow_directories": "ディレクトリの定期の取り込み",
  "ldap.read_directory": "ディレクトリの読み取り",
  "notes.tend_note": "ノートの整理",
  "notes.forget_note": "削除されたノートの消去",
  "phone_memos.clear_due": "保存期間が過ぎた電話メモの内容の消去",
  "phone_memos.leave_section": "課のルームで取り消された電話メモを本人だけのものにする",
  "phone_memos.take_back_in_section": "取り消された電話メモを課のルームからも消す",
  "tasks.tell_due": "タスクの期限のお知らせ",
  "questions.remind": "回答する人のいない質問の催促",
  "slips.remind": "荷物・依頼の催促",
  "ideas.close_board": "意見出しの締切",
  "stamps.close_stamp": "アクションスタンプの締切",
  "server.begin_day": "日付が変わったときの処理",
  "broadcasts.send_broadcast": "一斉連絡の送信",
  "broadcasts.begin_reminder": "一斉連絡の自動の催促",
  "broadcasts.remind_unread": "一斉連絡の催促",
  "broadcasts.forget_old": "保存期間を過ぎた一斉連絡の削除",
  "transfers.release_transfer": "人事異動の解禁",
  "transfers.undo_transfer": "人事異動の取消し",
};

export const jobNames = texts(ja, () => import("./text.jobs.en.ts"));
export type Texts = typeof ja;

import { texts } from "../../platform/texts.ts";

// What holds for files of the organisation.
const ja = {
  title: "ファイル",
  hint: "ルームに送られる写真・動画・ファイルについて、組織で決めることです。変えた内容は、これから送られるファイルに使います。すでに送られたものは変わりません。",
  places: "写真・動画の撮影場所",
  strip: "取り除く",
  stripHint: "撮影場所、カメラの製造番号、所有者・撮影者の名前を、届いたときに取り除いて保管します。画質と写真の向きは変わりません。送った人には、撮影場所を取り除いたことを示します。",
  keep: "残す",
  keepHint: "送られたまま保管します。ルームを読める人は、保存した写真から撮影場所を知ることができます。災害の記録など、場所の情報を使う場合に選びます。",
  save: "保存する",
  saving: "保存しています…",
  saved: "保存しました",
};

export const t = texts(ja, () => import("./text.en.ts"));
export type Texts = typeof ja;

import { texts } from "../../platform/texts.ts";

const ja = {
  links: "外部連携",
  directories: "ディレクトリ (Active Directory・LDAP)",
  directoriesHint: "庁内の名簿を読んで職員を合わせ、庁内のパスワードでサインインできるようにします。",
  scim: "SCIM",
  hint: "認証基盤や人事システムから、職員のアカウントを自動で作り、変え、止めることができます (SCIM 2.0)。",
  address: "SCIMの接続先",
  addressHint: "連携するシステムに、この接続先と、下で作るトークンを設定してください。",
  copyAddress: "接続先をコピー",
  tokens: "トークン",
  newToken: "新しいトークン",
  none: "トークンはまだありません。",
  noneHint: "トークンを作って、連携するシステムに設定すると、そのシステムが職員の採用・異動・退職をここに反映できるようになります。作ったトークンは一度だけ表示します。",
  name: "連携するシステムの名前",
  nameHint: "操作の記録に残ります。例:Microsoft Entra ID、人事給与システム",
  madeBy: "作った人",
  madeAt: "作った日時",
  usedOn: "最後に使われた日",
  neverUsed: "まだ使われていません",
  make: "作る",
  making: "作っています…",
  cancel: "やめる",
  madeTitle: (name: string) => `「${name}」のトークン`,
  madeHint: "表示できるのはこの一度だけです。連携するシステムに設定してから閉じてください。なくしたときは、削除して作り直してください。",
  power: "このトークンを持つシステムは、この組織の職員全員のアカウントと所属を見て、変えることができます。ほかのことはできません。",
  copyToken: "トークンをコピー",
  close: "閉じる",
  actions: "操作",
  remove: "削除する",
  removeOf: (name: string) => `「${name}」のトークンを削除する`,
  removeAsk: (name: string) => `「${name}」は、すぐにつながらなくなります。これまでに反映された内容はそのまま残ります。元に戻せません。`,
  removed: (name: string) => `「${name}」のトークンを削除しました。`,
};

export const t = texts(ja, () => import("./text.en.ts"));
export type Texts = typeof ja;

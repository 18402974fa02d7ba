import { isAccessible } from "../support/axe.ts";
import { choose, composer, message, openRoom } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";
const TITLE = "個人番号(マイナンバー)が入っています";

test.describe.configure({ mode: "serial" });

test("whoever writes a personal number is asked before it is sent, and may go back to their words", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await composer(clerk, ROOM).fill("番号は 1234-5678-9018 です。");
  await composer(clerk, ROOM).press("Control+Enter");
  const dialog = clerk.getByRole("dialog", { name: TITLE });
  await expect(dialog).toBeVisible();
  await isAccessible(clerk);
  await dialog.getByRole("button", { name: "直す" }).click();
  await expect(composer(clerk, ROOM)).toHaveValue("番号は 1234-5678-9018 です。");
  await composer(clerk, ROOM).press("Control+Enter");
  await dialog.getByRole("button", { name: "このまま送る" }).click();
  await expect(message(clerk, "1234-5678-9018")).toBeVisible();
  await expect(composer(clerk, ROOM)).toHaveValue("");
  // A number that is none is nobody's business.
  await composer(clerk, ROOM).fill("受付は 1234-5678-9012 です。");
  await composer(clerk, ROOM).press("Control+Enter");
  await expect(message(clerk, "1234-5678-9012")).toBeVisible();
});

test("who presses twice while it is being found out what to ask sends once, and what they sent", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  let answer = () => {};
  const asked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await clerk.route("**/api/number-guard", async (route) => {
    await asked;
    await route.continue();
  });
  await composer(clerk, ROOM).fill("一度だけ 1234-5678-9018 です。");
  await composer(clerk, ROOM).press("Control+Enter");
  await composer(clerk, ROOM).press("Control+Enter");
  await composer(clerk, ROOM).pressSequentially("あとの字");
  answer();
  const dialog = clerk.getByRole("dialog", { name: TITLE });
  await dialog.getByRole("button", { name: "このまま送る" }).click();
  await expect(message(clerk, "一度だけ 1234-5678-9018 です。")).toBeVisible();
  await expect(dialog).toBeHidden();
  await expect(clerk.getByRole("main").getByRole("listitem").filter({ hasText: "一度だけ" })).toHaveCount(1);
});

test("an administrator asks for a reason, on a phone as well, also for edits", async ({ open }) => {
  const administrator = await open(town, town.people.administrator, { path: "/admin/rooms" });
  await administrator.getByLabel("扱い").selectOption("送る前に理由を書いてもらう");
  await isAccessible(administrator);
  await administrator.getByRole("region", { name: "個人番号の確認" }).getByRole("button", { name: "保存" }).click();
  await expect(administrator.getByText("保存しました。").last()).toBeVisible();

  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await choose(clerk, message(clerk, "1234-5678-9012"), "編集");
  const field = clerk.getByRole("textbox", { name: new RegExp(ROOM) });
  await field.fill("受付は 1234 5678 9018 です。");
  await field.press("Control+Enter");
  const dialog = clerk.getByRole("dialog", { name: TITLE });
  await dialog.getByRole("button", { name: "このまま送る" }).click();
  await expect(dialog.getByText("理由を200文字以内で、番号を入れずに書いてください。")).toBeVisible();
  await dialog.getByLabel(/^送る理由/).fill("年末調整の確認のため");
  await isAccessible(clerk);
  await dialog.getByRole("button", { name: "このまま送る" }).click();
  await expect(message(clerk, "1234 5678 9018")).toBeVisible();

  const phone = await open(town, town.people.clerk, { device: "phone" });
  await openRoom(phone, ROOM);
  await composer(phone, ROOM).fill("１２３４５６７８９０１８");
  await phone.getByRole("button", { name: "送信", exact: true }).click();
  await expect(phone.getByRole("dialog", { name: TITLE })).toBeVisible();
  await isAccessible(phone);
});

import { readFileSync } from "node:fs";
import { composer, message, openRoom, roomLink, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";
import { listOf, type Someone } from "../support/transfers.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

test("a transfer is prepared in secret, checked, released and taken back, and the section's room follows", async ({ open }) => {
  const administrator = await open(town, town.people.administrator, { path: "/admin/transfers" });
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  const found = await administrator.request.get(`/api/people?q=${town.people.clerk.login}`);
  const { items: who } = (await found.json()) as { items: Someone[] };
  const main = administrator.getByRole("main");

  await main.getByRole("button", { name: "新しい人事異動" }).click();
  const today = await administrator.evaluate(() => new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10));
  await administrator.getByLabel("異動日").fill(today);
  await administrator.getByLabel("名称").fill("臨時の人事異動");
  await administrator.getByRole("button", { name: "作る", exact: true }).click();
  await expect(administrator.getByRole("heading", { level: 1, name: "臨時の人事異動" })).toBeVisible();

  const file = main.locator("input[type=file]");
  await file.setInputFiles(listOf(who, "どこにもない課"));
  await expect(main.getByRole("button", { name: "要確認 1", exact: true })).toBeVisible();
  await expect(main.getByRole("cell", { name: "所属「どこにもない課」がありません" })).toBeVisible();
  await expect(main.getByRole("button", { name: "すぐに解禁" })).toBeDisabled();
  await file.setInputFiles(listOf(who, "総務課"));
  await expect(main.getByRole("button", { name: "要確認 0", exact: true })).toBeVisible();
  await expect(main.getByRole("button", { name: "異動 1", exact: true })).toBeVisible();
  await expect(composer(clerk, ROOM)).toBeEnabled();

  await main.getByRole("button", { name: "すぐに解禁" }).click();
  await administrator.getByRole("dialog").getByRole("button", { name: "すぐに解禁" }).click();
  await expect(main.getByRole("button", { name: "異動を取り消す" })).toBeVisible();
  await expect(clerk.getByText(/引継ぎのあいだは読むことだけができます/)).toBeVisible();
  await expect(composer(clerk, ROOM)).toHaveCount(0);
  await expect(clerk.getByRole("region", { name: "引継ぎ中" }).getByRole("link", { name: ROOM })).toBeVisible();

  await main.getByRole("button", { name: "異動を取り消す" }).click();
  const dialog = administrator.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "異動を取り消す" })).toBeDisabled();
  await dialog.getByRole("textbox").fill("臨時の人事異動");
  await dialog.getByRole("button", { name: "異動を取り消す" }).click();
  await expect(main.getByText("取り消しました。所属と組織は元に戻っています。")).toBeVisible();
  await expect(roomLink(clerk, ROOM)).toBeVisible();
  await write(clerk, ROOM, "戻ってきました。");
  await expect(message(clerk, "戻ってきました。")).toBeVisible();
});

test("the personnel department's list puts somebody on leave, and the report says so before", async ({ open }) => {
  const administrator = await open(town, town.people.administrator, { path: "/admin/transfers" });
  const found = await administrator.request.get(`/api/people?q=${town.people.clerk.login}`);
  const { items: who } = (await found.json()) as { items: Someone[] };
  const main = administrator.getByRole("main");
  await main.getByRole("button", { name: "新しい人事異動" }).click();
  await administrator.getByLabel("名称").fill("休業の発令");
  await administrator.getByRole("button", { name: "作る", exact: true }).click();
  const download = administrator.waitForEvent("download");
  await main.getByText("読める列").click();
  await main.getByRole("button", { name: "記入例のファイル" }).click();
  await administrator.getByRole("menuitem").first().click();
  const file = main.locator("input[type=file]");
  await file.setInputFiles(await (await download).path().then((path) => ({ name: "記入例.csv", mimeType: "text/csv", buffer: readFileSync(path) })));
  await expect(main.getByText("5行", { exact: true })).toBeVisible();
  const lines = who.map(({ staff_number, name }) => `${staff_number},${name},育休\r\n`).join("");
  await file.setInputFiles({ name: "休業.csv", mimeType: "text/csv", buffer: Buffer.from(`\uFEFF職員番号,氏名,休業区分\r\n${lines}`, "utf8") });
  await main.getByRole("button", { name: "休業・復職 1", exact: true }).click();
  await expect(main.getByRole("cell", { name: /^育休 \(.*～\) 見るだけ$/ })).toBeVisible();
});

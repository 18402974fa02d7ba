import { isAccessible } from "../support/axe.ts";
import { choose, message, openRoom, pane, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

test.describe.configure({ mode: "serial" });

test("a question is marked, claimed by one, seen by the other, answered and put back, with the pane beside the room", async ({ open }) => {
  const { clerk, chief } = town.people;
  const mine = await open(town, clerk);
  const theirs = await open(town, chief);
  await openRoom(mine, ROOM);
  await openRoom(theirs, ROOM);
  await write(mine, ROOM, "予備の針はどこにありますか");
  await choose(mine, message(mine, "予備の針はどこにありますか"), "質問にする");
  await expect(mine.locator(".toast").getByText("質問にしました")).toBeVisible();
  await mine.goto(`${mine.url().split("?")[0]}/questions`);
  await theirs.goto(`${theirs.url().split("?")[0]}/questions`);
  const asked = pane(mine).getByRole("listitem").filter({ hasText: "予備の針はどこにありますか" });
  const there = pane(theirs).getByRole("listitem").filter({ hasText: "予備の針はどこにありますか" });
  await expect(asked).toBeVisible();
  await isAccessible(mine);
  await there.getByRole("button", { name: "私が回答します" }).press("Enter");
  await expect(asked.getByText(`${chief.name}が回答します`)).toBeVisible();
  await expect(asked.getByRole("button", { name: "回答する" })).toHaveCount(0);

  await there.getByRole("button", { name: "回答する" }).press("Enter");
  const dialog = theirs.getByRole("dialog", { name: "質問に回答する" });
  await dialog.getByLabel(/^回答/).fill("2階の倉庫にあります");
  await isAccessible(theirs);
  await dialog.getByRole("button", { name: "送る" }).press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(message(mine, "2階の倉庫にあります")).toBeVisible();
  await expect(pane(mine).getByText("未回答の質問はありません")).toBeVisible();
  await pane(mine).getByRole("button", { name: "回答済み" }).press("Enter");
  await expect(asked.getByText("2階の倉庫にあります")).toBeVisible();
  await asked.getByRole("button", { name: "未回答に戻す" }).press("Enter");
  await expect(pane(theirs).getByRole("listitem").filter({ hasText: "予備の針はどこにありますか" })).toBeVisible();
});

test("an empty FAQ says how it begins, and its paper stands alone", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  await openRoom(page, ROOM);
  await page.goto(`${page.url().split("?")[0]}/questions`);
  await pane(page).getByRole("button", { name: "FAQ", exact: true }).press("Enter");
  await expect(pane(page).getByText("FAQはまだありません")).toBeVisible();
  await pane(page).getByRole("link", { name: "印刷" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "FAQ" })).toBeVisible();
  await isAccessible(page);
  await page.getByRole("button", { name: "戻る" }).click();
  await expect(pane(page)).toBeVisible();
});

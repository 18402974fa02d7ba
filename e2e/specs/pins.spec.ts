import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { choose, message, openRoom, pane, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

test.describe.configure({ mode: "serial" });

test("what a room comes back to is pinned by one, found by all in its head, and taken off again", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const chief = await open(town, town.people.chief);
  await openRoom(clerk, ROOM);
  await openRoom(chief, ROOM);
  await chief.getByRole("link", { name: "ピン留めしたメッセージ" }).click();
  await expect(pane(chief).getByText("ピン留めしたメッセージはありません")).toBeVisible();
  await isAccessible(chief);
  await write(clerk, ROOM, "夜間の連絡先は内線119です。");
  await choose(clerk, message(clerk, "夜間の連絡先は内線119です。"), "ルームにピン留めする");
  await expect(message(clerk, "夜間の連絡先は内線119です。").getByText("ピン留め", { exact: true })).toBeVisible();
  // Whoever has the list on screen sees it come.
  const card = pane(chief).getByRole("listitem").filter({ hasText: "夜間の連絡先は内線119です。" });
  await expect(card).toBeVisible();
  await expect(card.getByText(/さんが.*にピン留め/)).toBeVisible();
  await isAccessible(chief);
  await card.getByRole("button", { name: "ルームのピン留めを外す" }).press("Enter");
  await expect(card).toHaveCount(0);
  await expect(pane(chief).getByRole("link", { name: "閉じる" })).toBeFocused();
  await chief.getByRole("button", { name: "元に戻す" }).click();
  await expect(card).toBeVisible();
  await card.getByRole("link", { name: "メッセージへ" }).press("Enter");
  await expect(message(chief, "夜間の連絡先は内線119です。")).toBeVisible();
});

test("on a phone the pins stand in the menu of the room", async ({ open }) => {
  const clerk = await open(town, town.people.clerk, { device: "phone" });
  await clerk.getByRole("navigation", { name: "ルーム" }).getByRole("link", { name: new RegExp(`^${ROOM}`) }).click();
  await clerk.getByRole("button", { name: `${ROOM}の操作` }).click();
  await clerk.getByRole("menuitem", { name: "ピン留めしたメッセージ" }).click();
  await expect(clerk.getByText("夜間の連絡先は内線119です。").first()).toBeVisible();
  await isAccessible(clerk);
  await needsNoSidewaysScrolling(clerk);
});

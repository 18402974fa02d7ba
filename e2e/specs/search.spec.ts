import { isAccessible } from "../support/axe.ts";
import { message, openRoom, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

test("what was just said is found by a part of it, marked, and one click leads to it", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await write(clerk, ROOM, "来週の橋りょう点検はｻｰﾊﾞｰ室に集合です。");
  await clerk.keyboard.press("Control+Shift+F");
  const box = clerk.getByRole("searchbox", { name: "発言を検索" });
  await expect(box).toBeFocused();
  await expect(clerk.getByText("1文字から")).toBeVisible();
  await isAccessible(clerk);
  await box.fill("さーばー室");
  const hit = clerk.getByRole("main").getByRole("listitem").filter({ hasText: "橋りょう点検" });
  await expect(hit.locator("mark")).toHaveText("ｻｰﾊﾞｰ室");
  await expect(clerk).toHaveURL(/q=/);
  await isAccessible(clerk);
  await hit.getByRole("link").click();
  await expect(message(clerk, "橋りょう点検はｻｰﾊﾞｰ室")).toBeVisible();
  await expect(clerk).toHaveURL(/\/rooms\//);
});

test("filters are words of the query, and nothing found says what to try", async ({ open }) => {
  const clerk = await open(town, town.people.clerk, { path: "/search" });
  const box = clerk.getByRole("searchbox", { name: "発言を検索" });
  await box.fill("ここにはない言葉です");
  await expect(clerk.getByText("見つかりませんでした。").first()).toBeVisible();
  await clerk.getByRole("button", { name: "リンクあり" }).click();
  await expect(box).toHaveValue("ここにはない言葉です has:link");
  await expect(clerk.getByRole("button", { name: "リンクあり" })).toHaveAttribute("aria-pressed", "true");
  await clerk.getByRole("button", { name: "リンクあり" }).click();
  await expect(box).toHaveValue("ここにはない言葉です");
});

test("a room is searched from its menu, everything from the jump, on a phone too", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await write(clerk, ROOM, "除雪車の手配をしました。");
  await clerk.getByRole("main").getByRole("button", { name: `${ROOM}の操作` }).click();
  await clerk.getByRole("menuitem", { name: "このルームで探す" }).click();
  await expect(clerk.getByRole("button", { name: `「${ROOM}」の中だけ` })).toBeVisible();
  await clerk.getByRole("searchbox", { name: "発言を検索" }).fill("除雪車");
  await expect(clerk.getByRole("main").getByRole("listitem").filter({ hasText: "除雪車の手配" })).toBeVisible();
  await clerk.keyboard.press("Control+k");
  await clerk.getByRole("combobox", { name: /^ルーム・人/ }).fill("雪車の手");
  await clerk.getByRole("option", { name: /「雪車の手」を本文から探す/ }).click();
  await expect(clerk.getByRole("main").getByRole("listitem").filter({ hasText: "除雪車の手配" })).toBeVisible();

  const phone = await open(town, town.people.clerk, { path: "/search?q=除雪", device: "phone" });
  await expect(phone.getByRole("listitem").filter({ hasText: "除雪車の手配" })).toBeVisible();
  await isAccessible(phone);
});

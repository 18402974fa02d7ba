import type { Page } from "@playwright/test";
import { InputMethod } from "../support/ime.ts";
import { choose, composer, message, openRoom, pane, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

async function enterSends(page: Page, value: boolean): Promise<void> {
  const me = (await (await page.request.get("/api/me")).json()) as { settings: object };
  const answer = await page.request.put("/api/me/settings", { headers: { "X-Engawa": "1" }, data: { ...me.settings, enter_sends: value } });
  expect(answer.ok()).toBe(true);
  await page.reload();
}

/** How many messages the room has, as the server knows it: what the page shows could be ahead. */
async function sentSoFar(page: Page): Promise<number> {
  const all = (await (await page.request.get("/api/bootstrap")).json()) as { rooms: { name: string; last_seq: number }[] };
  return all.rooms.find((room) => room.name === ROOM)?.last_seq ?? -1;
}

for (const order of ["confirm", "confirmAsSafari"] as const) {
  const how = order === "confirm" ? "the key first" : "the end of the conversion first, as older Safari";

  test.describe(`with ${how}`, () => {
    test("the Enter that confirms never sends, and the next one does, when Enter sends", async ({ open }) => {
      const page = await open(town, town.people.clerk);
      await enterSends(page, true);
      await openRoom(page, ROOM);
      const before = await sentSoFar(page);
      const ime = await InputMethod.on(page);
      await composer(page, ROOM).focus();
      await ime.compose("りょうかい", "了解");
      await ime[order]("了解");
      await expect(composer(page, ROOM)).toHaveValue("了解");
      await ime.compose("しました", "しました");
      await ime[order]("しました");
      await expect(composer(page, ROOM)).toHaveValue("了解しました");
      expect(await sentSoFar(page)).toBe(before);
      await page.keyboard.press("Enter");
      await expect(composer(page, ROOM)).toHaveValue("");
      await expect(message(page, "了解しました").last()).toBeVisible();
      await expect.poll(() => sentSoFar(page)).toBe(before + 1);
    });

    test("the Enter that confirms makes no line, and the next one does, when Enter makes a line", async ({ open }) => {
      const page = await open(town, town.people.clerk);
      await enterSends(page, false);
      await openRoom(page, ROOM);
      const before = await sentSoFar(page);
      const ime = await InputMethod.on(page);
      await composer(page, ROOM).focus();
      await ime.compose("かくにん", "確認");
      await ime[order]("確認");
      await expect(composer(page, ROOM)).toHaveValue("確認");
      await page.keyboard.press("Enter");
      await expect(composer(page, ROOM)).toHaveValue("確認\n");
      await ime.compose("ずみ", "済");
      await ime[order]("済");
      await expect(composer(page, ROOM)).toHaveValue("確認\n済");
      expect(await sentSoFar(page)).toBe(before);
      await page.keyboard.press("Control+Enter");
      await expect(composer(page, ROOM)).toHaveValue("");
      await expect.poll(() => sentSoFar(page)).toBe(before + 1);
    });

    test("it picks nobody from the list of names, and the next Enter does", async ({ open }) => {
      const page = await open(town, town.people.clerk);
      await openRoom(page, ROOM);
      const ime = await InputMethod.on(page);
      const field = composer(page, ROOM);
      await field.fill("＠");
      await ime.compose("はやかわ");
      const list = page.getByRole("listbox", { name: "候補" });
      await expect(list.getByRole("option").first()).toContainText(town.people.chief.name);
      // The list follows the kana while they are still being typed; arrows belong to the input method.
      await ime.takeKey("ArrowDown");
      await expect(list.getByRole("option").first()).toHaveAttribute("aria-selected", "true");
      await ime[order]("早川");
      await expect(field).toHaveValue("＠早川");
      await expect(list.getByRole("option").first()).toContainText(town.people.chief.name);
      await page.keyboard.press("Enter");
      await expect(field).toHaveValue(`@${town.people.chief.name}`);
      await field.fill("");
    });

    test("it goes nowhere in the jump, and the next Enter goes", async ({ open }) => {
      const page = await open(town, town.people.clerk);
      await openRoom(page, ROOM);
      const here = page.url();
      await page.keyboard.press("Control+k");
      const jump = page.getByRole("dialog", { name: "移動する" });
      await expect(jump.getByRole("combobox")).toBeFocused();
      const ime = await InputMethod.on(page);
      await ime.compose("はやかわ");
      await expect(jump.getByRole("option", { name: new RegExp(town.people.chief.name) }).first()).toBeVisible();
      await ime[order]("早川");
      await expect(jump.getByRole("combobox")).toHaveValue("早川");
      await expect(jump).toBeVisible();
      expect(page.url()).toBe(here);
      await expect(jump.getByRole("option", { selected: true })).toContainText(town.people.chief.name);
      await page.keyboard.press("Enter");
      await expect(jump).toBeHidden();
      await expect(page).not.toHaveURL(here);
    });

    test("it chooses nobody in the people picker, and the next Enter does", async ({ open }) => {
      const page = await open(town, town.people.clerk, { path: "/new-direct" });
      const picker = page.getByRole("combobox", { name: "だれと話しますか" });
      await expect(picker).toBeFocused();
      const ime = await InputMethod.on(page);
      await ime.compose("はやかわ");
      await expect(page.getByRole("option", { name: new RegExp(town.people.chief.name) })).toBeVisible();
      await ime[order]("早川");
      await expect(picker).toHaveValue("早川");
      await expect(page.getByRole("button", { name: `${town.people.chief.name}さんを外す` })).toBeHidden();
      await expect(page.getByRole("option", { selected: true })).toContainText(town.people.chief.name);
      await page.keyboard.press("Enter");
      await expect(page.getByRole("button", { name: `${town.people.chief.name}さんを外す` })).toBeVisible();
    });

    test("it makes no room out of a half-typed name", async ({ open }) => {
      const page = await open(town, town.people.clerk, { path: "/new-room" });
      const name = page.getByRole("textbox", { name: /^ルームの名前/ });
      await expect(name).toBeFocused();
      const ime = await InputMethod.on(page);
      await ime.compose("どうろ", "道路");
      await ime[order]("道路");
      await expect(name).toHaveValue("道路");
      await expect(page).toHaveURL(/\/new-room$/);
    });

    test("it closes no dialog and saves nothing, and the next Enter saves", async ({ open }) => {
      const page = await open(town, town.people.clerk);
      await openRoom(page, ROOM);
      const subject = `${order} の題名を付ける話です。`;
      await write(page, ROOM, subject);
      await choose(page, message(page, subject), "スレッドで返信");
      const replyField = pane(page).getByLabel("スレッドに返信", { exact: true });
      await replyField.fill("はい。");
      await replyField.press("Control+Enter");
      await pane(page).getByRole("button", { name: "スレッドの操作" }).click();
      await page.getByRole("menuitem", { name: "題名を付ける" }).click();
      const dialog = page.getByRole("dialog", { name: "題名を付ける" });
      await expect(dialog.getByLabel("スレッドの題名")).toBeFocused();
      const ime = await InputMethod.on(page);
      await ime.compose("だいめい", "題名");
      await ime[order]("題名");
      await expect(dialog.getByLabel("スレッドの題名")).toHaveValue("題名");
      await expect(dialog).toBeVisible();
      await page.keyboard.press("Enter");
      await expect(dialog).toBeHidden();
      await expect(pane(page).getByRole("heading", { name: "題名" })).toBeVisible();
    });

    test("it leaves every search as it is", async ({ open }) => {
      const searches: [path: string, part: "navigation" | "main", field: string][] = [
        ["/", "navigation", "ルームを絞り込む"],
        ["/open-rooms", "main", "ルームを絞り込む"],
        ["/people", "main", "氏名・よみ・所属・職名・内線で探す"],
        ["/admin/accounts", "main", "氏名・職員番号・メールで探す"],
      ];
      const page = await open(town, town.people.administrator);
      const ime = await InputMethod.on(page);
      for (const [path, part, field] of searches) {
        await page.goto(path);
        const search = page.getByRole(part).getByRole("searchbox", { name: field });
        await search.focus();
        await ime.compose("どうろ", "道路");
        await ime[order]("道路");
        await expect(search).toHaveValue("道路");
        await expect(search).toBeFocused();
        await expect(page).toHaveURL(new RegExp(`${path}$`));
      }
    });
  });
}

test("Escape that drops a conversion closes no dialog, and the next one does", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  await expect(page.getByRole("navigation", { name: "メニュー" })).toBeVisible();
  await page.keyboard.press("Control+k");
  const jump = page.getByRole("dialog", { name: "移動する" });
  await expect(jump.getByRole("combobox")).toBeFocused();
  const ime = await InputMethod.on(page);
  await ime.compose("どうろ");
  await ime.takeKey("Escape");
  await expect(jump).toBeVisible();
  await ime.confirm("");
  await expect(jump).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(jump).toBeHidden();
});

test("a message that arrives while a conversion is open does not disturb it", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const chief = await open(town, town.people.chief);
  await openRoom(clerk, ROOM);
  await openRoom(chief, ROOM);
  const ime = await InputMethod.on(clerk);
  await composer(clerk, ROOM).fill("明日の");
  await ime.compose("かい", "会");
  await write(chief, ROOM, "割り込みの一言です。");
  await expect(message(clerk, "割り込みの一言です。")).toBeVisible();
  await ime.compose("かいぎ", "会議");
  await ime.confirm("会議");
  await expect(composer(clerk, ROOM)).toHaveValue("明日の会議");
  await composer(clerk, ROOM).fill("");
});

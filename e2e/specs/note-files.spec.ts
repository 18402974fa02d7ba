import type { Locator, Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { openRoom, pane } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

// Of one colour, 240 dots wide and 160 high.
const PICTURE = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAPAAAACgCAIAAAC9uXYyAAABRUlEQVR42u3SQQ0AAAjEsFOCEpTgXwgq+JAmVbAsNQ1vRAIMDYYGQ4OhMTQYGgwNhgZDY2gwNBgaDA2GxtBgaDA0GBoMjaHB0GBoMDQYGkODocHQYGgwNIYGQ4OhwdBgaAwNhgZDg6ExNBgaDA2GBkNjaDA0GBoMDYbG0GBoMDQYGgyNocHQYGgwNBgaQ4OhwdBgaDA0hgZDg6HB0GBoDA2GBkODocHQGBoMDYYGQ2NoMDQYGgwNhsbQYGgwNBgaDI2hwdBgaDA0GBpDg6HB0GBoMDSGBkODocHQYGgMDYYGQ4OhwdAYGgwNhgZDY2gVMDQYGgwNhsbQYGgwNBgaDI2hwdBgaDA0GBpDg6HB0GBoMDSGBkODocHQYGgMDYYGQ4OhwdAYGgwNhgZDg6ExNBgaDA2GxtBgaDA0GBoMjaHB0GBouLFisn4om2l8MwAAAABJRU5ErkJggg==", "base64");
const picture = (name: string) => ({ name, mimeType: "image/png", buffer: PICTURE });
const table = { name: "点検結果.csv", mimeType: "text/csv", buffer: Buffer.alloc(700_000, "橋梁,良好\n") };
type Chosen = ReturnType<typeof picture>;

const text = (page: Page): Locator => page.getByRole("textbox", { name: /の本文$/ });
const saved = (page: Page): Locator => page.getByText("保存済み", { exact: true });
const choose = (page: Page, files: Chosen[]) => page.locator(".note-tools input[type=file]").setInputFiles(files);
const coming = (page: Page): Locator => page.getByRole("region", { name: "届いている途中のファイル" }).getByRole("listitem");

/** Begins a note in the room and waits for its page; its address. */
async function begin(page: Page, title: string): Promise<string> {
  await openRoom(page, ROOM);
  await page.getByRole("link", { name: "ノート", exact: true }).click();
  await pane(page).getByRole("button", { name: "新しいノート" }).click();
  const dialog = page.getByRole("dialog", { name: "新しいノート" });
  await dialog.getByLabel("題名").fill(title);
  await dialog.getByRole("button", { name: "作る" }).click();
  await expect(text(page)).toBeVisible();
  await expect(saved(page)).toBeVisible();
  return new URL(page.url()).pathname;
}

const isDrawn = (image: Locator) => expect.poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBeGreaterThan(1);

/** Lets files fall on the page, or pastes them. */
async function hand(page: Page, event: "drop" | "paste", files: Chosen[]): Promise<void> {
  const plain = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, text: buffer.toString("base64") }));
  await text(page).evaluate(
    (element, { event, plain }) => {
      const carried = new DataTransfer();
      for (const { name, mimeType, text } of plain) carried.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name, { type: mimeType }));
      const box = (element.lastElementChild ?? element).getBoundingClientRect();
      const at = { bubbles: true, cancelable: true, clientX: box.x + 5, clientY: box.y + box.height / 2 };
      element.dispatchEvent(event === "drop" ? new DragEvent("drop", { ...at, dataTransfer: carried }) : new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: carried }));
    },
    { event, plain },
  );
}

test("pictures and files are chosen, dropped and pasted, stand where they were meant, and a colleague sees them", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const path = await begin(clerk, "橋の点検");
  const chief = await open(town, town.people.chief, { path });
  await text(clerk).focus();
  await clerk.keyboard.type("現場の写真");
  await choose(clerk, [picture("一枚目.png"), { ...table }]);
  await expect(text(clerk).getByRole("img", { name: "一枚目.png" })).toBeVisible();
  await expect(text(clerk).getByText("点検結果.csv")).toBeVisible();
  await expect(coming(clerk)).toHaveCount(0);
  await expect(text(chief).locator("figure").nth(0).getByRole("img")).toHaveAttribute("alt", "一枚目.png");
  await expect(text(chief).locator("figure").nth(1)).toContainText("点検結果.csv");
  await hand(clerk, "drop", [picture("二枚目.png")]);
  await expect(text(clerk).getByRole("img", { name: "二枚目.png" })).toBeVisible();
  await hand(clerk, "paste", [picture("三枚目.png")]);
  await expect(text(clerk).getByRole("img", { name: "三枚目.png" })).toBeVisible();
  await expect(saved(clerk)).toBeVisible();

  for (const name of ["一枚目.png", "二枚目.png", "三枚目.png"]) await isDrawn(text(chief).getByRole("img", { name }));
  const card = text(chief).locator(".note-file").filter({ hasText: "点検結果.csv" });
  await expect(card).toContainText("テキスト ・ 684 KB");
  const saving = chief.waitForEvent("download");
  await card.getByRole("link", { name: "点検結果.csvを保存する" }).click();
  expect((await saving).suggestedFilename()).toBe("点検結果.csv");
  await card.getByRole("button", { name: "点検結果.csvを開く" }).click();
  await expect(chief.getByRole("dialog", { name: /点検結果\.csv/ })).toBeVisible();
  await chief.keyboard.press("Escape");
  await isAccessible(clerk);
});

test("by keys alone a picture is chosen, made small, described, looked at and written on below", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const path = await begin(clerk, "手順の写真");
  const chief = await open(town, town.people.chief, { path });
  await text(clerk).focus();
  await clerk.keyboard.type("画面");
  await choose(clerk, [picture("画面.png")]);
  const seen = text(clerk).getByRole("img");
  await isDrawn(seen);
  await text(clerk).focus();
  await clerk.keyboard.press("Control+Home");
  await clerk.keyboard.press("End");
  await clerk.keyboard.press("ArrowDown");
  await expect(text(clerk).locator("figure.ProseMirror-selectednode")).toHaveCount(1);
  await clerk.keyboard.press("Control+Enter");
  await expect(clerk.getByRole("dialog", { name: /画面\.png/ })).toBeVisible();
  await clerk.keyboard.press("Escape");
  await clerk.getByRole("button", { name: "画像の大きさと説明" }).focus();
  await clerk.keyboard.press("Enter");
  const dialog = clerk.getByRole("dialog", { name: "画像の大きさと説明" });
  await dialog.getByRole("radio", { name: "中" }).focus();
  await clerk.keyboard.press("ArrowLeft");
  await expect(dialog.getByRole("radio", { name: "小" })).toBeChecked();
  await dialog.getByLabel("画像の説明").fill("申請の画面");
  await isAccessible(clerk);
  await dialog.getByLabel("画像の説明").press("Enter");
  await expect(text(chief).getByRole("img", { name: "申請の画面" })).toBeVisible();
  await expect(text(chief).locator("figure")).toHaveAttribute("data-width", "small");
  await expect(saved(clerk)).toBeVisible();
  await isAccessible(chief);
});

test("without a line a file waits and says so while the words go on, and it comes with the line", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await begin(clerk, "電波の届かない橋");
  await clerk.route("**/api/files/uploads**", (route) => route.abort());
  await choose(clerk, [picture("橋.png")]);
  await expect(coming(clerk)).toHaveCount(1);
  await expect(clerk.getByText("ファイルを入れるには、つながっている必要があります")).toBeVisible();
  await isAccessible(clerk);
  await text(clerk).focus();
  await clerk.keyboard.type("文章は書けます");
  await expect(saved(clerk)).toBeVisible();
  await clerk.unroute("**/api/files/uploads**");
  await clerk.getByRole("button", { name: "橋.pngをもう一度送る" }).click();
  await isDrawn(text(clerk).getByRole("img", { name: "橋.png" }));
  await expect(coming(clerk)).toHaveCount(0);
  await expect(text(clerk)).toContainText("文章は書けます");
});

test("history tells that a picture went and brings it back", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const path = await begin(clerk, "写真の履歴");
  await text(clerk).focus();
  await clerk.keyboard.type("写真");
  await choose(clerk, [picture("損傷.png")]);
  await isDrawn(text(clerk).getByRole("img", { name: "損傷.png" }));
  await expect(saved(clerk)).toBeVisible();
  await text(clerk).getByRole("img", { name: "損傷.png" }).click();
  await clerk.keyboard.press("Backspace");
  await expect(text(clerk).getByRole("img")).toHaveCount(0);
  await clerk.keyboard.press("Control+z");
  await isDrawn(text(clerk).getByRole("img", { name: "損傷.png" }));
  await expect(saved(clerk)).toBeVisible();
  const history = await open(town, town.people.chief, { path: `${path}/history` });
  await pane(history).locator(".note-piece").first().click();
  await expect(history.getByRole("dialog").getByText("損傷.png")).toBeVisible();
});

test("a page that names a file which the note has not says so, and one copied from another note has it", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const from = await begin(clerk, "元のノート");
  await text(clerk).focus();
  await choose(clerk, [picture("元.png")]);
  await isDrawn(text(clerk).getByRole("img", { name: "元.png" }));
  const file = (await text(clerk).getByRole("img").getAttribute("src"))?.split("/").at(-1) ?? "";
  await clerk.getByRole("link", { name: "ノートの一覧へ" }).click();
  const to = await begin(clerk, "写しのノート");
  expect(to).not.toBe(from);
  const paste = (html: string) =>
    text(clerk).evaluate((element, html) => {
      const carried = new DataTransfer();
      carried.setData("text/html", html);
      carried.setData("text/plain", "画像");
      element.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: carried }));
    }, html);
  await text(clerk).focus();
  await paste('<p data-file="0000000000001" data-name="ない.png" data-width="full" data-alt="">ない.png</p>');
  const gone = text(clerk).locator("figure").filter({ hasText: "ない.png" });
  await expect(gone).toContainText("ファイルがありません");
  await clerk.keyboard.press("Control+End");
  await paste(`<p data-file="${file}" data-name="元.png" data-width="medium" data-alt="" data-note="${from.split("/").at(-1)}">元.png</p>`);
  await isDrawn(text(clerk).getByRole("img", { name: "元.png" }));
  await expect(saved(clerk)).toBeVisible();
  await isAccessible(clerk);
});

test("on a phone and on A4 pictures fit", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const path = await begin(clerk, "配る写真");
  await text(clerk).focus();
  await choose(clerk, [picture("配布.png"), { ...table }]);
  await isDrawn(text(clerk).getByRole("img", { name: "配布.png" }));
  await expect(text(clerk).getByText("点検結果.csv")).toBeVisible();
  await expect(saved(clerk)).toBeVisible();
  const phone = await open(town, town.people.chief, { path, device: "phone" });
  await isDrawn(text(phone).getByRole("img", { name: "配布.png" }));
  const wide = await text(phone).evaluate((element) => element.scrollWidth > element.clientWidth + 1);
  expect(wide).toBe(false);
  await isAccessible(phone);
  await clerk.goto(`/print/notes/${path.split("/").at(-1)}`);
  await isDrawn(clerk.getByRole("img", { name: "配布.png" }));
  await needsNoSidewaysScrolling(clerk);
  await isAccessible(clerk);
  const pdf = await clerk.pdf({ format: "A4" });
  expect(pdf.byteLength).toBeGreaterThan(2_000);
});

test("where the room's owners forbid saving, files of its notes are looked at under a watermark and not saved", async ({ open }) => {
  const chief = await open(town, town.people.chief);
  const path = await begin(chief, "図面のノート");
  await text(chief).focus();
  await chief.keyboard.type("図面");
  await choose(chief, [picture("図面.png"), table]);
  await expect(text(chief).locator("figure")).toHaveCount(2);
  await expect(saved(chief)).toBeVisible();
  await openRoom(chief, ROOM);
  await chief.getByRole("button", { name: `${ROOM}の操作` }).last().click();
  await chief.getByRole("menuitem", { name: "ファイルの保存を制限" }).press("Enter");
  const dialog = chief.getByRole("dialog", { name: "ファイルの保存" });
  await dialog.getByRole("radio", { name: /だれもできない/ }).check();
  await dialog.getByRole("button", { name: "決定する" }).press("Enter");
  await expect(dialog).toHaveCount(0);

  const clerk = await open(town, town.people.clerk, { path });
  const seen = text(clerk).getByRole("img", { name: "図面.png" });
  await expect(seen).toHaveAttribute("src", /\/view$/);
  await isDrawn(seen);
  const card = text(clerk).locator(".note-file").filter({ hasText: "点検結果.csv" });
  await expect(card).toContainText("保存・印刷できません");
  await expect(card.getByRole("link")).toHaveCount(0);
  await card.getByRole("button", { name: "点検結果.csvを開く" }).click();
  const viewer = clerk.getByRole("dialog", { name: /点検結果\.csv/ });
  await expect(viewer).toContainText("表示だけ");
  await expect(viewer.locator(".watermark span").first()).toHaveAttribute("data-words", new RegExp(town.people.clerk.name));
  await expect(viewer.getByRole("link", { name: /保存/ })).toHaveCount(0);
  await isAccessible(clerk, ".viewer");
  await clerk.keyboard.press("Escape");
  await expect(viewer).toHaveCount(0);
});

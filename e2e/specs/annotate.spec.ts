import type { Locator, Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { dotsOf, farthest, pictureOf, vast, type Dot } from "../support/dots.ts";
import { InputMethod } from "../support/ime.ts";
import { composer, message, openRoom } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";
const SIZE = [800, 600] as const;
const RED: Dot = [230, 0, 18];
const BLUE: Dot = [0, 80, 255];
const BLACK: Dot = [0, 0, 0];
const GREY: Dot = [200, 200, 200];
// What JPEG changes of a plain ground, and of a line.
const [OF_GROUND, OF_LINE] = [8, 40];

/** A face, let us say: where it is, nobody shall see it. */
const FACE = [500, 100, 96, 64] as const;
const site = (page: Page) =>
  pictureOf(page, "image/jpeg", SIZE, [
    { box: [0, 0, ...SIZE], colour: "rgb(200 200 200)" },
    { box: FACE, colour: "rgb(0 160 0)" },
    { box: [520, 110, 20, 20], colour: "rgb(255 255 255)" },
  ]);

const editor = (page: Page, name: string) => page.getByRole("dialog", { name: `${name}に書き込む` });
const stage = (page: Page) => page.getByRole("application", { name: /^画像/ });
const tool = (page: Page, name: string) => page.getByRole("toolbar", { name: "道具" }).getByRole("button", { name, exact: true });
const brought = (page: Page) => page.getByRole("list", { name: "添付するファイル" }).getByRole("listitem");
const toSend = (page: Page) => page.getByRole("button", { name: "送信", exact: true });

async function choose(page: Page, name: string, mimeType: string, buffer: Buffer): Promise<void> {
  await page.locator("input[type=file][multiple]").setInputFiles([{ name, mimeType, buffer }]);
  // What takes it is loaded with the first file: until then words alone could be sent.
  await expect(brought(page).filter({ hasText: name })).toBeVisible();
}

/** Where a dot of the picture is on the screen, while the whole picture is. */
async function onScreen(page: Page, x: number, y: number, [width, height]: readonly [number, number] = SIZE): Promise<{ x: number; y: number }> {
  const box = await stage(page).boundingBox();
  if (!box) throw new Error("there is no picture on the screen");
  const scale = Math.min(1, (box.width - 16) / width, (box.height - 16) / height);
  return { x: box.x + (box.width - width * scale) / 2 + x * scale, y: box.y + (box.height - height * scale) / 2 + y * scale };
}

async function drag(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  const [start, end] = [await onScreen(page, ...from), await onScreen(page, ...to)];
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 4 });
  await page.mouse.move(end.x, end.y, { steps: 4 });
  await page.mouse.up();
}

/** The address of the picture that a message carries. */
async function addressIn(row: Locator, name: string): Promise<string> {
  const link = row.getByRole("link", { name });
  await expect(link).toBeVisible();
  return (await link.getAttribute("href")) ?? "";
}

async function say(page: Page, words: string): Promise<Locator> {
  await composer(page, ROOM).fill(words);
  await expect(toSend(page)).toBeEnabled({ timeout: 20_000 });
  await toSend(page).click();
  await expect(message(page, words)).toBeVisible();
  return message(page, words);
}

test("what was drawn on a chosen picture is in what is sent, and what was covered is not", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await choose(clerk, "現場.jpg", "image/jpeg", await site(clerk));
  await clerk.getByRole("button", { name: "現場.jpgに書き込む" }).click();
  await expect(stage(clerk)).toBeFocused();
  await isAccessible(clerk);
  await expect(clerk.getByRole("button", { name: "書き込みを終えて添付" })).toBeDisabled();

  await clerk.getByRole("button", { name: "太い" }).click();
  await tool(clerk, "四角").click();
  await drag(clerk, [100, 100], [300, 250]);
  await clerk.getByRole("button", { name: "黒" }).click();
  await tool(clerk, "塗りつぶし").click();
  await expect(editor(clerk, "現場.jpg")).toContainText("送る画像に残りません");
  await drag(clerk, [490, 90], [610, 180]);
  await clerk.getByRole("button", { name: "青" }).click();
  await tool(clerk, "ペン").click();
  await drag(clerk, [100, 400], [300, 400]);
  await drag(clerk, [400, 500], [700, 500]);
  await clerk.keyboard.press("Control+z");
  await expect(stage(clerk)).toHaveAccessibleName("画像(書き込み3個)");
  // The frame is moved down by a hundred dots.
  await tool(clerk, "選ぶ").click();
  await drag(clerk, [200, 100], [200, 200]);
  await clerk.getByRole("button", { name: "書き込みを終えて添付" }).click();

  await expect(editor(clerk, "現場.jpg")).toHaveCount(0);
  await expect(brought(clerk)).toHaveText([/現場（書き込み）\.jpg/]);
  const row = await say(clerk, "舗装が割れています。");
  await expect(row.getByRole("link")).toHaveCount(1);
  const at = await addressIn(row, "現場（書き込み）.jpg");
  expect(farthest(await dotsOf(clerk, at, [199, 200, 2, 1]), RED)).toBeLessThan(OF_LINE);
  expect(farthest(await dotsOf(clerk, at, [199, 400, 2, 1]), BLUE)).toBeLessThan(OF_LINE);
  // Nothing is left of the face, in none of its dots.
  expect(farthest(await dotsOf(clerk, at, FACE), BLACK)).toBeLessThan(OF_GROUND);
  // Where the frame was, where the line was that was taken back, and anywhere else there is the picture.
  for (const box of [[180, 90, 40, 20], [500, 490, 40, 20], [20, 20, 40, 40], [700, 300, 60, 60]] as const) {
    expect(farthest(await dotsOf(clerk, at, box), GREY)).toBeLessThan(OF_GROUND);
  }
});

test("a drawing on a chosen picture can be changed until it is sent", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await choose(clerk, "図面.png", "image/png", await pictureOf(clerk, "image/png", SIZE, [{ box: [0, 0, 400, 600], colour: "rgb(200 200 200)" }]));
  await clerk.getByRole("button", { name: "図面.pngに書き込む" }).click();
  await tool(clerk, "モザイク").click();
  await drag(clerk, [300, 100], [520, 300]);
  await tool(clerk, "塗りつぶし").click();
  await drag(clerk, [100, 400], [200, 500]);
  await clerk.getByRole("button", { name: "書き込みを終えて添付" }).click();
  await expect(brought(clerk)).toHaveText([/図面（書き込み）\.png/]);

  await clerk.getByRole("button", { name: "図面（書き込み）.pngに書き込む" }).click();
  await expect(stage(clerk)).toHaveAccessibleName("画像(書き込み2個)");
  await clerk.keyboard.press("v");
  await clerk.keyboard.press("Delete");
  await expect(stage(clerk)).toHaveAccessibleName("画像(書き込み1個)");
  await clerk.keyboard.press("Control+Enter");
  await expect(editor(clerk, "図面.png")).toHaveCount(0);
  const row = await say(clerk, "図面です。");
  const at = await addressIn(row, "図面（書き込み）.png");
  // What is no JPEG keeps every dot, also those that are seen through.
  expect(farthest(await dotsOf(clerk, at, [100, 400, 100, 100]), GREY)).toBe(0);
  expect((await dotsOf(clerk, at, [700, 300, 1, 1]))[0]?.[3]).toBe(0);
  // Across the edge lies one tile: neither the grey nor what is seen through is left beside each other there.
  const mosaic = await dotsOf(clerk, at, [399, 215, 2, 1]);
  expect(mosaic[0]).toEqual(mosaic[1]);
});

test("a colleague draws on a picture in the talk and answers with it, and the picture stays as it was", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const chief = await open(town, town.people.chief);
  await openRoom(clerk, ROOM);
  await openRoom(chief, ROOM);
  await choose(clerk, "橋.jpg", "image/jpeg", await site(clerk));
  const sent = await addressIn(await say(clerk, "橋の写真です。"), "橋.jpg");
  const bytes = async () => (await (await chief.request.get(sent)).body()).toString("base64");
  const before = await bytes();

  await message(chief, "橋の写真です。").getByRole("link", { name: "橋.jpg" }).click();
  await chief.getByRole("button", { name: "書き込んで返信" }).click();
  await expect(stage(chief)).toBeVisible();
  await tool(chief, "矢印").click();
  await drag(chief, [100, 500], [300, 500]);
  await tool(chief, "文字").click();
  const place = await onScreen(chief, 100, 300);
  await chief.mouse.click(place.x, place.y);
  await chief.getByLabel("書き込む文字").fill("ここを補修");
  await chief.getByRole("button", { name: "置く", exact: true }).click();
  await expect(stage(chief)).toHaveAccessibleName("画像(書き込み2個)");
  await isAccessible(chief);
  await chief.getByRole("button", { name: "返信に添付" }).click();

  await expect(chief.getByRole("dialog")).toHaveCount(0);
  await expect(brought(chief)).toHaveText([/橋（書き込み）\.jpg/]);
  await expect(composer(chief, ROOM)).toBeFocused();
  const row = await say(chief, "矢印の所です。");
  await expect(row).toContainText("橋の写真です。");
  const at = await addressIn(row, "橋（書き込み）.jpg");
  expect(farthest(await dotsOf(chief, at, [199, 500, 2, 1]), RED)).toBeLessThan(OF_LINE);
  expect((await dotsOf(chief, at, [100, 300, 300, 45])).filter((dot) => farthest([dot], RED) < OF_LINE).length).toBeGreaterThan(200);
  expect(await bytes()).toBe(before);
});

test("the keyboard alone draws, writes with the input method, moves and takes back", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await choose(clerk, "鍵盤.jpg", "image/jpeg", await site(clerk));
  await clerk.getByRole("button", { name: "鍵盤.jpgに書き込む" }).press("Enter");
  await expect(stage(clerk)).toBeFocused();
  await clerk.keyboard.press("f");
  await expect(tool(clerk, "塗りつぶし")).toHaveAttribute("aria-pressed", "true");
  await clerk.keyboard.press("Enter");
  for (let step = 0; step < 4; step += 1) await clerk.keyboard.press("ArrowRight");
  for (let step = 0; step < 4; step += 1) await clerk.keyboard.press("ArrowDown");
  await clerk.keyboard.press("Enter");
  await expect(stage(clerk)).toHaveAccessibleName("画像(書き込み1個)");
  // What was begun is given up, and nothing else.
  await clerk.keyboard.press("Enter");
  await clerk.keyboard.press("ArrowLeft");
  await clerk.keyboard.press("Escape");
  await expect(stage(clerk)).toHaveAccessibleName("画像(書き込み1個)");

  const ime = await InputMethod.on(clerk);
  await clerk.keyboard.press("t");
  await clerk.keyboard.press("Enter");
  const field = clerk.getByLabel("書き込む文字");
  await expect(field).toBeFocused();
  await ime.compose("きけん", "危険");
  await ime.confirm("危険");
  await expect(field).toHaveValue("危険");
  await clerk.keyboard.press("Enter");
  await expect(field).toHaveCount(0);
  await expect(stage(clerk)).toHaveAccessibleName("画像(書き込み2個)");
  await expect(stage(clerk)).toBeFocused();

  // The words, which came last, are removed, come back and go again; the cover becomes black and goes to the left.
  await clerk.keyboard.press("v");
  await clerk.keyboard.press("Delete");
  await expect(stage(clerk)).toHaveAccessibleName("画像(書き込み1個)");
  await clerk.keyboard.press("Control+z");
  await expect(stage(clerk)).toHaveAccessibleName("画像(書き込み2個)");
  await clerk.keyboard.press("Control+y");
  await clerk.keyboard.press(".");
  await clerk.keyboard.press("4");
  await clerk.keyboard.press("ArrowLeft");
  await clerk.keyboard.press("Control+ArrowLeft");

  // Each toolbar is one stop, the arrows move within.
  await clerk.keyboard.press("Tab");
  await expect(tool(clerk, "選ぶ")).toBeFocused();
  await clerk.keyboard.press("ArrowRight");
  await expect(tool(clerk, "ペン")).toBeFocused();
  await clerk.keyboard.press("Tab");
  await expect(clerk.getByRole("toolbar", { name: "色" }).getByRole("button", { name: "黒" })).toBeFocused();
  await isAccessible(clerk);
  await clerk.keyboard.press("Control+Enter");
  await expect(brought(clerk)).toHaveText([/鍵盤（書き込み）\.jpg/]);
  const row = await say(clerk, "鍵盤だけで。");
  const at = await addressIn(row, "鍵盤（書き込み）.jpg");
  // The middle was its corner; it went there by a step of the keys, and by a dot.
  expect(farthest(await dotsOf(clerk, at, [400, 302, 20, 20]), BLACK)).toBeLessThan(OF_LINE);
  expect(farthest(await dotsOf(clerk, at, [393, 304, 2, 8]), BLACK)).toBeLessThan(OF_LINE);
  expect(farthest(await dotsOf(clerk, at, [300, 302, 40, 20]), GREY)).toBeLessThan(OF_GROUND);
});

test("Escape asks before a drawing is lost, and what is kept is there again", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await choose(clerk, "途中.jpg", "image/jpeg", await site(clerk));
  await clerk.getByRole("button", { name: "途中.jpgに書き込む" }).click();
  await expect(stage(clerk)).toBeVisible();
  await clerk.keyboard.press("Escape");
  await expect(editor(clerk, "途中.jpg")).toHaveCount(0);

  await clerk.getByRole("button", { name: "途中.jpgに書き込む" }).click();
  await expect(stage(clerk)).toBeVisible();
  await drag(clerk, [100, 400], [300, 400]);
  await clerk.keyboard.press("Escape");
  const question = clerk.getByRole("dialog", { name: "書き込みをどうしますか" });
  await expect(question).toBeVisible();
  await isAccessible(clerk);
  await clerk.keyboard.press("Escape");
  await expect(question).toHaveCount(0);
  await expect(stage(clerk)).toHaveAccessibleName("画像(書き込み1個)");
  await clerk.keyboard.press("Escape");
  await clerk.getByRole("button", { name: "取っておいて閉じる" }).click();
  await expect(editor(clerk, "途中.jpg")).toHaveCount(0);

  const goesOn = clerk.getByRole("button", { name: "途中.jpgの書き込みの続き(まだ反映していません)" });
  await goesOn.click();
  await expect(stage(clerk)).toHaveAccessibleName("画像(書き込み1個)");
  await drag(clerk, [100, 500], [300, 500]);
  await editor(clerk, "途中.jpg").getByRole("button", { name: "閉じる", exact: true }).click();
  await clerk.getByRole("button", { name: "捨てて閉じる" }).click();
  await expect(goesOn).toHaveCount(0);
  await clerk.getByRole("button", { name: "途中.jpgに書き込む" }).click();
  await expect(stage(clerk)).toHaveAccessibleName("画像(書き込みなし)");
});

/** Whether a drawing lies on this device beside its picture. */
const drawingLies = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<boolean>((done, fail) => {
        const opening = indexedDB.open("engawa-files");
        opening.onerror = () => fail(opening.error);
        opening.onsuccess = () => {
          const reading = opening.result.transaction("files").objectStore("files").getAll();
          reading.onsuccess = () => {
            opening.result.close();
            done((reading.result as { unsent?: { drawing: unknown } }[]).some(({ unsent }) => unsent?.drawing));
          };
        };
      }),
  );

test("a drawing that is not applied comes back with its picture when the page was thrown away, and holds the message as before", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await choose(clerk, "園庭.jpg", "image/jpeg", await site(clerk));
  await clerk.getByRole("button", { name: "園庭.jpgに書き込む" }).click();
  await expect(stage(clerk)).toBeVisible();
  await tool(clerk, "塗りつぶし").click();
  await drag(clerk, [500, 100], [596, 164]);
  await clerk.keyboard.press("Escape");
  await clerk.getByRole("button", { name: "取っておいて閉じる" }).click();
  await expect.poll(() => drawingLies(clerk)).toBe(true);
  const context = clerk.context();
  await clerk.close();

  const later = await context.newPage();
  await later.goto("/");
  await openRoom(later, ROOM);
  await expect(brought(later)).toHaveText([/園庭\.jpg/]);
  await expect(later.getByText("まだ反映していない書き込みがあります。").first()).toBeVisible();
  await expect(toSend(later)).toBeDisabled();
  await later.getByRole("button", { name: "園庭.jpgの書き込みの続き(まだ反映していません)" }).click();
  await expect(stage(later)).toHaveAccessibleName("画像(書き込み1個)");
  await later.getByRole("button", { name: "書き込みを終えて添付" }).click();
  await expect(brought(later)).toHaveText([/園庭（書き込み）\.jpg/]);
  await expect(toSend(later)).toBeEnabled({ timeout: 20_000 });
});

test("a picture that cannot be drawn upon says why", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  // The server would look at the vast picture for as long as the next test takes, which has a file of its own to send.
  await clerk.route("**/api/files/uploads/*", (route) => (route.request().method() === "PATCH" ? route.abort() : route.continue()));
  await choose(clerk, "壊れた.jpg", "image/jpeg", Buffer.from("no picture at all"));
  await clerk.getByRole("button", { name: "壊れた.jpgに書き込む" }).click();
  await expect(editor(clerk, "壊れた.jpg").getByRole("alert")).toContainText("このブラウザーでは開けない");
  await isAccessible(clerk);
  await clerk.keyboard.press("Escape");
  await expect(clerk.getByRole("dialog")).toHaveCount(0);
  await choose(clerk, "航空写真.png", "image/png", vast(10_000, 6_000));
  await clerk.getByRole("button", { name: "航空写真.pngに書き込む" }).click();
  await expect(editor(clerk, "航空写真.png").getByRole("alert")).toContainText("5,000万画素を超えている");
});

test("a phone draws with one finger and comes closer with two", async ({ open }) => {
  const clerk = await open(town, town.people.clerk, { device: "phone" });
  await openRoom(clerk, ROOM);
  await choose(clerk, "電話.jpg", "image/jpeg", await site(clerk));
  await clerk.getByRole("button", { name: "電話.jpgに書き込む" }).tap();
  await expect(stage(clerk)).toBeVisible();
  await needsNoSidewaysScrolling(clerk);
  await clerk.getByRole("button", { name: "太い" }).tap();
  const protocol = await clerk.context().newCDPSession(clerk);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: { x: number; y: number; id: number }[]) => protocol.send("Input.dispatchTouchEvent", { type, touchPoints });
  const [start, middle, end] = [await onScreen(clerk, 100, 400), await onScreen(clerk, 300, 400), await onScreen(clerk, 700, 400)];
  await touch("touchStart", [{ ...start, id: 1 }]);
  await touch("touchMove", [{ ...middle, id: 1 }]);
  await touch("touchMove", [{ ...end, id: 1 }]);
  await touch("touchEnd", []);
  await expect(stage(clerk)).toHaveAccessibleName("画像(書き込み1個)");

  // Two fingers that go apart draw nothing; the picture is four times as large about the place between them.
  const about = await onScreen(clerk, 400, 200);
  const apart = (by: number) => [{ x: about.x - by, y: about.y, id: 1 }, { x: about.x + by, y: about.y, id: 2 }];
  await touch("touchStart", apart(25).slice(0, 1));
  await touch("touchStart", apart(25));
  await touch("touchMove", apart(100));
  await touch("touchEnd", []);
  await expect(stage(clerk)).toHaveAccessibleName("画像(書き込み1個)");
  // So a finger that moves by as much on the screen draws a quarter as far.
  const scale = (end.x - start.x) / 600;
  await touch("touchStart", [{ x: about.x - 40, y: about.y, id: 1 }]);
  await touch("touchMove", [{ x: about.x, y: about.y, id: 1 }]);
  await touch("touchMove", [{ x: about.x + 40, y: about.y, id: 1 }]);
  await touch("touchEnd", []);
  await expect(stage(clerk)).toHaveAccessibleName("画像(書き込み2個)");
  await isAccessible(clerk);
  await clerk.getByRole("button", { name: "書き込みを終えて添付" }).tap();
  await expect(brought(clerk)).toHaveText([/電話（書き込み）\.jpg/]);
  const row = await say(clerk, "電話から。");
  const at = await addressIn(row, "電話（書き込み）.jpg");
  expect(farthest(await dotsOf(clerk, at, [399, 400, 2, 1]), RED)).toBeLessThan(OF_LINE);
  const reach = 40 / (4 * scale);
  expect(farthest(await dotsOf(clerk, at, [Math.round(400 - reach / 2), 200, 2, 1]), RED)).toBeLessThan(OF_LINE);
  expect(farthest(await dotsOf(clerk, at, [Math.round(400 - reach * 2), 195, 4, 10]), GREY)).toBeLessThan(OF_LINE);
});

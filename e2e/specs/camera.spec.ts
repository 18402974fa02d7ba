import type { BrowserContext, Locator, Page, Request } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { acknowledged, composer, message, messages, openRoom, waiting, write } from "../support/talk.ts";
import { expect, signIn, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";
const SERVICE_WORKER = { serviceWorkers: "allow" } as const;

const whole = (number: number) => Buffer.from([number, 0, 0, 0]);
const entry = (tag: number, kind: number, count: number, value: number) => Buffer.concat([Buffer.from([tag & 255, tag >> 8, kind, 0]), whole(count), whole(value)]);
const PLACE = Buffer.concat([35, 1, 41, 1, 22, 1].map(whole));
const MOMENT = "2026:11:30 09:15:42";

interface Photo {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** What a telephone takes when it is held upright: lying on its side, with a note that says so, and where and when it was. Its upper half is red, its lower one blue. */
async function photo(page: Page, name: string): Promise<Photo> {
  const drawn = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 3200, height: 2400 });
    const pen = canvas.getContext("2d");
    if (!pen) throw new Error("no pen");
    pen.fillStyle = "#d00000";
    pen.fillRect(0, 0, 1600, 2400);
    pen.fillStyle = "#0000d0";
    pen.fillRect(1600, 0, 1600, 2400);
    // Gravel in the middle, as heavy as the world is.
    for (let at = 0; at < 4000; at += 1) {
      pen.fillStyle = `hsl(${at % 360} 80% ${at % 90}%)`;
      pen.fillRect(1200 + ((at * 97) % 800), (at * 61) % 2400, 9, 7);
    }
    return canvas.toDataURL("image/jpeg", 1).split(",")[1] ?? "";
  });
  const plain = Buffer.from(drawn, "base64");
  const table = Buffer.concat([Buffer.from([3, 0]), entry(0x0112, 3, 1, 6), entry(0x0132, 2, 20, 104), entry(0x8825, 4, 1, 50), whole(0)]);
  const places = Buffer.concat([Buffer.from([2, 0]), entry(1, 2, 2, 0x4e), entry(2, 5, 3, 80), whole(0)]);
  const exif = Buffer.concat([Buffer.from("Exif\0\0II*\0"), whole(8), table, places, PLACE, Buffer.from(`${MOMENT}\0`)]);
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1, (exif.length + 2) >> 8, (exif.length + 2) & 255]), exif]);
  return { name, mimeType: "image/jpeg", buffer: Buffer.concat([plain.subarray(0, 2), segment, plain.subarray(2)]) };
}

const brought = (page: Page) => page.getByRole("list", { name: "添付するファイル" }).getByRole("listitem");
const send = (page: Page) => page.getByRole("button", { name: "送信", exact: true });
const choose = (page: Page, ...files: Photo[]) => page.locator("input[type=file][multiple]").setInputFiles(files);

/** Without a service worker (pages without TLS have none) what sends files is here once one was attached. */
async function isReadyToSend(page: Page, taken: Photo): Promise<void> {
  await choose(page, { ...taken, name: "やめる.jpeg" });
  await expect(brought(page)).toContainText(" → ", { timeout: 20_000 });
  await page.getByRole("button", { name: /^やめる.*を外す$/ }).click();
  await expect(brought(page)).toHaveCount(0);
}

async function take(page: Page, button: string, taken: Photo): Promise<void> {
  const chosen = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: button }).click();
  await (await chosen).setFiles([taken]);
}

/** The page has its service worker, which has the whole client. */
async function isInstalled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
  });
}

/** The client keeps what it has when another tab comes before it. */
async function turnAway(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
    Reflect.deleteProperty(document, "visibilityState");
  });
}

/** How many files lie on this device. */
const keptHere = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((done, fail) => {
        const opening = indexedDB.open("engawa-files");
        opening.onerror = () => fail(opening.error);
        opening.onsuccess = () => {
          const counting = opening.result.transaction("files").objectStore("files").count();
          counting.onsuccess = () => {
            opening.result.close();
            done(counting.result);
          };
        };
      }),
  );

/** The bytes that everybody has of a picture, with its size and the colours at its top and foot. */
async function given(page: Page, link: Locator) {
  const href = (await link.getAttribute("href")) ?? "";
  const bytes = await (await page.request.get(href)).body();
  const seen = await page.evaluate(async (encoded) => {
    const blob = new Blob([Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0))], { type: "image/jpeg" });
    const picture = await createImageBitmap(blob);
    const { width, height } = picture;
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const pen = canvas.getContext("2d");
    pen?.drawImage(picture, 0, 0);
    const colour = (y: number) => {
      const [red = 0, , blue = 0] = pen?.getImageData(width / 2, y, 1, 1).data ?? [];
      return red > 150 && blue < 60 ? "red" : blue > 150 && red < 60 ? "blue" : `${red} ${blue}`;
    };
    return { width, height, top: colour(20), foot: colour(height - 20) };
  }, bytes.toString("base64"));
  return { bytes, ...seen };
}

/** What was begun to be brought, and what was said, in all pages of a browser. */
function posts(context: BrowserContext) {
  const asked = { files: 0, messages: 0 };
  context.on("request", (request: Request) => {
    if (request.method() !== "POST") return;
    if (request.url().endsWith("/api/files/uploads")) asked.files += 1;
    if (/\/api\/rooms\/[^/]+\/messages$/.test(request.url())) asked.messages += 1;
  });
  return asked;
}

test("photos taken without a line wait with their words, survive the browser, and arrive once, in order, smaller and upright", async ({ open }) => {
  const clerk = await open(town, town.people.clerk, { device: "phone", with: SERVICE_WORKER });
  await openRoom(clerk, ROOM);
  await write(clerk, ROOM, "これから橋に向かいます。");
  await isInstalled(clerk);
  const [first, second] = [await photo(clerk, "橋の北.jpeg"), await photo(clerk, "橋の南.jpeg")];
  const context = clerk.context();
  await turnAway(clerk);
  await context.setOffline(true);

  await take(clerk, "写真を撮る", first);
  await take(clerk, "撮影を続ける", second);
  await expect(brought(clerk)).toHaveCount(2);
  await expect(brought(clerk).filter({ hasText: / → / })).toHaveCount(2, { timeout: 20_000 });
  await composer(clerk, ROOM).fill("橋の現場です。");
  await expect(clerk.getByText("つながっていなくても送信できます。").first()).toBeVisible();
  await isAccessible(clerk);
  await needsNoSidewaysScrolling(clerk);
  await send(clerk).click();
  await composer(clerk, ROOM).fill("写真は以上です。");
  await send(clerk).click();
  await expect(waiting(clerk)).toHaveCount(2);
  const held = waiting(clerk).filter({ hasText: "橋の現場です。" });
  await expect(held.getByRole("img", { name: "橋の北.jpg" })).toBeVisible();
  await isAccessible(clerk);
  await needsNoSidewaysScrolling(clerk);
  await clerk.close();

  const later = await context.newPage();
  await later.goto("/");
  await openRoom(later, ROOM);
  await expect(waiting(later)).toHaveCount(2);
  await expect(waiting(later).filter({ hasText: "橋の現場です。" }).getByRole("img", { name: "橋の南.jpg" })).toBeVisible();
  await context.setOffline(false);
  await expect(acknowledged(later, "橋の現場です。")).toHaveCount(1, { timeout: 30_000 });
  await expect(acknowledged(later, "写真は以上です。")).toHaveCount(1, { timeout: 30_000 });
  await expect.poll(() => keptHere(later)).toBe(0);

  const chief = await open(town, town.people.chief);
  await openRoom(chief, ROOM);
  await expect(message(chief, "橋の現場です。")).toHaveCount(1);
  await expect(message(chief, "橋の現場です。").getByRole("img")).toHaveCount(2);
  const order = (await messages(chief).allInnerTexts()).map((text) => ["橋の現場です。", "写真は以上です。"].find((words) => text.includes(words))).filter(Boolean);
  expect(order).toEqual(["橋の現場です。", "写真は以上です。"]);
  const seen = await given(chief, message(chief, "橋の現場です。").getByRole("link", { name: "橋の北.jpg" }));
  expect({ ...seen, bytes: seen.bytes.length < first.buffer.length, place: seen.bytes.includes(PLACE), moment: seen.bytes.includes(MOMENT) }).toEqual({ bytes: true, width: 1536, height: 2048, top: "red", foot: "blue", place: false, moment: true });
});

test("files that were put into the composer are there again with their words when the page was thrown away, and go with whoever signs out", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  const context = clerk.context();
  const taken = await photo(clerk, "擁壁.jpeg");
  await choose(clerk, taken, { name: "計測.csv", mimeType: "text/csv", buffer: Buffer.from("橋梁,良好\n") });
  await expect(brought(clerk).filter({ hasText: " → " })).toHaveCount(1, { timeout: 20_000 });
  await composer(clerk, ROOM).fill("擁壁の記録です。");
  await expect(send(clerk)).toBeEnabled({ timeout: 20_000 });
  await expect.poll(() => keptHere(clerk)).toBe(2);
  // Another tab takes nothing that this one has.
  const beside = await context.newPage();
  await beside.goto("/");
  await openRoom(beside, ROOM);
  await expect(composer(beside, ROOM)).toHaveValue("擁壁の記録です。");
  await expect(brought(beside)).toHaveCount(0);
  await beside.close();
  await clerk.close();

  const later = await context.newPage();
  await later.goto("/");
  await openRoom(later, ROOM);
  await expect(brought(later)).toHaveText([/^擁壁\.jpg/, /^計測\.csv/]);
  await expect(composer(later, ROOM)).toHaveValue("擁壁の記録です。");
  await isAccessible(later);
  await expect(send(later)).toBeEnabled({ timeout: 20_000 });
  await composer(later, ROOM).press("Control+Enter");
  await expect(acknowledged(later, "擁壁の記録です。").getByRole("link", { name: /計測\.csv/ })).toBeVisible();
  await expect.poll(() => keptHere(later)).toBe(0);

  await choose(later, taken);
  await expect.poll(() => keptHere(later), { timeout: 20_000 }).toBe(1);
  await later.getByRole("button", { name: "自分のメニュー" }).click();
  await later.getByRole("menuitem", { name: "サインアウト" }).click();
  await later.getByRole("dialog").getByRole("button", { name: "サインアウト" }).click();
  await expect.poll(() => keptHere(later)).toBe(0);
});

test("of two tabs that hold the same message one sends it, with its file, once", async ({ open }) => {
  const clerk = await open(town, town.people.clerk, { with: SERVICE_WORKER });
  await openRoom(clerk, ROOM);
  await write(clerk, ROOM, "二つの画面で見ています。");
  await isInstalled(clerk);
  const taken = await photo(clerk, "水門.jpeg");
  const context = clerk.context();
  await turnAway(clerk);
  await context.setOffline(true);
  await choose(clerk, taken);
  await expect(brought(clerk)).toContainText(" → ", { timeout: 20_000 });
  await composer(clerk, ROOM).fill("水門を閉めました。");
  await composer(clerk, ROOM).press("Control+Enter");
  await expect(waiting(clerk)).toContainText("水門を閉めました。");
  const other = await context.newPage();
  await other.goto("/");
  await openRoom(other, ROOM);
  await expect(waiting(other)).toContainText("水門を閉めました。");

  const asked = posts(context);
  await context.setOffline(false);
  for (const page of [clerk, other]) {
    await expect(acknowledged(page, "水門を閉めました。")).toHaveCount(1, { timeout: 30_000 });
    await expect(page.getByRole("article", { name: /^送信/ })).toHaveCount(0);
  }
  expect(asked).toEqual({ files: 1, messages: 1 });
});

test("a device without space says so, and what was written goes out from the page that stays open", async ({ open }) => {
  // Before the browser has looked how much there is: it believes that for a while.
  const before = async (context: BrowserContext) => {
    const protocol = await context.newCDPSession(await context.newPage());
    await protocol.send("Storage.overrideQuotaForOrigin", { origin: town.url, quotaSize: 150_000 });
  };
  const clerk = await open(town, town.people.clerk, { before });
  await openRoom(clerk, ROOM);
  const taken = await photo(clerk, "側溝.jpeg");
  await isReadyToSend(clerk, taken);
  await clerk.context().setOffline(true);
  await choose(clerk, taken);
  await expect(brought(clerk)).toContainText(" → ", { timeout: 20_000 });
  await composer(clerk, ROOM).fill("側溝があふれています。");
  await composer(clerk, ROOM).press("Control+Enter");
  await expect(clerk.getByText("この端末に空きがないため").first()).toBeVisible();
  await expect(clerk.getByRole("article", { name: /この端末には保存できませんでした/ })).toContainText("側溝があふれています。");
  expect(await clerk.evaluate(() => dispatchEvent(new Event("beforeunload", { cancelable: true })))).toBe(false);
  await clerk.context().setOffline(false);
  await expect(acknowledged(clerk, "側溝があふれています。").getByRole("link", { name: "側溝.jpg" })).toBeVisible({ timeout: 30_000 });
});

test("whoever wants the whole photo chooses so by keys, and this device remembers it", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  const taken = await photo(clerk, "図面.jpeg");
  await choose(clerk, taken);
  await expect(brought(clerk)).toContainText(/^図面\.jpg.* MB → /, { timeout: 20_000 });
  const quality = clerk.getByRole("combobox", { name: "写真の画質" });
  await expect(quality).toHaveValue("standard");
  await isAccessible(clerk);
  await quality.focus();
  await quality.press("ArrowDown");
  await expect(quality).toHaveValue("original");
  await expect(brought(clerk)).toHaveCount(1);
  await expect(brought(clerk)).toContainText("図面.jpeg");
  await expect(brought(clerk)).not.toContainText(" → ");
  await expect(send(clerk)).toBeEnabled({ timeout: 20_000 });
  await composer(clerk, ROOM).fill("原寸の図面です。");
  await composer(clerk, ROOM).press("Control+Enter");
  const link = message(clerk, "原寸の図面です。").getByRole("link", { name: "図面.jpeg" });
  await expect(link).toBeVisible();
  expect((await given(clerk, link)).bytes).toHaveLength(taken.buffer.length);
  await clerk.reload();
  await openRoom(clerk, ROOM);
  await choose(clerk, taken);
  await expect(clerk.getByRole("combobox", { name: "写真の画質" })).toHaveValue("original");
});

test("a file that the server refuses is named with its reason, and goes back to the composer with its words", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  const taken = await photo(clerk, "土砂.jpeg");
  await isReadyToSend(clerk, taken);
  await clerk.context().setOffline(true);
  await choose(clerk, taken);
  await expect(brought(clerk)).toContainText(" → ", { timeout: 20_000 });
  await composer(clerk, ROOM).fill("土砂が出ています。");
  await composer(clerk, ROOM).press("Control+Enter");
  await expect(waiting(clerk)).toContainText("土砂が出ています。");
  await clerk.route("**/api/files/uploads", (route) => route.fulfill({ status: 413, contentType: "application/problem+json", body: JSON.stringify({ code: "files.too_large" }) }));
  await clerk.context().setOffline(false);
  const refused = clerk.getByRole("article", { name: /^送信できませんでした/ });
  await expect(refused).toContainText("土砂.jpg", { timeout: 30_000 });
  await expect(refused).toContainText("ファイルが大きすぎます");
  await isAccessible(clerk);
  await clerk.unroute("**/api/files/uploads");
  await refused.getByRole("button", { name: "編集" }).press("Enter");
  await expect(composer(clerk, ROOM)).toHaveValue("土砂が出ています。");
  await expect(brought(clerk)).toContainText("土砂.jpg");
  await expect(send(clerk)).toBeEnabled({ timeout: 20_000 });
  await composer(clerk, ROOM).press("Control+Enter");
  await expect(acknowledged(clerk, "土砂が出ています。").getByRole("img", { name: "土砂.jpg" })).toBeVisible();
});

test("whoever signs out takes what waits along, and the next person at this browser sees nothing of it", async ({ open }) => {
  const clerk = await open(town, town.people.clerk, { with: SERVICE_WORKER });
  await openRoom(clerk, ROOM);
  await isInstalled(clerk);
  const taken = await photo(clerk, "倒木.jpeg");
  await clerk.context().setOffline(true);
  await choose(clerk, taken);
  await expect(brought(clerk)).toContainText(" → ", { timeout: 20_000 });
  await composer(clerk, ROOM).fill("倒木があります。");
  await composer(clerk, ROOM).press("Control+Enter");
  await expect(waiting(clerk)).toContainText("倒木があります。");
  expect(await keptHere(clerk)).toBe(1);
  await clerk.getByRole("button", { name: "自分のメニュー" }).click();
  await clerk.getByRole("menuitem", { name: "サインアウト" }).click();
  await clerk.getByRole("dialog").getByRole("button", { name: "サインアウト" }).click();
  await expect(clerk.getByRole("heading", { name: "サインイン" })).toBeVisible();
  await expect.poll(() => keptHere(clerk)).toBe(0);
  const context = clerk.context();
  await context.setOffline(false);
  await signIn(context, town.people.chief);
  const chief = await context.newPage();
  await chief.goto("/");
  await openRoom(chief, ROOM);
  await write(chief, ROOM, "課長です。");
  await expect(message(chief, "倒木があります。")).toHaveCount(0);
});

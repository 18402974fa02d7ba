import type { Locator, Page } from "@playwright/test";
import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { japanese, latin, pdf } from "../support/pdf.ts";
import { composer, message, openRoom } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

interface File {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

const file = (name: string, buffer: Buffer): File => ({ name, mimeType: "application/octet-stream", buffer });
const hex = (digits: string) => Buffer.from(digits.replace(/ /g, ""), "hex");

const picture = file("現場.png", Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64"));
// 縁側、髙橋①
const CP932 = "898f91a4 8141 fbfc8bb4 8740";
const memo = file("覚え書き.txt", hex(CP932));
// 氏名,備考 / 佐藤,"橋、(line break)点検" / =1+1,<b>
const list = file("点検.csv", hex("8e8196bc 2c 94f58d6c 0d0a 8db293a1 2c 22 8bb4 8141 0a 935f8c9f 22 0d0a 3d312b31 2c 3c623e 0d0a"));
const wide = file("大きな表.csv", Buffer.from(Array.from({ length: 450 }, (_, row) => `${row},橋梁${row}`).join("\n")));
const utf16 = file("通知.txt", Buffer.concat([hex("fffe"), Buffer.from("通知\nです", "utf16le")]));
const bill = file("議案.pdf", pdf({ pages: [`${latin("Bill 1")} ${japanese(CP932.replace(/ /g, ""))}`] }));
// A tenth of a second of nothing: 800 samples of one byte.
const sound = file("放送.wav", Buffer.concat([Buffer.from("RIFF"), hex("44030000"), Buffer.from("WAVEfmt "), hex("10000000 0100 0100 401f0000 401f0000 0100 0800"), Buffer.from("data"), hex("20030000"), Buffer.alloc(800, 128)]));
const packed = file("束.zip", Buffer.from("UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==", "base64"));

/** Says something with files in the room on screen. */
async function say(page: Page, words: string, files: File[]): Promise<Locator> {
  await page.locator("input[type=file][multiple]").setInputFiles(files);
  await composer(page, ROOM).fill(words);
  await expect(page.getByRole("button", { name: "送信", exact: true })).toBeEnabled({ timeout: 20_000 });
  await page.getByRole("button", { name: "送信", exact: true }).click();
  await expect(message(page, words).getByRole("link", { name: files[0]?.name ?? "" })).toBeVisible();
  return message(page, words);
}

const viewer = (page: Page, name: string) => page.getByRole("dialog", { name: `${name}を表示` });
const contents = (page: Page) => page.getByRole("group", { name: "ファイルの内容" });
const paper = (page: Page, number: string) => page.getByRole("region", { name: `${number}ページ`, exact: true });

/** How many dots of a drawn page are dark. */
const darkness = (drawn: Locator) =>
  drawn.locator("canvas").evaluate((canvas: HTMLCanvasElement) => {
    const dots = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    let dark = 0;
    for (let at = 0; at < dots.length; at += 4) if ((dots[at] ?? 255) < 128) dark += 1;
    return dark;
  });

test("files of a message are looked at one after the other with the keyboard alone", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  const row = await say(clerk, "いろいろです。", [picture, memo, list, bill, packed]);
  const first = row.getByRole("link", { name: "現場.png" });
  await first.focus();
  await first.press("Enter");
  await expect(viewer(clerk, "現場.png").getByRole("img", { name: "現場.png" })).toBeVisible();
  await expect(viewer(clerk, "現場.png")).toContainText(town.people.clerk.name);
  await expect(viewer(clerk, "現場.png")).toContainText("1 / 5");
  await isAccessible(clerk);

  await clerk.keyboard.press("ArrowRight");
  await expect(contents(clerk)).toHaveText("縁側、髙橋①");
  await expect(clerk.getByLabel("文字コード")).toContainText("自動(Shift_JIS(CP932))");
  await clerk.getByLabel("文字コード").selectOption("EUC-JP");
  await expect(contents(clerk)).not.toHaveText("縁側、髙橋①");
  await clerk.getByLabel("文字コード").selectOption("Shift_JIS(CP932)");
  await expect(contents(clerk)).toHaveText("縁側、髙橋①");
  await isAccessible(clerk);

  await contents(clerk).focus();
  await clerk.keyboard.press("ArrowRight");
  const table = viewer(clerk, "点検.csv").getByRole("table", { name: "表(3行)" });
  await expect(table.getByRole("row")).toHaveText(["行AB", "1氏名備考", "2佐藤橋、\n点検", "3=1+1<b>"]);
  await isAccessible(clerk);
  await clerk.getByRole("button", { name: "文字で見る" }).click();
  await expect(contents(clerk)).toContainText('佐藤,"橋、');

  await contents(clerk).focus();
  await clerk.keyboard.press("ArrowRight");
  await expect(viewer(clerk, "議案.pdf")).toContainText("4 / 5");
  await expect(paper(clerk, "1")).toContainText("縁側、髙橋①");

  await clerk.keyboard.press("ArrowRight");
  await expect(contents(clerk)).toContainText("ここでは表示できません");
  const saving = clerk.waitForEvent("download");
  await contents(clerk).getByRole("link", { name: "保存する" }).click();
  expect((await saving).suggestedFilename()).toBe("束.zip");
  await isAccessible(clerk);
  await clerk.keyboard.press("Escape");
  await expect(clerk.getByRole("dialog")).toHaveCount(0);
  await expect(first).toBeFocused();
});

test("a sound is played with the controls that the browser has, whose keys stay its own", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  const row = await say(clerk, "放送です。", [sound, memo]);
  await row.getByRole("link", { name: /放送\.wav/ }).click();
  const player = contents(clerk).locator("audio");
  await expect.poll(() => player.evaluate((element: HTMLAudioElement) => element.duration)).toBeCloseTo(0.1, 2);
  await isAccessible(clerk);
  await player.focus();
  await clerk.keyboard.press("ArrowRight");
  await expect(viewer(clerk, "放送.wav")).toBeVisible();
  await contents(clerk).focus();
  await clerk.keyboard.press("ArrowRight");
  await expect(viewer(clerk, "覚え書き.txt")).toBeVisible();
});

test("a long table is drawn by and by, and a text in UTF-16 is read", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  const row = await say(clerk, "長いものです。", [wide, utf16]);
  await row.getByRole("link", { name: /大きな表/ }).click();
  const rows = contents(clerk).getByRole("row");
  await expect(rows).toHaveCount(201);
  await clerk.evaluate(() => Object.assign(window, { print: () => Object.assign(window, { printed: document.querySelectorAll(".viewer-print tr").length }) }));
  await clerk.getByRole("button", { name: "印刷する" }).click();
  await expect.poll(() => clerk.evaluate(() => (window as unknown as { printed?: number }).printed)).toBe(450);
  await clerk.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  await contents(clerk).getByRole("button", { name: "続きの行を表示" }).click();
  await contents(clerk).getByRole("button", { name: "続きの行を表示" }).click();
  await expect(rows).toHaveCount(451);
  await expect(rows.last()).toContainText("橋梁449");
  await clerk.getByRole("button", { name: "次のファイル" }).click();
  await expect(contents(clerk)).toHaveText("通知\nです");
});

test("a PDF whose Japanese font is not in it is drawn, chosen, made larger and printed", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await clerk.evaluate(() => Object.assign(window, { print: () => Object.assign(window, { printed: document.querySelectorAll(".viewer-print img").length }) }));
  const row = await say(clerk, "議案です。", [bill]);
  const workers: (string | undefined)[] = [];
  clerk.on("response", (response) => {
    if (/\.worker\..*mjs$/.test(response.url())) workers.push(response.headers()["content-security-policy"]);
  });
  await row.getByRole("link", { name: /議案\.pdf/ }).click();
  await expect(paper(clerk, "1")).toContainText("Bill 1");
  await expect(paper(clerk, "1")).toContainText("縁側、髙橋①");
  // A worker has the policy of its own answer.
  expect(workers).toEqual([expect.stringContaining("script-src 'self'")]);
  // The words in Latin letters alone are not half as dark.
  await expect.poll(() => darkness(paper(clerk, "1"))).toBeGreaterThan(2000);
  await isAccessible(clerk);
  const width = () => paper(clerk, "1").locator("canvas").evaluate((canvas) => canvas.getBoundingClientRect().width);
  const before = await width();
  await contents(clerk).focus();
  await clerk.keyboard.press("+");
  await expect.poll(width).toBeCloseTo(before * 1.5, -1);
  await clerk.keyboard.press("0");
  await expect.poll(width).toBeCloseTo(before, -1);
  const chosen = await paper(clerk, "1").getByText("縁側、髙橋①").evaluate((words) => {
    getSelection()?.selectAllChildren(words);
    return getSelection()?.toString();
  });
  expect(chosen).toBe("縁側、髙橋①");
  await clerk.getByRole("button", { name: "印刷する" }).click();
  await expect.poll(() => clerk.evaluate(() => (window as unknown as { printed?: number }).printed)).toBe(1);
});

test("a PDF of ten thousand pages opens, leads to page 9,999, and comes only in parts", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  const book = file("予算書.pdf", pdf({ pages: Array.from({ length: 10_000 }, (_, page) => latin(`Page ${page + 1}`)) }));
  const row = await say(clerk, "予算書です。", [book]);
  let came = 0;
  clerk.on("response", (response) => {
    // The first answer is broken off once it says that parts can be had.
    if (response.status() === 206 && /\/files\/[^/]+$/.test(new URL(response.url()).pathname)) came += Number(response.headers()["content-length"] ?? 0);
  });
  await row.getByRole("link", { name: /予算書\.pdf/ }).click();
  await expect(paper(clerk, "1")).toContainText("Page 1");
  await expect(clerk.getByRole("dialog")).toContainText("/ 10,000");
  const box = clerk.getByLabel("ページ", { exact: true });
  await box.fill("９９９９");
  await box.press("Enter");
  await expect(paper(clerk, "9,999")).toContainText("Page 9999");
  await expect(box).toHaveValue("9999");
  expect(await clerk.getByRole("region", { name: /ページ$/ }).count()).toBeLessThan(12);
  expect(came).toBeGreaterThan(0);
  expect(came).toBeLessThan(book.buffer.length);

  // Scrolling goes on beyond the pages that lie there at a time.
  await box.fill("1000");
  await box.press("Enter");
  await expect(paper(clerk, "1,000")).toContainText("Page 1000");
  await contents(clerk).focus();
  for (let page = 0; page < 4; page += 1) await clerk.keyboard.press("PageDown");
  await expect(paper(clerk, "1,002")).toContainText("Page 1002");
  await clerk.getByRole("button", { name: "前のページ" }).click();
  await isAccessible(clerk);
  await clerk.getByRole("button", { name: "印刷する" }).click();
  await expect(clerk.getByRole("status").filter({ hasText: "100ページを超えるPDF" })).toBeVisible();
});

test("what a PDF wants to run or to open comes to nothing, and one that cannot be shown says why", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  const asked: string[] = [];
  clerk.on("dialog", (dialog) => {
    asked.push(dialog.message());
    void dialog.dismiss();
  });
  const script = "/S /JavaScript /JS (app.alert\\('hello'\\); window.hacked = 1; fetch\\('/api/me'\\))";
  const link = "<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A << /S /URI /URI (https://attacker.example/) >> >>";
  const hostile = file("請求書.pdf", pdf({ pages: [latin("Invoice")], catalog: `/OpenAction << ${script} >> /AA << /WC << ${script} >> >>`, first: `/AA << /O << ${script} >> >> /Annots [${link}]` }));
  const locked = file("秘密.pdf", pdf({ pages: [latin("Secret")], trailer: `/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${"a1".repeat(32)}> /U <${"b2".repeat(32)}> >>` }));
  const broken = file("途中.pdf", Buffer.from("%PDF-1.7\n1 0 obj\n<< /Type"));
  const row = await say(clerk, "請求です。", [hostile, locked, broken]);
  await row.getByRole("link", { name: /請求書\.pdf/ }).click();
  await expect(paper(clerk, "1")).toContainText("Invoice");
  await expect.poll(() => darkness(paper(clerk, "1"))).toBeGreaterThan(100);
  await expect(contents(clerk).locator("a")).toHaveCount(0);
  await expect.poll(() => clerk.workers().length).toBe(1);
  expect(await clerk.evaluate(() => "hacked" in window)).toBe(false);
  expect(asked).toEqual([]);
  await clerk.getByRole("button", { name: "次のファイル" }).click();
  await expect(contents(clerk)).toContainText("パスワードのかかったPDF");
  await clerk.getByRole("button", { name: "次のファイル" }).click();
  await expect(contents(clerk)).toContainText("壊れている");
  await clerk.getByRole("button", { name: "閉じる" }).click();
  // Whatever a file keeps its worker at ends with the look at it.
  await expect.poll(() => clerk.workers().length).toBe(0);
  expect(new URL(clerk.url()).pathname).toContain("/rooms/");
});

test("an office file is shown as the pages that it prints", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  const minutes = file("議事録.doc", Buffer.from(String.raw`{\rtf1\ansi\uc1 \u32257?\u20596? minutes}`));
  const broken = file("壊れた表.xlsx", Buffer.from("PK\x03\x04 garbage", "latin1"));
  const row = await say(clerk, "議事録です。", [minutes, broken]);
  await row.getByRole("link", { name: /議事録\.doc/ }).click();
  await expect(paper(clerk, "1")).toContainText("minutes", { timeout: 60_000 });
  await isAccessible(clerk);
  await clerk.getByRole("button", { name: "次のファイル" }).click();
  await expect(contents(clerk)).toContainText("壊れているか", { timeout: 60_000 });
  await expect(contents(clerk).getByRole("link", { name: "保存する" })).toBeVisible();
});

test("a phone looks at a table and a PDF with its whole screen", async ({ open }) => {
  const clerk = await open(town, town.people.clerk, { device: "phone" });
  await openRoom(clerk, ROOM);
  await message(clerk, "いろいろです。").getByRole("link", { name: /点検\.csv/ }).click();
  await expect(contents(clerk).getByRole("row")).toHaveCount(4);
  await needsNoSidewaysScrolling(clerk);
  await clerk.getByRole("button", { name: "次のファイル" }).click();
  await expect(paper(clerk, "1")).toContainText("縁側、髙橋①");
  await needsNoSidewaysScrolling(clerk);
  await isAccessible(clerk);
  await clerk.getByRole("button", { name: "閉じる" }).click();
  await expect(clerk.getByRole("dialog")).toHaveCount(0);
});

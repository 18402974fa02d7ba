import type { BrowserContext, ConsoleMessage, Page, Route } from "@playwright/test";
import { acknowledged, composer, message, openRoom, roomLink, waiting, write } from "../support/talk.ts";
import { expect, signIn, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";
const SERVICE_WORKER = { serviceWorkers: "allow" } as const;

/** The page has its service worker, and that has the whole client. */
async function isInstalled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller) await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
  });
}

/** Another tab comes before this one: the moment in which the client keeps what it has. */
async function turnAway(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
    Reflect.deleteProperty(document, "visibilityState");
  });
}

async function leaveServerDown(page: Page): Promise<void> {
  await turnAway(page);
  await town.kill();
}

test.afterEach(() => town.start());

test("what was open yesterday opens without the server, and what is written then goes out later", async ({ open }) => {
  const page = await open(town, town.people.clerk, { with: SERVICE_WORKER });
  await openRoom(page, ROOM);
  await write(page, ROOM, "これは昨日の一言です。");
  await isInstalled(page);
  await leaveServerDown(page);

  await page.reload();
  await expect(roomLink(page, ROOM)).toBeVisible();
  await expect(message(page, "これは昨日の一言です。")).toBeVisible();
  await composer(page, ROOM).fill("圏外で書きました。");
  await composer(page, ROOM).press("Control+Enter");
  await expect(waiting(page)).toContainText("圏外で書きました。");

  // Even closing the page loses nothing.
  await page.reload();
  await expect(waiting(page)).toContainText("圏外で書きました。");
  await town.start();
  await expect(acknowledged(page, "圏外で書きました。")).toHaveCount(1, { timeout: 20_000 });
  const chief = await open(town, town.people.chief);
  await openRoom(chief, ROOM);
  await expect(message(chief, "圏外で書きました。")).toHaveCount(1);
});

/** The server says who is signed in only when told to, if it says it at all. */
async function holdMe(page: Page, end: (route: Route) => Promise<void>): Promise<() => void> {
  let letGo = () => {};
  const held = new Promise<void>((done) => (letGo = done));
  await page.route("**/api/me", async (route) => {
    await held;
    await end(route);
  });
  return letGo;
}

/** A room in which something was written, kept on a machine whose server is about to be silent. */
async function leave(page: Page, text: string, end = (route: Route) => route.continue()): Promise<() => void> {
  await openRoom(page, ROOM);
  await write(page, ROOM, text);
  await turnAway(page);
  return await holdMe(page, end);
}

test("what was open yesterday is there before the server has said a word", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  const letGo = await leave(page, "きのうの続きです。");
  await page.reload();
  await expect(roomLink(page, ROOM)).toBeVisible();
  await expect(message(page, "きのうの続きです。")).toBeVisible();
  letGo();
  await write(page, ROOM, "つながりました。");
});

test("what one person left open goes away when it turns out that another is signed in", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  const letGo = await leave(page, "担当者だけの言葉です。");
  await signIn(page.context(), town.people.administrator);
  await page.goto("/");
  await expect(roomLink(page, ROOM)).toBeVisible();
  letGo();
  await expect(page.getByRole("button", { name: "自分のメニュー" })).toHaveAttribute("title", town.people.administrator.name);
  await expect(page.getByText("担当者だけの言葉です。")).toHaveCount(0);
});

test("whoever signs out before the server has said a word is not shown again", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  const letGo = await leave(page, "もう帰ります。", (route) => route.abort());
  await page.reload();
  await expect(message(page, "もう帰ります。")).toBeVisible();
  await page.getByRole("button", { name: "自分のメニュー" }).click();
  await page.getByRole("menuitem", { name: "サインアウト" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "サインアウト" }).click();
  await expect(page.getByRole("heading", { name: "サインイン" })).toBeVisible();
  const failed = page.waitForEvent("requestfailed", (request) => request.url().endsWith("/api/me"));
  letGo();
  await failed;
  await expect(page.getByRole("heading", { name: "サインイン" })).toBeVisible();
  await expect(page.getByText(ROOM)).toHaveCount(0);
});

test("the client comes packed, and its pages are strict", async ({ open }) => {
  const page = await open(town, null);
  const ask = (path: string, coding: string) => page.request.get(path, { headers: { "accept-encoding": coding } });
  const address = await page.locator("script[type=module]").first().getAttribute("src");
  const sizes = [];
  for (const [coding, said] of [["br", "br"], ["gzip", "gzip"], ["identity", undefined]] as const) {
    const part = await ask(address ?? "", coding);
    expect(part.headers()["content-encoding"]).toBe(said);
    expect(part.headers()["x-content-type-options"]).toBe("nosniff");
    sizes.push(Number(part.headers()["content-length"]));
  }
  expect(sizes.every((size) => size > 0)).toBe(true);
  expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
  expect((await ask("/", "br")).headers()["content-security-policy"]).toContain("default-src 'self'");
  expect((await ask("/icon.svg", "br")).headers()["content-security-policy"]).toContain("default-src 'self'");
  expect((await ask("/sw.js", "br")).headers()["content-security-policy"]).toContain("default-src 'self'");
});

/** A disk that takes what is put into the outbox and ends only when told. */
function slowDisk(): void {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...given) {
    const request = put.apply(this, given);
    const hold = () => {
      if (!("diskIsDone" in window)) this.get("").onsuccess = hold;
    };
    if (this.name === "outbox") hold();
    return request;
  };
}

/** A disk that is full whenever something goes into the outbox. */
function fullDisk(): void {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...given) {
    if (this.name === "outbox") throw new DOMException("full", "QuotaExceededError");
    return put.apply(this, given);
  };
}

test("a message is called kept only when a slow disk has it, and then closing the page loses nothing", async ({ open }) => {
  const page = await open(town, town.people.clerk, { with: SERVICE_WORKER });
  await openRoom(page, ROOM);
  await isInstalled(page);
  await leaveServerDown(page);
  await page.evaluate(slowDisk);
  await composer(page, ROOM).fill("ディスクが遅い日です。");
  await composer(page, ROOM).press("Control+Enter");
  await expect(message(page, "ディスクが遅い日です。")).toHaveAccessibleName(/^(この端末に保存しています|送信待ち。ただし、この端末には保存できません)/);
  await expect(waiting(page)).toHaveCount(0);
  await page.evaluate(() => Object.assign(window, { diskIsDone: true }));
  await expect(waiting(page)).toContainText("ディスクが遅い日です。");
  await page.reload();
  await expect(waiting(page)).toContainText("ディスクが遅い日です。");
});

test("a device that cannot keep a message says so, and sends it all the same", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  await openRoom(page, ROOM);
  await town.kill();
  await page.evaluate(fullDisk);
  await composer(page, ROOM).fill("容量がいっぱいです。");
  await composer(page, ROOM).press("Control+Enter");
  await expect(message(page, "容量がいっぱいです。")).toContainText("この端末には保存できませんでした。送信されるまで、この画面を閉じないでください。");
  await expect(composer(page, ROOM)).toHaveValue("");
  await town.start();
  await expect(acknowledged(page, "容量がいっぱいです。")).toHaveCount(1);
});

test("what waits in a tab that closes is sent by another", async ({ open }) => {
  const first = await open(town, town.people.clerk);
  await openRoom(first, ROOM);
  const second = await first.context().newPage();
  await second.goto("/");
  await openRoom(second, ROOM);
  await town.kill();
  await composer(first, ROOM).fill("閉じたタブの一言です。");
  await composer(first, ROOM).press("Control+Enter");
  await expect(waiting(first)).toContainText("閉じたタブの一言です。");
  await first.goto("about:blank");
  await expect(waiting(second)).toContainText("閉じたタブの一言です。");
  await town.start();
  await expect(acknowledged(second, "閉じたタブの一言です。")).toHaveCount(1);
  await expect(waiting(second)).toHaveCount(0);
});

test("without a line the page says so in plain words and comes back by itself", async ({ open }) => {
  const page = await open(town, town.people.clerk);
  await openRoom(page, ROOM);
  await page.context().setOffline(true);
  await expect(page.getByText(/^オフラインです。/)).toBeVisible();
  await page.context().setOffline(false);
  await expect(page.getByText(/^オフラインです。/)).toBeHidden();
  await write(page, ROOM, "またつながりました。");
});

test("signing out leaves nothing of a person on the machine, online or not", async ({ open }) => {
  const page = await open(town, town.people.clerk, { with: SERVICE_WORKER });
  await openRoom(page, ROOM);
  await isInstalled(page);
  await turnAway(page);
  await page.getByRole("button", { name: "自分のメニュー" }).click();
  await page.getByRole("menuitem", { name: "サインアウト" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "サインアウト" }).click();
  await expect(page.getByRole("heading", { name: "サインイン" })).toBeVisible();
  await town.kill();
  await page.reload();
  await expect(page.getByRole("alert")).toBeVisible();
  await expect(page.getByText(ROOM)).toHaveCount(0);
});

const PLACES = [
  "/mentions", "/threads", "/open-rooms", "/new-room", "/new-direct", "/people", "/units",
  "/settings/profile", "/settings/look", "/settings/typing", "/settings/notifications", "/settings/devices", "/settings/password",
  "/admin", "/admin/units", "/admin/titles", "/admin/people", "/admin/people/new", "/admin/transfers", "/admin/accounts", "/admin/rooms", "/admin/links", "/admin/audit",
];

test("a walk through every place asks no other host, breaks no policy and logs no error", async ({ open }) => {
  const asked = new Set<string>();
  const loud: string[] = [];
  const before = async (context: BrowserContext) => {
    await context.route("**/*", (route) => {
      asked.add(new URL(route.request().url()).origin);
      return route.continue();
    });
    context.on("console", (said: ConsoleMessage) => ["error", "warning"].includes(said.type()) && loud.push(`${said.type()}: ${said.text()} (${said.location().url})`));
    await context.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
    });
  };
  const page = await open(town, town.people.administrator, { with: SERVICE_WORKER, before });
  await openRoom(page, "給湯室");
  await isInstalled(page);
  for (const path of PLACES) {
    // As Back and Forward go: opening the whole client anew for each place would try the same start twenty times.
    await page.evaluate((to) => {
      history.pushState(null, "", to);
      dispatchEvent(new PopStateEvent("popstate"));
    }, path);
    await expect(page.locator("main").getByRole("heading").first()).toBeAttached();
    await expect(page.getByText("読み込んでいます…")).toHaveCount(0);
  }
  expect([...asked]).toEqual([town.url]);
  expect(loud).toEqual([]);
});

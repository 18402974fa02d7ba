import type { BrowserContext, ConsoleMessage, Page } from "@playwright/test";
import { acknowledged, composer, message, openRoom, roomLink, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
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
  await expect(page.getByRole("article", { name: /^送信待ち/ })).toContainText("圏外で書きました。");

  // Even closing the page loses nothing.
  await page.reload();
  await expect(page.getByRole("article", { name: /^送信待ち/ })).toContainText("圏外で書きました。");
  await town.start();
  await expect(acknowledged(page, "圏外で書きました。")).toHaveCount(1, { timeout: 20_000 });
  const chief = await open(town, town.people.chief);
  await openRoom(chief, ROOM);
  await expect(message(chief, "圏外で書きました。")).toHaveCount(1);
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
  "/admin", "/admin/units", "/admin/titles", "/admin/people", "/admin/people/new", "/admin/accounts", "/admin/rooms", "/admin/audit",
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
    await page.goto(path);
    await expect(page.getByRole("heading").first()).toBeAttached();
    await expect(page.getByText("読み込んでいます…")).toHaveCount(0);
  }
  expect([...asked]).toEqual([town.url]);
  expect(loud).toEqual([]);
});

import { expect, test as base, type BrowserContext, type BrowserContextOptions, type Page } from "@playwright/test";
import type { Person, Town } from "./town.ts";

export { expect } from "@playwright/test";

const DEVICES = {
  desktop: { viewport: { width: 1366, height: 768 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
} as const satisfies Record<string, BrowserContextOptions>;

export interface Visit {
  path?: string;
  device?: keyof typeof DEVICES;
  /** More than the device: another window size, another colour scheme. */
  with?: BrowserContextOptions;
  /** Another address of the same town, such as a proxy before it. */
  origin?: string;
  /** An address of somebody else's to which the page goes, and which may ask for what it wants. */
  outside?: string;
  /** Runs before the page is opened. */
  before?: (context: BrowserContext) => Promise<unknown>;
}

interface Fixtures {
  /** A browser of its own in which this person is signed in; null for somebody who is not. */
  open: (town: Town, who: Person | null, visit?: Visit) => Promise<Page>;
}

export const test = base.extend<Fixtures>({
  open: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    const faults: string[] = [];
    await use(async (town, who, { path = "/", device = "desktop", with: more = {}, origin = town.url, outside, before } = {}) => {
      // The service worker fetches the whole client for every new context; the specs about it let it in.
      const context = await browser.newContext({ serviceWorkers: "block", ...DEVICES[device], ...more, baseURL: origin });
      contexts.push(context);
      watch(context, origin, outside, faults);
      await before?.(context);
      if (who) await signIn(context, who);
      const page = await context.newPage();
      await page.goto(path);
      return page;
    });
    for (const context of contexts) await context.close();
    // Whatever a test is about: nothing leaves the town, nothing breaks the page's policy, nothing throws unseen.
    expect(faults).toEqual([]);
  },
});

function watch(context: BrowserContext, origin: string, outside: string | undefined, faults: string[]): void {
  context.on("request", (request) => {
    const url = new URL(request.url());
    const isTheirs = outside !== undefined && (url.origin === outside || (!request.isNavigationRequest() && request.frame().url().startsWith(outside)));
    if (!isTheirs && url.protocol.startsWith("http") && url.origin !== origin) faults.push(`asked ${url.href}`);
  });
  context.on("weberror", (error) => faults.push(`threw ${error.error().stack ?? error.error().message}`));
  context.on("console", (message) => {
    const isTheirs = outside !== undefined && message.location().url.startsWith(outside);
    if (!isTheirs && message.text().includes("Content Security Policy")) faults.push(message.text());
  });
}

/** Signs in without the form, which has its own tests. */
export async function signIn(context: BrowserContext, who: Person): Promise<void> {
  const answer = await context.request.post("/api/sign-in", { headers: { "X-Engawa": "1" }, data: { login: who.login, password: who.password } });
  expect(answer.ok(), `${who.name} signs in`).toBe(true);
}

/** Types a number and a password into the sign-in page. */
export async function signInByForm(page: Page, login: string, password: string): Promise<void> {
  await page.getByLabel("職員番号またはメールアドレス").fill(login);
  await page.getByLabel("パスワード").fill(password);
  await page.getByRole("button", { name: "サインイン" }).click();
}

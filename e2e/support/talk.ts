import { expect, type Locator, type Page } from "@playwright/test";

/** The link of a room in the list at the left. */
export function roomLink(page: Page, room: string): Locator {
  return page.getByRole("navigation", { name: "ルーム" }).getByRole("link", { name: new RegExp(`^${room}`) });
}

/** Opens a room from the list and waits until it can be read and written. */
export async function openRoom(page: Page, room: string): Promise<void> {
  await roomLink(page, room).click();
  await expect(page.getByRole("heading", { level: 1, name: room })).toBeVisible();
  await expect(messages(page).first()).toBeVisible();
}

export function composer(page: Page, room: string): Locator {
  return page.getByLabel(`${room} へのメッセージ`, { exact: true });
}

export function messages(page: Page): Locator {
  return page.getByRole("main").getByRole("list", { name: "メッセージ" }).getByRole("article");
}

/** The message with this text in the room. */
export function message(page: Page, text: string): Locator {
  return messages(page).filter({ hasText: text });
}

/** Writes into the room on screen and waits until the server has it. */
export async function write(page: Page, room: string, text: string): Promise<void> {
  await composer(page, room).fill(text);
  await composer(page, room).press("Control+Enter");
  await expect(composer(page, room)).toHaveValue("");
  await expect(acknowledged(page, text)).toBeVisible();
}

/** A message that is kept on the device and waits for the server. */
export function waiting(page: Page): Locator {
  return page.getByRole("article", { name: "送信待ち(つながり次第、自動で送ります)" });
}

/** A message that the server has taken: one that is on its way says so in its label, before anything else. */
export function acknowledged(page: Page, text: string): Locator {
  return message(page, text).and(taken(page));
}

function taken(page: Page): Locator {
  return page.getByRole("article", { name: /^(?!送信|この端末に)/ });
}

/** Chooses from the menu of a message. */
export async function choose(page: Page, row: Locator, item: string): Promise<void> {
  await row.hover();
  await row.getByRole("button", { name: "その他の操作" }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

/** The pane at the right: a thread, the members, a person. */
export function pane(page: Page): Locator {
  return page.getByRole("complementary");
}

export function replies(page: Page): Locator {
  return pane(page).getByRole("list", { name: "メッセージ" }).getByRole("article");
}

export async function reply(page: Page, text: string): Promise<void> {
  const field = pane(page).getByLabel("スレッドに返信", { exact: true });
  await field.fill(text);
  await field.press("Control+Enter");
  await expect(replies(page).filter({ hasText: text }).and(taken(page))).toBeVisible();
}

import { resolve } from "node:path";
import type { Page } from "@playwright/test";
import { expect } from "./test.ts";

const FOLDER = resolve(import.meta.dirname, "../../docs/screens");

/** Draws what is on screen into docs/screens, once it stands still. */
export async function picture(page: Page, name: string): Promise<void> {
  // Nothing is under the pointer.
  await page.mouse.move(700, 30);
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined)));
  });
  await expect(page.getByText("読み込んでいます…")).toHaveCount(0);
  await page.screenshot({ path: resolve(FOLDER, `${name}.png`), caret: "hide", animations: "disabled" });
}

/** The clerk's own section: the unit room with the most talk. */
export async function section(page: Page): Promise<{ id: string; name: string; unit: string }> {
  const { rooms } = (await (await page.request.get("/api/bootstrap")).json()) as { rooms: { id: string; kind: string; name: string; unit_id: string; last_seq: number }[] };
  const most = rooms.filter((room) => room.kind === "unit").sort((a, b) => b.last_seq - a.last_seq)[0];
  return { id: most?.id ?? "", name: most?.name ?? "", unit: most?.unit_id ?? "" };
}

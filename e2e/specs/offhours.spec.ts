import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const TITLE = "時間外の発信";

/** The hour of the machine that runs this is nobody's choice: what was counted is given. */
const months = Array.from({ length: 12 }, (_, place) => (place === 0 ? "2025-12" : `2026-${String(place).padStart(2, "0")}`));
const quiet = months.map(() => ({ said: 0, called: 0 }));
const report = {
  months,
  units: [
    { unit_id: "1", name: "総務課", above: ["総務部"], months: [...quiet.slice(1), { said: 12, called: 3 }] },
    { unit_id: "2", name: "道路課", above: ["建設部"], months: [{ said: 5, called: 1 }, ...quiet.slice(1)] },
    { unit_id: null, name: "", above: [], months: quiet },
  ],
};

test("an administrator sees what the sections send out of hours, with sums, and takes it along", async ({ open }) => {
  const administrator = await open(town, town.people.administrator, { path: "/admin" });
  await administrator.route("**/api/off-hours", (route) => route.fulfill({ json: report }));
  await administrator.getByRole("navigation").getByRole("link", { name: TITLE }).first().click();
  const table = administrator.getByRole("table", { name: "送ったメッセージ" });
  await expect(table.getByRole("row", { name: /総務課/ }).getByRole("cell").last()).toHaveText("12");
  await expect(table.getByRole("row", { name: /そのほかの小さな部署/ })).toBeVisible();
  await expect(table.getByRole("row", { name: /^合計/ }).getByRole("cell").last()).toHaveText("17");
  await isAccessible(administrator);
  await administrator.getByLabel("うち、人を呼んだもの").check();
  const called = administrator.getByRole("table", { name: "うち、人を呼んだもの" });
  await expect(called.getByRole("row", { name: /^合計/ }).getByRole("cell").last()).toHaveText("4");
  const saved = administrator.waitForEvent("download");
  await administrator.getByRole("button", { name: "書き出す" }).click();
  await administrator.getByRole("menuitem", { name: "CSV(UTF-8)" }).click();
  expect((await saved).suggestedFilename()).toContain(TITLE);
});

test("the server's own answer is shown, on a phone as well", async ({ open }) => {
  const administrator = await open(town, town.people.administrator, { device: "phone", path: "/admin/off-hours" });
  await expect(administrator.getByRole("heading", { name: TITLE })).toBeVisible();
  await expect(administrator.getByRole("table")).toBeVisible();
  await isAccessible(administrator);
  await needsNoSidewaysScrolling(administrator);
});

test("nobody else finds the page", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  const answer = await clerk.request.get("/api/off-hours");
  expect(answer.status()).toBe(404);
});

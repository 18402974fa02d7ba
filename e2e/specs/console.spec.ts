import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });

for (const device of ["desktop", "phone"] as const) {
  test(`the console says what each place is for, and how the machine fares, on a ${device}`, async ({ open }) => {
    const page = await open(town, town.people.administrator, { path: "/admin", device });
    const main = page.getByRole("main");
    if (device === "phone") {
      await expect(main.getByRole("list", { name: "システム" }).getByRole("link", { name: "稼働状況" })).toBeVisible();
    } else {
      await expect(main.getByRole("heading", { level: 2 })).toHaveText(["人と組織", "サインインと権限", "ルームと記録", "システム"]);
      await expect(main.getByRole("link", { name: /稼働状況/ })).toContainText("容量、接続、失敗した処理");
    }
    await isAccessible(page);
    await main.getByRole("link", { name: /^稼働状況/ }).click();
    await expect(page.getByRole("heading", { level: 1, name: "稼働状況" })).toBeFocused();
    await expect(main.getByText(/^空き .+ GB \/ 全体 .+ GB$/).first()).toBeVisible();
    await expect(main.getByText(/^組み込み\(SQLite\)、/)).toBeVisible();
    await expect(main.getByText("失敗した処理はありません。")).toBeVisible();
    await isAccessible(page);
    await needsNoSidewaysScrolling(page);
    await main.getByRole("button", { name: "今の状態を見る" }).press("Enter");
    await expect(main.getByRole("button", { name: "今の状態を見る" })).toBeEnabled();
  });
}

test("a clerk finds neither the console nor how the machine fares", async ({ open }) => {
  const page = await open(town, town.people.clerk, { path: "/admin/condition" });
  await expect(page.getByText("ここには何もありません。")).toBeVisible();
  await page.goto("/admin");
  await expect(page.getByText("ここには何もありません。")).toBeVisible();
});

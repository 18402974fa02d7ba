import { isAccessible } from "../support/axe.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });

const dayIn = (days: number) => new Date(Date.now() + 9 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

test("whoever answers for a guest is told before the last day, sees whom it is about, and puts the note away", async ({ open }) => {
  const administrator = await open(town, town.people.administrator, { path: "/admin/guests" });
  const found = await administrator.request.get(`/api/people?q=${town.people.clerk.login}`);
  const { items } = (await found.json()) as { items: { id: string }[] };
  const said = { family_name: "山田", given_name: "太郎", family_reading: "やまだ", given_reading: "たろう", kind: "business", affiliation: "山田設備", purpose: "空調の工事", sponsor_id: items[0]?.id };
  await administrator.request.post("/api/guests", { headers: { "X-Engawa": "1" }, data: { ...said, last_day: dayIn(200) } });
  const clerk = await open(town, town.people.clerk);
  await expect(clerk.getByRole("link", { name: "ゲストを見る" })).toHaveCount(0);
  const made = await administrator.request.post("/api/guests", { headers: { "X-Engawa": "1" }, data: { ...said, family_name: "川田", last_day: dayIn(2) } });
  expect(made.ok()).toBe(true);
  await clerk.reload();
  await expect(clerk.getByText("受け入れているゲストの期間が、")).toBeVisible();
  await isAccessible(clerk);
  await clerk.getByRole("link", { name: "ゲストを見る" }).click();
  await expect(clerk.getByLabel("あと14日以内の人だけ")).toBeChecked();
  await expect(clerk.getByRole("row", { name: /川田/ })).toBeVisible();
  await expect(clerk.getByRole("row", { name: /山田 太郎/ })).toHaveCount(0);
  await clerk.getByRole("button", { name: "このお知らせを片付ける" }).click();
  await expect(clerk.getByText("受け入れているゲストの期間が、")).toHaveCount(0);
  await clerk.reload();
  await clerk.getByLabel("あと14日以内の人だけ").uncheck();
  await expect(clerk.getByRole("row", { name: /山田 太郎/ })).toBeVisible();
  await expect(clerk.getByText("受け入れているゲストの期間が、")).toHaveCount(0);

  await administrator.reload();
  await administrator.getByLabel("あと14日以内の人だけ").check();
  await expect(administrator.getByRole("row", { name: /川田/ })).toBeVisible();
  await expect(administrator.getByRole("row", { name: /山田 太郎/ })).toHaveCount(0);
});

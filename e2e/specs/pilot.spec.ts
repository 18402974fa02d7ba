import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { composer, write } from "../support/talk.ts";
import { expect, signInByForm, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });

const PLACE = "/admin/participation";

interface Organisation {
  organisation: { name: string };
  person: { id: string; unit: string };
}

test("a town begins with one unit, an outsider is told so, and a day widens it to everybody", async ({ open }) => {
  const { administrator, clerk } = town.people;
  const outside = await open(town, clerk);
  const { organisation, person } = (await (await outside.request.get("/api/me")).json()) as Organisation;
  const admin = await open(town, administrator, { path: PLACE });
  const main = admin.getByRole("main");
  await expect(main.getByText(/^いま利用中 \d+人 ・ 未参加 0人$/)).toBeVisible();
  await isAccessible(admin);

  // Nobody but who administers would be left: that is shown before it is done, and asks for the organisation's name.
  await main.getByRole("radio", { name: /^選んだ部署と人だけ/ }).check();
  const preview = main.getByRole("region", { name: "保存するとどうなるか" });
  await expect(preview.getByRole("row", { name: /保存してすぐ/ })).toBeVisible();
  const save = main.getByRole("button", { name: "保存する" });
  await expect(save).toBeDisabled();
  const unit = main.getByLabel("加える部署");
  const other = await unit.locator("option").evaluateAll((options, own) => options.map((option) => option.textContent?.trim() ?? "").find((name) => name.endsWith("課") && name !== own) ?? "", person.unit);
  await unit.selectOption({ label: (await unit.locator("option").filter({ hasText: other }).first().textContent()) ?? "" });
  await main.getByRole("button", { name: "部署を加える" }).click();
  await expect(main.getByRole("listitem").filter({ hasText: other })).toBeVisible();
  await isAccessible(admin);
  await main.getByLabel(/^確認のため/).fill(`${organisation.name}と`);
  await save.click();
  await expect(main.getByText("入力に誤りがあります。", { exact: false }).first()).toBeVisible();
  await main.getByLabel(/^確認のため/).fill(organisation.name);
  await save.click();
  await expect(admin.getByText("保存しました。", { exact: false }).first()).toBeVisible();

  // Who is outside is signed out where they are, and told after the right password.
  await expect(outside.getByLabel("パスワード")).toBeVisible();
  await signInByForm(outside, clerk.login, clerk.password);
  await expect(outside.getByRole("alert")).toContainText("まだ利用の開始前です。");
  await isAccessible(outside);
  await admin.goto(`/people/${person.id}`);
  await expect(admin.getByRole("complementary").getByText("未参加", { exact: false })).toBeVisible();
  await admin.goto("/admin/people");
  await expect(admin.getByRole("row").filter({ hasText: clerk.name })).toContainText("未参加");

  // Everybody from a day on, which is told to who tries before it and can be taken back.
  await admin.goto(PLACE);
  await main.getByLabel("全職員の利用の開始日").fill("2099-04-01");
  await main.getByLabel(/^確認のため/).fill(organisation.name);
  await save.click();
  await expect(preview.getByRole("row", { name: /4月1日/ })).toBeVisible();
  await signInByForm(outside, clerk.login, clerk.password);
  await expect(outside.getByRole("alert")).toContainText(/利用開始日は.*4月1日/);
  await main.getByRole("button", { name: "広げるのを取り消す" }).click();
  await save.click();
  await expect(main.getByLabel("全職員の利用の開始日")).toHaveValue("");

  // The person themselves, found although they are outside.
  await main.getByRole("combobox", { name: "加える人" }).fill(clerk.name);
  await main.getByRole("option", { name: new RegExp(clerk.name) }).first().click();
  await save.click();
  // It follows in a job, a moment after it was saved.
  await expect.poll(async () => ((await (await admin.request.get(`/api/people/${person.id}`)).json()) as { active: boolean }).active).toBe(true);
  await signInByForm(outside, clerk.login, clerk.password);
  await expect(outside.getByRole("navigation", { name: "メニュー" })).toBeVisible();

  // And everybody at once.
  await main.getByRole("radio", { name: /^全職員/ }).check();
  await main.getByLabel(/^確認のため/).fill(organisation.name);
  await save.click();
  await expect(main.getByText(/未参加 0人$/)).toBeVisible();
  await admin.goto("/admin/audit");
  await expect(admin.getByRole("row").filter({ hasText: "利用の範囲の変更" }).first()).toBeVisible();
});

test("who takes part is chosen on a phone, and by the keyboard", async ({ open }) => {
  const admin = await open(town, town.people.administrator, { path: PLACE, device: "phone" });
  const main = admin.getByRole("main");
  await main.getByRole("radio", { name: /^全職員/ }).focus();
  await admin.keyboard.press("ArrowDown");
  await expect(main.getByRole("radio", { name: /^選んだ部署と人だけ/ })).toBeChecked();
  const unit = main.getByLabel("加える部署");
  await unit.focus();
  await unit.selectOption({ index: 1 });
  await admin.keyboard.press("Tab");
  await admin.keyboard.press("Enter");
  await admin.getByRole("button", { name: / を外す$/ }).focus();
  await isAccessible(admin);
  await needsNoSidewaysScrolling(admin);
  await admin.keyboard.press("Enter");
  await expect(unit).toBeFocused();
});

test("who reads stands faintly over the screen and the prints of a guest, in nobody's way, and over nobody else's", async ({ open }) => {
  const { administrator } = town.people;
  const admin = await open(town, administrator, { path: "/admin/guests" });
  await admin.getByRole("link", { name: "ゲストが使えるネットワークと透かしを決める" }).click();
  const elsewhere = admin.getByRole("group", { name: "その他" });
  await elsewhere.getByLabel(/^透かし/).selectOption({ label: "ゲストだけに出す" });
  await isAccessible(admin);
  await admin.getByRole("button", { name: "保存する" }).click();
  await expect(admin.getByText("保存しました。").first()).toBeVisible();

  const headers = { "X-Engawa": "1" };
  const { person } = (await (await admin.request.get("/api/me")).json()) as Organisation;
  const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const said = { family_name: "山田", given_name: "太郎", family_reading: "やまだ", given_reading: "たろう", kind: "business", affiliation: "山田設備", purpose: "空調の工事", sponsor_id: person.id, last_day: day };
  const made = (await (await admin.request.post("/api/guests", { headers, data: said })).json()) as { guest: { login: string; person: { id: string } }; initial_password: string };
  const room = (await (await admin.request.post("/api/rooms", { headers, data: { id: "0000000000002", kind: "private", name: "空調の工事", people: [made.guest.person.id] } })).json()) as { id: string };
  const visitor = { login: made.guest.login, name: "山田 太郎", password: "みどりの縁側で休む午後" };
  const page = await open(town, null);
  await page.request.post("/api/sign-in", { headers, data: { login: visitor.login, password: made.initial_password } });
  await page.request.put("/api/me/password", { headers, data: { current: made.initial_password, new: visitor.password } });
  await page.goto(`/rooms/${room.id}`);
  const mark = page.locator(".watermark");
  await expect(mark).toHaveAttribute("aria-hidden", "true");
  const words = (await mark.locator("span").first().getAttribute("data-words")) ?? "";
  for (const word of [visitor.name, visitor.login]) expect(words).toContain(word);
  // It is neither text of the page nor in the way of a press.
  await expect(page.getByText(words)).toHaveCount(0);
  await isAccessible(page);
  await composer(page, "空調の工事").click();
  await expect(composer(page, "空調の工事")).toBeFocused();
  await write(page, "空調の工事", "到着しました。");
  await page.emulateMedia({ media: "print" });
  await expect(mark).toBeVisible();
  await page.emulateMedia({ media: "screen" });
  await page.setViewportSize({ width: 390, height: 844 });
  await needsNoSidewaysScrolling(page);

  await admin.goto("/admin/guests");
  await expect(admin.getByRole("row").filter({ hasText: "山田 太郎" })).toBeVisible();
  await expect(admin.locator(".watermark")).toHaveCount(0);
  // Taken back, it is gone without a reload.
  await admin.request.put("/api/sign-in-rules", { headers, data: { networks: [], elsewhere: { allowed: true, factor: "optional", idle_days: 14, session_days: 90 } } });
  await expect(mark).toHaveCount(0);
});

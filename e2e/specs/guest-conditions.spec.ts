import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { composer, message, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const headers = { "X-Engawa": "1" };
const TERMS = "ここで知ったことを外に出しません。";

test("a guest agrees before they see the room, is asked again while they are in it, and the list says to what they agreed", async ({ open }) => {
  const administrator = await open(town, town.people.administrator, { path: "/admin/guest-conditions" });
  await administrator.getByLabel("文章").fill(TERMS);
  await administrator.getByRole("button", { name: "保存する" }).click();
  await administrator.getByRole("dialog").getByRole("button", { name: "保存する" }).click();
  await expect(administrator.getByText("第1版")).toBeVisible();
  await isAccessible(administrator);

  const me = (await (await administrator.request.get("/api/me")).json()) as { person: { id: string } };
  const last_day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const said = { family_name: "山田", given_name: "太郎", family_reading: "やまだ", given_reading: "たろう", kind: "resident", affiliation: "", purpose: "相談", sponsor_id: me.person.id, last_day };
  const made = (await (await administrator.request.post("/api/guests", { headers, data: said })).json()) as { guest: { person: { id: string } } };
  const id = made.guest.person.id;
  const link = (await (await administrator.request.post(`/api/guests/${id}/link`, { headers, data: {} })).json()) as { address: string; pin: string };
  const room = "0000000000077";
  await administrator.request.post("/api/rooms", { headers, data: { id: room, kind: "private", name: "相談の部屋", people: [id] } });

  const address = new URL(link.address);
  const guest = await open(town, null, { path: address.pathname + address.hash, device: "phone" });
  await guest.getByLabel("PIN").fill(link.pin);
  await guest.getByRole("button", { name: "入る" }).click();
  await expect(guest.getByRole("region", { name: "利用の約束" })).toHaveText(TERMS);
  await expect(guest.getByText("相談の部屋")).toHaveCount(0);
  await isAccessible(guest);
  await needsNoSidewaysScrolling(guest);
  await guest.getByRole("button", { name: "同意して進む" }).click();
  await guest.getByRole("link", { name: "相談の部屋" }).click();
  await write(guest, "相談の部屋", "よろしくお願いします。");
  await expect(message(guest, "よろしくお願いします。")).toBeVisible();

  await administrator.getByLabel("文章").fill(`${TERMS}写真も出しません。`);
  await administrator.getByRole("button", { name: "保存する" }).click();
  await administrator.getByRole("dialog").getByRole("button", { name: "保存する" }).click();
  await expect(guest.getByRole("region", { name: "利用の約束" })).toContainText("写真も出しません。");
  await expect(composer(guest, "相談の部屋")).toHaveCount(0);
  await administrator.goto("/admin/guests");
  await expect(administrator.getByText(/同意していません ・ 第1版に同意/)).toBeVisible();
  await guest.getByRole("button", { name: "同意して進む" }).click();
  await expect(composer(guest, "相談の部屋")).toBeVisible();
  await administrator.reload();
  await expect(administrator.getByText(/^第2版に同意/)).toBeVisible();
});

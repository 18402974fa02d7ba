import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { composer, message, openRoom, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";

test("somebody goes on childcare leave, reads on in peace, and writes again when it is over", async ({ open }) => {
  const { administrator, clerk, chief } = town.people;
  const away = await open(town, clerk);
  const at = await open(town, chief);
  await openRoom(away, ROOM);
  await openRoom(at, ROOM);
  const { person } = (await (await away.request.get("/api/me")).json()) as { person: { id: string } };

  const admin = await open(town, administrator, { path: `/admin/people/${person.id}` });
  const section = admin.getByRole("region", { name: "休業" });
  await section.getByRole("button", { name: "休業を加える" }).click();
  const dialog = admin.getByRole("dialog", { name: "休業を加える" });
  await dialog.getByLabel(/^終わりの日/).fill("2000-01-01");
  await dialog.getByRole("button", { name: "保存する" }).click();
  await expect(dialog.getByText("始めの日より前です。")).toBeVisible();
  await dialog.getByLabel(/^終わりの日/).fill("");
  await dialog.getByRole("radio", { name: /^見るだけ/ }).check();
  await isAccessible(admin);
  await dialog.getByRole("button", { name: "保存する" }).click();
  await expect(section.getByRole("listitem").filter({ hasText: "育児休業" })).toContainText("休業中");

  // It holds at once, on the screens that are open.
  await expect(away.getByText("休業中です。通知は止めています。")).toBeVisible();
  await expect(composer(away, ROOM)).toHaveCount(0);
  await expect(away.getByText("休業中のため、ここでは読むことだけができます。")).toBeVisible();
  await isAccessible(away);
  await write(at, ROOM, "お留守のあいだに決まりました。");
  await expect(message(away, "お留守のあいだに決まりました。")).toBeVisible();
  await at.goto(`/people/${person.id}`);
  await expect(at.getByRole("complementary").getByText("休業中")).toBeVisible();

  // Nothing rings, unless they choose it for themselves.
  await away.goto("/settings/notifications");
  const rings = away.getByLabel("休業のあいだも知らせる");
  await rings.check();
  await expect(away.getByText("通知は止めています。")).toHaveCount(0);
  await rings.uncheck();
  await expect(away.getByText("休業中です。通知は止めています。")).toBeVisible();
  await away.goto("/");
  await openRoom(away, ROOM);

  await admin.goto("/admin/leaves");
  await expect(admin.getByRole("row").filter({ hasText: clerk.name })).toContainText("見るだけ");
  await isAccessible(admin);
  await needsNoSidewaysScrolling(admin);

  // Taken back, and that undone; then for good, so that the town is as before.
  await admin.goto(`/admin/people/${person.id}`);
  const remove = section.getByRole("button", { name: /育児休業.*を削除する/ });
  await remove.click();
  await admin.getByRole("dialog").getByRole("button", { name: "削除する" }).click();
  await expect(composer(away, ROOM)).toBeVisible();
  await admin.getByRole("button", { name: "元に戻す" }).click();
  await expect(composer(away, ROOM)).toHaveCount(0);
  await remove.click();
  await admin.getByRole("dialog").getByRole("button", { name: "削除する" }).click();
  await expect(away.getByText("休業中です。通知は止めています。")).toHaveCount(0);
  await write(away, ROOM, "戻りました。");
});

import { isAccessible, needsNoSidewaysScrolling } from "../support/axe.ts";
import { composer, message, openRoom } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

const town = townOf({ staff: 60 });
const ROOM = "道路課";
const WORDS = "明日の朝礼は第一会議室です。";

test.describe.configure({ mode: "serial" });

test("a message is sent as one that wants no reply, with keys alone, and says so to its readers", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await composer(clerk, ROOM).fill(WORDS);
  await clerk.getByRole("button", { name: "追加する" }).press("Enter");
  await clerk.getByRole("menuitem", { name: "返信不要にする" }).press("Enter");
  await expect(clerk.getByText("返信不要として送ります")).toBeVisible();
  await isAccessible(clerk);
  await composer(clerk, ROOM).press("Control+Enter");
  await expect(message(clerk, WORDS)).toContainText("返信不要");
  // What is written next is like any other.
  await expect(clerk.getByText("返信不要として送ります")).toBeHidden();
});

test("whoever replies is told that none is wanted, and may all the same, on a phone as well", async ({ open }) => {
  const clerk = await open(town, town.people.clerk);
  await openRoom(clerk, ROOM);
  await message(clerk, WORDS).hover();
  await message(clerk, WORDS).getByRole("button", { name: "引用して返信" }).click();
  await expect(clerk.getByText("返信不要とされています。必要なら、そのまま返信できます。")).toBeVisible();
  await isAccessible(clerk);
  await composer(clerk, ROOM).fill("場所を変えました。");
  await composer(clerk, ROOM).press("Control+Enter");
  await expect(message(clerk, "場所を変えました。")).toBeVisible();
  await expect(clerk.getByText(/返信不要とされています/)).toBeHidden();
  const phone = await open(town, town.people.clerk, { device: "phone", path: new URL(clerk.url()).pathname });
  await expect(message(phone, WORDS).first()).toContainText("返信不要");
  await needsNoSidewaysScrolling(phone);
});

import { ask, enter, found, takeOn } from "../support/organisations.ts";
import { picture, section } from "../support/screens.ts";
import { choose, message, messages, openRoom, pane, reply, roomLink, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { Town, townOf } from "../support/town.ts";
import { listOf, type Someone } from "../support/transfers.ts";

/** Pictures of the main screens: `ENGAWA_SCREENS=1 npx playwright test screens`. They are looked at whenever they change. */
test.describe("screens", () => {
  const town = townOf({ staff: 800 });

  test("the talk of a section on a desk", async ({ open }) => {
    const page = await open(town, town.people.clerk);
    const { name: room } = await section(page);
    await openRoom(page, room);
    await expect(messages(page).last()).toBeInViewport();
    await picture(page, "talk-desktop");
  });

  test("the talk of a section on a phone", async ({ open }) => {
    const page = await open(town, town.people.clerk, { device: "phone" });
    await expect(page.getByRole("navigation", { name: "ルーム" })).toBeVisible();
    await picture(page, "list-phone");
    await openRoom(page, (await section(page)).name);
    await expect(messages(page).last()).toBeInViewport();
    await picture(page, "talk-phone");
  });

  test("a thread beside its room, and who read", async ({ open }) => {
    const page = await open(town, town.people.clerk);
    const chief = await open(town, town.people.chief);
    const { name: room } = await section(page);
    await openRoom(page, room);
    await openRoom(chief, room);
    const subject = "来週の現地確認の段取りについて、ここで相談させてください。";
    await write(page, room, subject);
    await choose(page, message(page, subject), "スレッドで返信");
    await reply(page, "木曜の午後は公用車が空いています。");
    await choose(chief, message(chief, subject), "スレッドで返信");
    await reply(chief, "木曜でお願いします。雨なら翌週にしましょう。");
    await reply(page, "承知しました。予約しておきます。");
    await expect(pane(page).getByText("雨なら翌週")).toBeVisible();
    await picture(page, "thread");
    await pane(page).getByRole("link", { name: "右の欄を閉じる" }).click();
    await choose(page, message(page, subject), "既読の状況");
    await expect(page.getByRole("dialog", { name: "既読の状況" }).getByRole("listitem").first()).toBeVisible();
    await picture(page, "receipts");
  });

  test("people, a person's card and the organisation chart", async ({ open }) => {
    const page = await open(town, town.people.clerk, { path: "/people" });
    await expect(page.getByRole("main").getByRole("listitem").first()).toBeVisible();
    await picture(page, "people");
    await page.getByRole("searchbox", { name: /氏名・よみ/ }).fill(town.people.chief.name);
    await page.getByRole("main").getByRole("link", { name: new RegExp(town.people.chief.name) }).click();
    await expect(page.getByRole("link", { name: "メッセージを送る" })).toBeVisible();
    await picture(page, "profile");
    await page.goto("/people");
    await page.getByRole("navigation", { name: "組織図" }).getByRole("link", { name: /^総務部/ }).first().focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "総務部" })).toBeVisible();
    await picture(page, "org-chart");
  });

  test("the settings in the dark", async ({ open }) => {
    const page = await open(town, town.people.chief, { path: "/settings/look" });
    await page.getByRole("radio", { name: "ダーク" }).check();
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await picture(page, "settings-dark");
    await page.goto("/");
    await openRoom(page, (await section(page)).name);
    await expect(messages(page).last()).toBeInViewport();
    await picture(page, "talk-dark");
  });

  test("a new room", async ({ open }) => {
    const page = await open(town, town.people.administrator, { path: "/new-room" });
    await page.getByRole("textbox", { name: /^ルームの名前/ }).fill("新庁舎移転プロジェクト");
    await page.getByRole("textbox", { name: /^目的/ }).fill("来年五月の移転までの段取りと分担");
    await page.getByRole("combobox", { name: "入る人" }).fill("さとう");
    await expect(page.getByRole("listbox", { name: "入る人" }).getByRole("option").first()).toBeVisible();
    await page.keyboard.press("Enter");
    await page.getByRole("combobox", { name: "入る人" }).fill("すずき");
    await expect(page.getByRole("listbox", { name: "入る人" }).getByRole("option").first()).toContainText("すずき");
    await picture(page, "new-room");
  });

  test("the administration and its people", async ({ open }) => {
    const page = await open(town, town.people.administrator, { path: "/admin" });
    await expect(page.getByRole("main").getByRole("heading", { level: 2 })).toHaveCount(4);
    await picture(page, "administration");
    await page.goto("/admin/people");
    await expect(page.getByRole("main").getByRole("row").nth(3)).toBeVisible();
    await picture(page, "administration-people");
  });

  test("the report of a transfer, and who reads on to hand over", async ({ open }) => {
    const page = await open(town, town.people.administrator, { path: "/admin/transfers" });
    const clerk = await open(town, town.people.clerk);
    const { name: room } = await section(clerk);
    const main = page.getByRole("main");
    await main.getByRole("button", { name: "新しい人事異動" }).click();
    await page.getByLabel("異動日").fill(await page.evaluate(() => new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10)));
    await page.getByRole("button", { name: "作る", exact: true }).click();
    const { items } = (await (await page.request.get("/api/people?q=&limit=40")).json()) as { items: Someone[] };
    const { items: own } = (await (await page.request.get(`/api/people?q=${town.people.clerk.login}`)).json()) as { items: Someone[] };
    const others = items.filter(({ staff_number }) => staff_number !== town.people.clerk.login);
    await main.locator("input[type=file]").setInputFiles(listOf([...own, ...others], "総務課"));
    await main.getByRole("button", { name: /^異動 \d/ }).click();
    await main.getByRole("heading", { name: "3. 確認" }).scrollIntoViewIfNeeded();
    await main.getByRole("heading", { name: "3. 確認" }).evaluate((heading) => heading.scrollIntoView({ block: "start" }));
    await picture(page, "transfer-report");
    await main.getByRole("button", { name: "すぐに解禁" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "すぐに解禁" }).click();
    await openRoom(clerk, room);
    await expect(clerk.getByText(/引継ぎのあいだは読むことだけができます/)).toBeVisible();
    await picture(clerk, "handing-over");
  });

  test("who reaches the mayor and why, and the requests of who does not", async ({ open }) => {
    const page = await open(town, town.people.administrator, { path: "/admin/barriers/new" });
    const main = page.getByRole("main");
    await main.getByRole("textbox", { name: /^名前/ }).fill("市長・副市長");
    const protects = main.getByRole("group", { name: "守られる人", exact: true });
    for (const title of ["市長", "副市長"]) {
      await protects.getByRole("combobox", { name: "職名" }).selectOption({ label: title });
      await protects.getByRole("button", { name: "加える", exact: true }).click();
    }
    const desk = main.getByRole("combobox", { name: /^取次窓口/ });
    const label = (await desk.locator("option").allTextContents()).find((text) => text.trim() === "秘書課");
    await desk.selectOption({ label: label ?? "秘書課" });
    await main.getByRole("button", { name: "作る", exact: true }).click();
    await expect(main.getByText("取次窓口:秘書課")).toBeVisible();
    const simulator = main.getByRole("region", { name: "だれがだれに連絡できるか" });
    const { items: mayors } = (await (await page.request.get(`/api/people?q=${encodeURIComponent("市長")}&sort=rank`)).json()) as { items: Someone[] };
    const { items: clerks } = (await (await page.request.get(`/api/people?q=${town.people.clerk.login}`)).json()) as { items: Someone[] };
    for (const [field, someone] of [["だれが", clerks[0]], ["だれに", mayors[0]]] as const) {
      await simulator.getByRole("combobox", { name: field, exact: true }).fill(someone?.name ?? "");
      await simulator.getByRole("option").first().click();
    }
    await expect(main.getByRole("heading", { name: "そのわけ" })).toBeVisible();
    await simulator.evaluate((region) => region.scrollIntoView({ block: "start" }));
    await picture(page, "contact-simulator");
    const clerk = await open(town, town.people.clerk, { path: "/requests" });
    await clerk.getByRole("button", { name: "取次を頼む" }).click();
    const form = clerk.getByRole("dialog", { name: "取次を頼む" });
    await form.getByRole("textbox", { name: /^件名/ }).fill("橋の開通式のごあいさつ");
    await form.getByRole("textbox", { name: /^用件/ }).fill("来月十日の開通式でのごあいさつをお願いできますか。");
    await form.getByRole("button", { name: "頼む", exact: true }).click();
    await expect(message(clerk, "開通式でのごあいさつ")).toBeVisible();
    await picture(clerk, "request");
    const { items: barriers } = (await (await page.request.get("/api/barriers")).json()) as { items: { id: string }[] };
    for (const { id } of barriers) await page.request.delete(`/api/barriers/${id}`, { headers: { "X-Engawa": "1" } });
  });

  test("the shares of the administration, and the record of acts", async ({ open }) => {
    const page = await open(town, town.people.administrator);
    const { items } = (await (await page.request.get("/api/people?q=&limit=40&sort=rank")).json()) as { items: { id: string }[] };
    const { items: titles } = (await (await page.request.get("/api/titles")).json()) as { items: { id: string; name: string }[] };
    const shares = [
      { holder: { title_id: titles.find(({ name }) => name === "係長")?.id }, parts: [["people", "change"]], scope: "own" },
      { holder: { person_id: items[5]?.id }, parts: [["transfers", "release"], ["people", "change"], ["units", "change"]], scope: "all" },
      { holder: { person_id: items[9]?.id }, parts: [["audit", "see"]], scope: "all" },
    ];
    for (const { holder, parts, scope } of shares) {
      const data = { holder, parts: parts.map(([part, verb]) => ({ function: part, verb })), scope, unit_ids: [], valid_from: "2026-04-01" };
      expect((await page.request.post("/api/grants", { headers: { "X-Engawa": "1" }, data })).ok()).toBe(true);
    }
    await page.goto("/admin/grants");
    await expect(page.getByRole("main").getByRole("listitem").nth(2)).toBeVisible();
    await picture(page, "administration-shares");
    await page.goto("/admin/audit");
    await expect(page.getByRole("main").getByRole("row").nth(3)).toBeVisible();
    await picture(page, "audit");
    const { items: grants } = (await (await page.request.get("/api/grants")).json()) as { items: { id: string }[] };
    for (const { id } of grants) await page.request.delete(`/api/grants/${id}`, { headers: { "X-Engawa": "1" } });
  });

  test("a private room that is read for a purpose, and how its people see that", async ({ open }) => {
    const headers = { "X-Engawa": "1" };
    const page = await open(town, town.people.administrator);
    const second = await open(town, town.people.chief);
    const clerk = await open(town, town.people.clerk);
    const { items: accounts } = (await (await page.request.get(`/api/accounts?q=${encodeURIComponent(town.people.chief.name.split(" ")[0] ?? "")}`)).json()) as { items: { id: string; login: string }[] };
    const account = `/api/accounts/${accounts.find(({ login }) => login === town.people.chief.login)?.id}`;
    expect((await page.request.patch(account, { headers, data: { rights: "administrator" } })).ok()).toBe(true);
    const { items: others } = (await (await clerk.request.get("/api/people?q=&limit=5")).json()) as { items: { id: string }[] };
    const [room, inspection] = ["0000000000011", "0000000000012"];
    const asked = [
      await clerk.request.post("/api/rooms", { headers, data: { id: room, kind: "private", name: "窓口の苦情対応", people: [others[3]?.id] } }),
      await clerk.request.post(`/api/rooms/${room}/messages`, { headers, data: { id: "0000000000013", body: "名簿を付けたまま返信してしまいました。宛先は住民の方お一人です。" } }),
      await page.request.post("/api/inspections", { headers, data: { id: inspection, room_id: room, purpose: "個人情報が外部に送られた疑いの事実確認", hours: 4 } }),
      await second.request.post(`/api/inspections/${inspection}/grant`, { headers, data: { reason: "情報公開担当と協議し、必要と認めました" } }),
    ];
    expect(asked.map((answer) => answer.ok())).toEqual([true, true, true, true]);
    await page.goto(`/admin/inspections/${inspection}/messages`);
    await expect(page.getByRole("article").first()).toBeVisible();
    await picture(page, "inspection");
    await clerk.goto(`/rooms/${room}`);
    await expect(clerk.getByText("管理者の", { exact: false }).first()).toBeVisible();
    await picture(clerk, "inspected");
    expect((await page.request.patch(account, { headers, data: { rights: "member" } })).ok()).toBe(true);
  });

  test("a council beside the town, and the way from one to the other", async ({ open, browser }) => {
    const page = await open(town, town.people.administrator);
    const [own, second] = [await browser.newContext({ baseURL: town.url }), await browser.newContext({ baseURL: town.url })];
    const named = (family_name: string, given_name: string, family_reading: string, given_reading: string, staff_number: string) => ({ family_name, given_name, family_reading, given_reading, staff_number });
    const council = { name: "緑野市議会", reading: "みどのしぎかい", code: "council", colour: "purple", administrator: named("長谷川", "静香", "はせがわ", "しずか", "G100") };
    const secretary = await found(page, council, own);
    await ask(page.context(), "POST", "/api/organisations", { name: "緑野市消防団", reading: "みどのししょうぼうだん", code: "fire-corps", colour: "vermilion", listed: true, ...named("火野", "守", "ひの", "まもる", "F100") });
    await ask(page.context(), "POST", "/api/organisations", { name: "青空診療所", reading: "あおぞらしんりょうじょ", code: "clinic", colour: "teal", listed: true, ...named("青木", "治", "あおき", "おさむ", "C100") });
    await page.goto("/admin/organisations");
    await expect(page.getByRole("row")).toHaveCount(5);
    await picture(page, "administration-organisations");

    const councillor = await takeOn(own, "/o/council", named("浜田", "洋", "はまだ", "ひろし", "G201"), second);
    const talk = [
      [own, "次の議会運営委員会は、木曜日の十時から第一委員会室です。"],
      [second, "承知しました。道路の補正予算の資料は、いつごろいただけますか。"],
      [own, "道路課に聞いています。今日中にここへお送りします。"],
      [second, "ありがとうございます。会派の皆さんにも伝えておきます。"],
    ] as const;
    const id = (number: number) => `00000000002${number}`.padEnd(13, "0");
    await ask(own, "POST", "/o/council/api/rooms", { id: id(0), kind: "private", name: "議会運営委員会", people: [councillor.id] });
    await ask(own, "POST", "/o/council/api/rooms", { id: id(5), kind: "private", name: "議会だより編集", people: [councillor.id] });
    for (const [at, [who, body]] of talk.entries()) await ask(who, "POST", `/o/council/api/rooms/${id(0)}/messages`, { id: id(at + 1), body });

    const clerk = await open(town, town.people.clerk, { with: { viewport: { width: 1600, height: 900 } }, before: (context) => enter(context, "/o/council", secretary) });
    const { name: room } = await section(clerk);
    await clerk.goto("/o/council/");
    await expect(roomLink(clerk, "議会運営委員会")).toBeVisible();
    await clerk.goto("/");
    await openRoom(clerk, room);
    const tiles = clerk.getByRole("navigation", { name: "組織", exact: true });
    await expect(tiles.getByRole("link", { name: /議会.*未読/ })).toBeVisible();
    await picture(clerk, "organisations");
    await tiles.getByRole("button", { name: "緑野市議会を並べて表示" }).click();
    const right = clerk.frameLocator("iframe");
    await right.getByRole("link", { name: /^議会運営委員会/ }).click();
    await expect(right.getByRole("article").last()).toBeVisible();
    await expect(messages(clerk).last()).toBeInViewport();
    await picture(clerk, "side-by-side");

    const phone = await open(town, town.people.clerk, { device: "phone", before: (context) => enter(context, "/o/council", secretary) });
    await phone.goto("/o/council/");
    await expect(roomLink(phone, "議会運営委員会")).toBeVisible();
    await phone.goto("/");
    await expect(phone.getByRole("navigation", { name: "組織", exact: true }).getByRole("link")).toHaveCount(2);
    await picture(phone, "organisations-phone");

    const stranger = await open(town, null, { path: "/o/council/" });
    await expect(stranger.getByText("緑野市議会")).toBeVisible();
    await picture(stranger, "sign-in-council");
    await stranger.getByRole("button", { name: "ほかの組織" }).click();
    await expect(stranger.getByRole("dialog").getByRole("link")).toHaveCount(4);
    await picture(stranger, "organisations-chooser");
    await own.close();
    await second.close();
  });

  test("where people are, and who takes part", async ({ open }) => {
    const page = await open(town, town.people.clerk, { path: "/board" });
    await expect(page.getByRole("heading", { name: /の行先表$/ })).toBeVisible();
    await page.request.put("/api/me/whereabouts", { headers: { "x-engawa": "1" }, data: { kind: "home", until: null } });
    await expect(page.getByRole("row").filter({ hasText: town.people.clerk.name }).locator(".tag[data-at=home]")).toBeVisible();
    await picture(page, "board");
    const admin = await open(town, town.people.administrator, { path: "/admin/participation" });
    await admin.getByRole("main").getByRole("radio", { name: /^選んだ部署と人だけ/ }).check();
    await expect(admin.getByRole("region", { name: "保存するとどうなるか" }).getByRole("row", { name: /保存してすぐ/ })).toBeVisible();
    await picture(admin, "participation");
    await admin.goto("/admin/rotas");
    await admin.getByRole("button", { name: "当番表を作る" }).click();
    await admin.getByRole("radio", { name: /^消防3部制/ }).check();
    await admin.getByRole("dialog").getByRole("button", { name: "作る" }).click();
    await expect(admin.getByRole("main").getByLabel("1日目の始まり")).toBeVisible();
    await picture(admin, "rota");
  });

  test("the jump", async ({ open }) => {
    const page = await open(town, town.people.clerk);
    const { name: room } = await section(page);
    await openRoom(page, room);
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog", { name: "移動する" }).getByRole("combobox").fill("まつ");
    await expect(page.getByRole("option").filter({ hasText: "まつ" }).nth(2)).toBeVisible();
    await picture(page, "jump");
  });

  test("the sign-in and the set-up", async ({ open }) => {
    const page = await open(town, null);
    await expect(page.getByRole("heading", { name: "サインイン" })).toBeVisible();
    await picture(page, "sign-in");
    const empty = new Town({ staff: 0 });
    await empty.make();
    try {
      const first = await open(empty, null);
      await expect(first.getByRole("heading", { name: "はじめての設定" })).toBeVisible();
      await picture(first, "set-up");
    } finally {
      await empty.remove();
    }
  });
});

import type { BrowserContext, Page } from "@playwright/test";
import { asked, beginNote, freshId, holdMeeting, sendFile } from "../support/meetings.ts";
import { japanese, latin, pdf } from "../support/pdf.ts";
import { picture, section } from "../support/screens.ts";
import { composer, message, messages, openRoom, pane, write } from "../support/talk.ts";
import { expect, test } from "../support/test.ts";
import { townOf } from "../support/town.ts";

interface Named {
  id: string;
  name: string;
}

/** Pictures of the screens on which something is done together: `ENGAWA_SCREENS=1 npx playwright test screens`. */
test.describe("screens of what the talk is about", () => {
  const town = townOf({ staff: 800 });

  const region = (page: Page, name: string | RegExp) => page.getByRole("main").getByRole("region", { name });

  async function person(context: BrowserContext, login: string): Promise<Named> {
    const { items } = await asked<{ items: Named[] }>(context, "GET", `/api/people?q=${login}`);
    return items[0] ?? { id: "", name: "" };
  }

  /** A photo of a bridge, as far as a few shapes make one. */
  async function site(page: Page, turn: number): Promise<Buffer> {
    const data = await page.evaluate((at) => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 1200, height: 900 });
      const pen = canvas.getContext("2d");
      if (!pen) return "";
      const sky = pen.createLinearGradient(0, 0, 0, 500);
      sky.addColorStop(0, `hsl(${205 + 6 * at} 55% 62%)`);
      sky.addColorStop(1, "hsl(200 30% 90%)");
      pen.fillStyle = sky;
      pen.fillRect(0, 0, 1200, 560);
      pen.fillStyle = `hsl(${100 + 9 * at} 28% 38%)`;
      pen.fillRect(0, 520, 1200, 380);
      pen.fillStyle = "hsl(205 35% 52%)";
      pen.fillRect(0, 650, 1200, 140);
      pen.fillStyle = "hsl(40 6% 66%)";
      pen.fillRect(0, 380 - 12 * at, 1200, 60);
      for (let pier = 0; pier < 3; pier += 1) pen.fillRect(180 + 340 * pier + 20 * at, 430 - 12 * at, 90, 330);
      pen.strokeStyle = "hsl(30 30% 22%)";
      pen.lineWidth = 4;
      pen.beginPath();
      for (let step = 0; step < 9; step += 1) pen.lineTo(220 + 340 * (at % 3) + 18 * ((step * (at + 2)) % 4), 470 + 30 * step);
      pen.stroke();
      return canvas.toDataURL("image/jpeg", 0.9);
    }, turn);
    return Buffer.from(data.replace(/^[^,]*,/, ""), "base64");
  }

  test("questions in the talk, what was answered, and a date found together", async ({ open }) => {
    const page = await open(town, town.people.clerk);
    const chief = await open(town, town.people.chief);
    const room = await section(page);
    const [attendance, schedule] = [freshId(), freshId()];
    await asked(page.context(), "POST", `/api/rooms/${room.id}/stamps`, { id: attendance, kind: "attendance", question: "防災訓練(来月3日 9時から)の出欠", shows: "always", changeable: true });
    const slots = [
      { day: "2027-04-12", from: "10:00", to: "11:00" },
      { day: "2027-04-13", from: "13:30", to: "14:30" },
      { day: "2027-04-15", from: "10:00", to: "11:00" },
    ];
    await asked(page.context(), "POST", `/api/rooms/${room.id}/stamps`, { id: schedule, kind: "schedule", question: "予算の打合せの日程", shows: "always", changeable: true, slots });
    await asked(chief.context(), "PUT", `/api/stamps/${attendance}/answer`, { choices: [2], note: "前の会議が9時半までです", sending: freshId() });
    await asked(page.context(), "PUT", `/api/stamps/${attendance}/answer`, { choices: [0], sending: freshId() });
    await asked(chief.context(), "PUT", `/api/stamps/${schedule}/answer`, { marks: ["yes", "maybe", "no"], sending: freshId() });
    await asked(page.context(), "PUT", `/api/stamps/${schedule}/answer`, { marks: ["yes", "yes", "maybe"], sending: freshId() });
    await openRoom(page, room.name);
    await expect(region(page, /予算の打合せの日程/)).toBeInViewport();
    await picture(page, "stamps");
    const phone = await open(town, town.people.clerk, { device: "phone", path: `/rooms/${room.id}` });
    await expect(region(phone, /予算の打合せの日程/)).toBeInViewport();
    await picture(phone, "stamps-phone");
    await region(page, /防災訓練/).getByRole("button", { name: "結果を見る" }).click();
    const results = page.getByRole("dialog", { name: /^結果/ });
    await results.getByRole("button", { name: "人ごと" }).click();
    await expect(results.getByRole("listitem").first()).toBeVisible();
    await picture(page, "stamp-results");
  });

  test("questions of a room, its FAQ, on paper too, and what was asked privately", async ({ open }) => {
    const chief = await open(town, town.people.chief);
    const page = await open(town, town.people.clerk);
    const other = await open(town, town.people.administrator);
    const people = [(await person(chief.context(), town.people.clerk.login)).id, (await person(chief.context(), town.people.administrator.login)).id];
    const { id: room } = await asked<Named>(chief.context(), "POST", "/api/rooms", { id: freshId(), kind: "private", name: "道路占用の質問", purpose: "道路の占用についての質問と回答", people });
    const ask = async (who: Page, words: string) => {
      const id = freshId();
      await asked(who.context(), "POST", `/api/rooms/${room}/messages`, { id, body: words });
      await asked(who.context(), "PUT", `/api/messages/${id}/question`, {});
      return id;
    };
    const answered = [await ask(other, "占用の期間を延ばす申請は、いつまでに出せばよいですか。"), await ask(page, "延長の申請の締切を教えてください。")];
    const answer = freshId();
    await asked(chief.context(), "PUT", `/api/questions/${answered[0]}/answer`, { answer_id: answer, words: "満了の30日前までに、更新の申請書をお出しください。", step: 0 });
    await asked(chief.context(), "PUT", `/api/questions/${answered[1]}/answer`, { answer_id: answer, step: 0 });
    const night = await ask(other, "夜間の工事では、警察の道路使用の許可も市でまとめて申請できますか。");
    await ask(page, "舗装の復旧は、掘った幅だけでよいですか。");
    await ask(other, "図面は、CADのデータで出してもよいですか。");
    await asked(page.context(), "PUT", `/api/questions/${night}/claim`, {});
    const entries = [
      ["占用の期間を延ばす申請は、いつまでに出しますか。", "満了の30日前までに、更新の申請書を道路課へ出してください。図面に変更がなければ、図面の添付は要りません。"],
      ["申請から許可まで、どのくらいかかりますか。", "書類がそろってから、おおむね2週間です。年度末は混みますので、早めにご相談ください。"],
      ["工事の日程が変わったときは、どうすればよいですか。", "許可の期間の中であれば、道路課への連絡だけで結構です。期間を越えるときは、変更の申請をしてください。"],
      ["緊急の漏水やガス漏れのときも、先に許可が要りますか。", "先に電話で知らせて、工事を始めてください。申請は3日以内にお願いします。"],
    ];
    for (const [at, [question, words]] of entries.entries()) await asked(chief.context(), "PUT", `/api/rooms/${room}/faq/${freshId()}`, { question, answer: words, source_id: at === 0 ? answered[0] : null });
    const secret = freshId();
    await asked(page.context(), "POST", `/api/rooms/${room}/private-questions`, { id: secret, words: "山田設備工業の本年度の占用料が遅れそうです。分割で納めてもらうことはできますか。" });
    await asked(chief.context(), "PUT", `/api/private-questions/${secret}/answer`, { words: "分割で納められます。納期限の前に、窓口へ相談してもらってください。", step: 0 });
    await asked(chief.context(), "PUT", `/api/private-questions/${secret}/proposal`, { entry_id: freshId(), question: "占用料を分割で納めることはできますか。", answer: "分割で納められます。納期限の前に、道路課の窓口へご相談ください。", step: 1 });

    const beside = `/rooms/${room}/questions`;
    await chief.goto(beside);
    await expect(pane(chief).getByText(`${town.people.clerk.name}が回答します`)).toBeVisible();
    await picture(chief, "questions");
    await chief.goto(`${beside}?tab=answered`);
    await expect(pane(chief).getByText("FAQに載せました")).toBeVisible();
    await expect(pane(chief).getByRole("table")).toBeVisible();
    await picture(chief, "questions-answered");
    await chief.goto(`${beside}?tab=faq`);
    await pane(chief).getByText(entries[1]?.[0] ?? "").click();
    await expect(pane(chief).getByText(entries[1]?.[1] ?? "")).toBeVisible();
    await picture(chief, "faq");
    await page.goto(`${beside}?tab=private`);
    await pane(page).getByRole("button", { name: "公開の文面を確かめる" }).click();
    await expect(page.getByRole("dialog", { name: "この文面で公開してよいですか" })).toBeVisible();
    await picture(page, "private-question");
    await page.keyboard.press("Escape");
    await page.goto(`/print${beside}/faq`);
    await expect(page.getByRole("main").getByText(entries[3]?.[1] ?? "")).toBeVisible();
    await picture(page, "faq-print");
    const phone = await open(town, town.people.clerk, { device: "phone", path: beside });
    await expect(phone.getByRole("main").getByText("図面は、CADのデータで出してもよいですか。")).toBeVisible();
    await picture(phone, "questions-phone");
    await phone.goto(`${beside}?tab=faq`);
    await expect(phone.getByRole("main").getByText(entries[3]?.[0] ?? "")).toBeVisible();
    await picture(phone, "faq-phone");
  });

  test("ideas on a board", async ({ open }) => {
    const page = await open(town, town.people.clerk);
    const chief = await open(town, town.people.chief);
    const room = await section(page);
    const board = freshId();
    await asked(chief.context(), "POST", `/api/rooms/${room.id}/idea-boards`, { id: board, theme: "窓口の待ち時間を短くするには", shows: "always", votes_each: 3 });
    const words = ["番号札を入口で渡す", "よくある手続きの記入例を机ごとに置く", "昼の時間に応援の当番を決める", "混む時間帯を市のページに載せる", "証明書はコンビニでも取れると案内する"];
    const ideas: string[] = [];
    for (const [at, line] of words.entries()) {
      const id = freshId();
      ideas.push(id);
      await asked((at % 2 === 0 ? page : chief).context(), "POST", `/api/idea-boards/${board}/ideas`, { id, words: line });
    }
    const group = freshId();
    await asked(chief.context(), "PUT", `/api/idea-boards/${board}/groups/${group}`, { name: "待つ人のために" });
    for (const at of [0, 3]) await asked(chief.context(), "PUT", `/api/idea-boards/${board}/ideas/${ideas[at]}/group`, { group_id: group });
    for (const at of [0, 1]) await asked(page.context(), "PUT", `/api/idea-boards/${board}/ideas/${ideas[at]}/vote`);
    for (const at of [0, 4]) await asked(chief.context(), "PUT", `/api/idea-boards/${board}/ideas/${ideas[at]}/vote`);
    await asked(chief.context(), "PUT", `/api/idea-boards/${board}/ideas/${ideas[0]}/verdict`, { verdict: "adopted", reason: "来月から試します" });
    await page.goto(`/rooms/${room.id}/ideas/${board}`);
    await expect(page.getByRole("article", { name: words[4] ?? "" })).toBeVisible();
    await picture(page, "ideas");
  });

  test("tasks of one's own, the board of a room, and memos to oneself", async ({ open }) => {
    const page = await open(town, town.people.clerk);
    const room = await section(page);
    const [own, chief] = [await person(page.context(), town.people.clerk.login), await person(page.context(), town.people.chief.login)];
    const tasks: [string, string[], object | null][] = [
      ["橋りょう点検の報告書を直す", [own.id], { in_open_days: 1 }],
      ["占用許可の更新通知を送る", [own.id, chief.id], { in_open_days: 3 }],
      ["除雪業者との単価の打合せ", [own.id], { in_open_days: 8 }],
      ["苦情台帳の様式を見直す", [chief.id], null],
    ];
    for (const [title, people, due] of tasks) await asked(page.context(), "POST", `/api/rooms/${room.id}/tasks`, { id: freshId(), title, due, closing: "any", holders: people.map((id) => ({ kind: "person", person_id: id })) });
    await page.goto("/tasks");
    await expect(page.getByRole("main").getByText("除雪業者との単価の打合せ")).toBeVisible();
    await picture(page, "tasks");
    await page.goto(`/rooms/${room.id}/board`);
    await expect(page.getByRole("main").getByText("苦情台帳の様式を見直す")).toBeVisible();
    await picture(page, "task-board");
    await page.goto("/");
    await page.getByRole("navigation", { name: "ルーム" }).getByRole("link", { name: /^マイメモ/ }).click();
    await composer(page, "マイメモ").fill("明日10時 予算資料を課長へ");
    await composer(page, "マイメモ").press("Control+Enter");
    await expect(message(page, "予算資料を課長へ")).toBeVisible();
    await picture(page, "memos");
  });

  test("a note, and a meeting without paper", async ({ open }) => {
    const page = await open(town, town.people.clerk);
    const room = await section(page);
    const note = await beginNote(page, room.id, "補正予算ヒアリングの記録", "meeting");
    const file = await sendFile(page, room.id, "補正予算書.pdf", pdf({ pages: [`${latin("Budget 2027")} ${japanese("97 5C 8E 5A 8F 91".replaceAll(" ", ""))}`] }));
    await page.goto(`/rooms/${room.id}/notes/${note}`);
    await expect(page.getByRole("textbox", { name: /の本文$/ })).toBeVisible();
    await picture(page, "note");
    const path = await holdMeeting(page, room.id, "五月の課内会議", [
      { title: "ヒアリングの記録", note_id: note },
      { title: "補正予算書", file_id: file },
    ]);
    await page.goto(path);
    await page.getByRole("navigation", { name: "次第と資料" }).getByRole("button", { name: /資料1/ }).click();
    await expect(page.getByRole("heading", { level: 2 }).and(page.locator("#meeting-sheet-title"))).toBeVisible();
    await picture(page, "meeting");
  });

  test("files of the talk, one of them looked at, and everything that a search finds", async ({ open }) => {
    const page = await open(town, town.people.clerk);
    const room = await section(page);
    const rows = ["路線,延長(m),状態,点検日", ...Array.from({ length: 30 }, (_, at) => `市道${at + 1}号線,${1200 - 31 * at},${at % 4 === 0 ? "要補修" : "良"},2026-10-${String((at % 28) + 1).padStart(2, "0")}`)];
    await sendFile(page, room.id, "橋りょう点検一覧.csv", Buffer.from(rows.join("\n")));
    await sendFile(page, room.id, "点検の手引き.txt", Buffer.from("橋りょう点検は、近接目視を基本とする。"));
    await openRoom(page, room.name);
    await write(page, room.name, "橋りょう点検の一覧を直しました。ご確認ください。");
    await messages(page).getByRole("link", { name: "橋りょう点検一覧.csv" }).last().click();
    await expect(page.getByRole("table").getByText("市道3号線")).toBeVisible();
    await picture(page, "file-viewer");
    await page.keyboard.press("Escape");
    await page.goto("/search?q=橋りょう点検");
    await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: "ご確認ください" })).toBeVisible();
    await picture(page, "search");
  });

  test("photos of the site in an album, one drawn upon, and one that is looked at and not saved", async ({ open }) => {
    const page = await open(town, town.people.clerk);
    const room = await section(page);
    const album = freshId();
    await asked(page.context(), "POST", `/api/rooms/${room.id}/albums`, { id: album, name: "10月の橋りょう点検" });
    const captions = ["下流側の全景", "橋脚のひび割れ", "支承のさび", "伸縮装置の段差", "高欄の変形", "床版の遊離石灰"];
    const files: string[] = [];
    for (const [at] of captions.entries()) files.push(await sendFile(page, room.id, `橋${at + 1}.jpg`, await site(page, at)));
    await asked(page.context(), "POST", `/api/albums/${album}/pictures`, { files });
    for (const [at, caption] of captions.entries()) await asked(page.context(), "PUT", `/api/albums/${album}/pictures/${files[at]}/caption`, { caption });
    await page.goto(`/rooms/${room.id}/albums/${album}`);
    await expect(page.getByText("床版の遊離石灰")).toBeVisible();
    await picture(page, "album");
    await page.goto(`/print/rooms/${room.id}/albums/${album}`);
    await expect(page.getByText("床版の遊離石灰")).toBeVisible();
    await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
    await picture(page, "album-print");

    const phone = await open(town, town.people.clerk, { device: "phone", path: `/rooms/${room.id}/albums/${album}` });
    await expect(phone.getByText("下流側の全景")).toBeVisible();
    await picture(phone, "album-phone");
    await phone.goto(`/rooms/${room.id}`);
    await phone.locator("input[type=file][multiple]").first().setInputFiles({ name: "漏水.jpg", mimeType: "image/jpeg", buffer: await site(phone, 3) });
    await expect(phone.getByRole("button", { name: "漏水.jpgに書き込む" })).toBeVisible();
    await phone.getByRole("button", { name: "漏水.jpgに書き込む" }).click();
    await expect(phone.getByRole("application", { name: /^画像/ })).toBeVisible();
    await picture(phone, "draw-phone");

    const chief = await open(town, town.people.chief);
    expect((await chief.request.patch(`/api/rooms/${room.id}`, { headers: { "X-Engawa": "1" }, data: { downloads: "nobody" } })).ok()).toBe(true);
    const other = await open(town, town.people.administrator);
    const { items } = await asked<{ items: Named[] }>(chief.context(), "GET", `/api/people?q=${town.people.administrator.login}`);
    await asked(chief.context(), "POST", `/api/rooms/${room.id}/members`, { people: [items[0]?.id] });
    await other.goto(`/rooms/${room.id}/files`);
    await other.getByRole("button", { name: "橋1.jpg", exact: true }).first().click();
    await expect(other.getByText("表示だけ")).toBeVisible();
    await other.evaluate(() => Promise.all([...document.images].map((image) => image.decode().catch(() => undefined))));
    await picture(other, "looked-at");
    expect((await chief.request.patch(`/api/rooms/${room.id}`, { headers: { "X-Engawa": "1" }, data: { downloads: "everyone" } })).ok()).toBe(true);
  });

  test("a broadcast in the making, and how far one has got", async ({ open }) => {
    const page = await open(town, town.people.administrator, { path: "/broadcasts/new" });
    const main = page.getByRole("main");
    await main.getByRole("textbox", { name: "件名" }).fill("庁舎停電のお知らせ(土曜日)");
    await main.getByRole("textbox", { name: "本文" }).fill("土曜日の8時から12時まで、設備の点検で**停電**します。金曜の帰りに電源を切ってください。");
    await main.getByRole("checkbox", { name: "「確認しました」を求める" }).check();
    await main.getByRole("button", { name: "次へ" }).click();
    await main.getByRole("button", { name: "条件を追加", exact: true }).click();
    await main.getByRole("button", { name: "次へ" }).click();
    await expect(main.getByText(/\d+人に届きます/)).toBeVisible();
    await main.getByText("届く人").click();
    await expect(main.locator(".broadcast-names li").nth(5)).toBeVisible();
    await picture(page, "broadcast");
  });

  test("a call written down for somebody who is away", async ({ open }) => {
    const page = await open(town, town.people.clerk);
    const chief = await open(town, town.people.chief);
    await asked(chief.context(), "PUT", "/api/me/whereabouts", { kind: "out", until: null });
    const { id } = await person(page.context(), town.people.chief.login);
    const call = { id: freshId(), person_id: id, company: "観音寺商事", caller: "山田様", number: "0875-23-0000", matter: "call_back", words: "道路占用の申請の件で、図面の差替えについて伺いたいそうです。" };
    await asked(page.context(), "POST", "/api/phone-memos", call);
    await chief.goto("/phone-memos");
    await expect(chief.getByRole("region", { name: "電話メモ: 観音寺商事 山田様" })).toBeVisible();
    await picture(chief, "phone-memos");
    await page.keyboard.press("Control+m");
    const form = page.getByRole("dialog", { name: "電話メモを書く" });
    await form.getByRole("combobox").fill(town.people.chief.name.split(" ")[0] ?? "");
    await form.getByRole("option", { name: new RegExp(town.people.chief.name) }).first().click();
    await form.getByLabel("相手の会社・所属").fill("みどり運輸");
    await picture(page, "phone-memo");
  });

  test("a parcel, a request to several sections, and the list of a section", async ({ open }) => {
    const page = await open(town, town.people.clerk);
    const room = await section(page);
    const slips = `/api/rooms/${room.id}/slips`;
    await asked(page.context(), "POST", slips, { id: freshId(), form: { kind: "parcel", pieces: 3, place: "1階受付", sender: "みどり運輸", unit_id: room.unit } });
    const { id: chief } = await person(page.context(), town.people.chief.login);
    const to = [{ kind: "unit", unit_id: room.unit }, { kind: "person", person_id: chief }];
    await asked(page.context(), "POST", slips, { id: freshId(), form: { kind: "request", subject: "来年度の備品要求の見込み", note: "金額は千円単位でお願いします。", due: { in_open_days: 5 }, to } });
    await openRoom(page, room.name);
    await expect(region(page, /来年度の備品要求/)).toBeInViewport();
    await picture(page, "slips");
    await page.goto("/slips");
    await expect(page.getByRole("main").getByText("来年度の備品要求の見込み").first()).toBeVisible();
    await picture(page, "slips-of-mine");
  });

  test("a room from a template, and rooms for every section at once", async ({ open }) => {
    const page = await open(town, town.people.administrator, { path: "/new-room" });
    await page.getByRole("main").getByLabel("ひな形").selectOption({ label: "選挙" });
    await expect(page.getByRole("region", { name: "このルームのはじまり" })).toBeVisible();
    await picture(page, "room-template");
    await page.goto("/admin/room-orders/new");
    const main = page.getByRole("main");
    await main.getByRole("checkbox", { name: /^市長/ }).check();
    await main.getByLabel("ルームの名前").fill("市長と{課}");
    const table = main.getByRole("table", { name: "作るルームの一覧" });
    await expect(table.getByRole("checkbox", { name: /^市長と/ }).first()).toBeChecked();
    await picture(page, "bulk-rooms");
  });

  test("what is asked about before it is sent, and what is put off", async ({ open }) => {
    const page = await open(town, town.people.clerk);
    const room = await section(page);
    await openRoom(page, room.name);
    await composer(page, room.name).fill("番号は 1234-5678-9018 です。");
    await composer(page, room.name).press("Control+Enter");
    const dialog = page.getByRole("dialog", { name: /個人番号/ });
    await expect(dialog).toBeVisible();
    await picture(page, "number-guard");
    await dialog.getByRole("button", { name: "直す" }).click();
    await composer(page, room.name).fill("朝礼は第一会議室に変わりました。");
    await page.getByRole("button", { name: "送信を予約" }).click();
    await expect(page.getByRole("dialog", { name: "送信を予約" }).getByRole("button", { name: /^明日の朝/ })).toBeVisible();
    await picture(page, "later");
    await page.keyboard.press("Escape");
    await expect(pane(page)).toHaveCount(0);
  });
});
